package dev.terrarium.python;

import dev.terrarium.testing.Interpreters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The scenarios of [CrowdsTest]: more calls at once than there are threads for them.
final class Crowds {
  private Crowds() {}

  public static void main(String[] arguments) throws Exception {
    Python python = Python.open(PythonOptions.of(Interpreters.chosen()));
    switch (arguments[0]) {
      case "nested" -> System.out.println("levels: " + nested(python, 200));
      case "endless" -> {
        try {
          nested(python, Integer.MAX_VALUE);
        } catch (IllegalStateException refused) {
          System.out.println("refused: " + refused.getMessage());
        }
      }
      case "waiting" -> waiting(python);
      case "sleeping" -> sleeping(python);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.println(python.<String>call(gil -> gil.eval("'stands'").str()));
  }

  /// Each call waits for the next.
  private static int nested(Python python, int levels) {
    return levels == 0 ? 0 : python.submit(_ -> 1 + nested(python, levels - 1)).join();
  }

  /// Every call waits for all the others to have begun.
  private static void waiting(Python python) throws Exception {
    CountDownLatch all = new CountDownLatch(80);
    together(
        80,
        () ->
            python.call(gil ->
                gil.released(() -> {
                  all.countDown();
                  try {
                    all.await();
                  } catch (InterruptedException impossible) {
                    throw new AssertionError(impossible);
                  }
                  return true;
                })));
  }

  private static void sleeping(Python python) throws Exception {
    together(
        200, () -> python.call(gil -> gil.importModule("time").callMethod("sleep", 0.3).isNone()));
  }

  private static void together(int threads, Runnable work)
      throws InterruptedException, ExecutionException {
    try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> begun = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        begun.add(virtual.submit(work));
      }
      for (Future<?> each : begun) {
        each.get();
      }
    }
  }
}
