package dev.terrarium.python;

import dev.terrarium.testing.Interpreters;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// The scenarios of [StuckCallsTest]: code that keeps the GIL for minutes. Each prints what it saw.
final class StuckCalls {
  private static final Limits LIMITS =
      Limits.of(Duration.ofMillis(500)).withGrace(Duration.ofMillis(300));

  private StuckCalls() {}

  public static void main(String[] arguments) throws Exception {
    Python python = Python.open(PythonOptions.of(Interpreters.chosen()));
    switch (arguments[0]) {
      case "call" -> stuckCall(python, arguments[1]);
      case "thread" -> stuckThread(python, arguments[1]);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.flush();
    Runtime.getRuntime().halt(0); // The exit would wait for the GIL for a while.
  }

  private static void stuckCall(Python python, String expression) throws Exception {
    tell(python, LIMITS.named("stuck"), expression);
    tell(python, LIMITS.named("next"), "1");
    System.out.println("running: " + python.running().getFirst());
  }

  private static void tell(Python python, Limits limits, String expression)
      throws InterruptedException {
    try {
      System.out.println(python.<String>call(limits, gil -> gil.eval(expression).str()));
    } catch (DeadlineException late) {
      long within = limits.deadline().orElseThrow().plus(limits.grace()).toMillis();
      System.out.println(late.level() + " " + late.getMessage());
      System.out.println("late by " + (late.elapsed().toMillis() - within) + " ms");
    }
  }

  private static void stuckThread(Python python, String expression) throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Thread user =
        new Thread(
            null,
            () -> {
              try (Gil gil = python.attach()) {
                JavaFunction begin =
                    _ -> {
                      begun.countDown();
                      return null;
                    };
                PyObject both = gil.eval("lambda begin: (begin(), " + expression + ")");
                both.call(begin);
              }
            },
            "user",
            64L << 20);
    user.start();
    begun.await();

    Interruption interruption = python.interrupt(user);

    System.out.println(interruption.verdict().get().level());
    System.out.println("running: " + python.running().getFirst());
  }
}
