package dev.terrarium.python;

import dev.terrarium.testing.Interpreters;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// The ways to end a JVM of [ExitsTest], each with the exit code 5.
final class Exits {
  private static final long LARGE_STACK = 64L << 20;

  private static final String ATEXIT =
      """
      import atexit
      atexit.register(lambda: print('at exit'))
      """;

  private static final String HALF = "print('half a line', end='')";

  private static final String CALLERS =
      """
      import asyncio, threading
      def calls(end):
          print('half a line', end='')
          end()
      def awaits(end):
          async def work():
              await asyncio.sleep(0)
              print('half a line', end='')
              end()
          asyncio.run(work())
      def starts(end):
          thread = threading.Thread(target=calls, args=(end,))
          thread.start()
          thread.join()
      def counts(begun):
          begun()
          sum(range(10**12))
      def hangs(begun):
          import atexit
          atexit.register(threading.Event().wait)
      """;

  private Exits() {}

  public static void main(String[] arguments) throws Exception {
    Python python =
        Python.open(
            PythonOptions.of(Interpreters.chosen())
                .withStdout(System.out::print)
                .withStderr(System.err::print));
    try (Gil gil = python.attach()) {
      gil.run("registers", ATEXIT);
    }
    switch (arguments[0]) {
      case "inARegion" -> inARegion(python);
      case "onAVirtualThread" -> Thread.startVirtualThread(() -> inARegion(python)).join();
      case "inADeadline" ->
          python.call(
              Duration.ofMinutes(1),
              gil -> {
                gil.run("half", HALF);
                return exit();
              });
      case "fromALambda" -> from(python, "calls");
      case "fromACoroutine" -> from(python, "awaits");
      case "fromAThreadOfPythons" -> from(python, "starts");
      case "whileAnotherRegionIsOpen" -> whileAnotherRegionIsOpen(python);
      case "whileAnotherThreadCounts" -> whileAnotherThreadCounts(python);
      case "withAnExitFunctionThatHangs" -> {
        from(python, "hangs");
        exit();
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static boolean exit() {
    System.exit(5);
    return true;
  }

  private static void inARegion(Python python) {
    try (Gil gil = python.attach()) {
      gil.run("half", HALF);
      exit();
    }
  }

  private static void from(Python python, String caller) {
    try (Gil gil = python.attach()) {
      gil.run("callers", CALLERS).attr(caller).call(gil.function("end", _ -> exit()));
    }
  }

  private static void whileAnotherRegionIsOpen(Python python) throws InterruptedException {
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    Thread.ofPlatform()
        .name("keeper")
        .daemon()
        .stackSize(LARGE_STACK)
        .start(() -> {
          try (Gil gil = python.attach()) {
            open.countDown();
            never.await();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
        });
    open.await();
    exit();
  }

  private static void whileAnotherThreadCounts(Python python) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Thread.ofPlatform()
        .name("counter")
        .daemon()
        .stackSize(LARGE_STACK)
        .start(() -> {
          try (Gil gil = python.attach()) {
            JavaFunction told =
                _ -> {
                  begun.countDown();
                  return null;
                };
            gil.run("callers", CALLERS).attr("counts").call(gil.function("begun", told));
          }
        });
    begun.await();
    exit();
  }
}
