package dev.terrarium.python;

import dev.terrarium.testing.Interpreters;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// The scenarios of [HouseStandsTest]; each prints `stands` when it got where it should.
final class HouseStands {
  private static final String NEST =
      """
      def nest(depth):
          nested = []
          for _ in range(depth):
              nested = [nested]
          return nested
      """;

  private HouseStands() {}

  private interface Scenario {
    void play(Python python) throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    PythonOptions options =
        PythonOptions.of(Interpreters.chosen())
            .withStdout(System.out::print)
            .withStderr(System.err::print);
    scenario(arguments[0]).play(Python.open(options));
  }

  private static Scenario scenario(String name) {
    return switch (name) {
      case "nullChecksWorkAfterFaulthandler" -> HouseStands::nullChecksWorkAfterFaulthandler;
      case "deepReprOnASmallStackIsHarmless" -> HouseStands::deepReprOnASmallStackIsHarmless;
      case "deepComparisonOnASmallStackIsARecursionError" ->
          HouseStands::deepComparisonOnASmallStackIsARecursionError;
      case "deepRecursionOnASmallStackIsARecursionError" ->
          HouseStands::deepRecursionOnASmallStackIsARecursionError;
      case "exitsWithPythonThreadsAlive" -> HouseStands::exitsWithPythonThreadsAlive;
      case "exitsWhileJavaThreadsAreInPython" -> HouseStands::exitsWhileJavaThreadsAreInPython;
      case "exitFunctionsRunAndOutputArrives" -> HouseStands::exitFunctionsRunAndOutputArrives;
      case "exitDoesNotWaitForAnExitFunctionThatHangs" ->
          HouseStands::exitDoesNotWaitForAnExitFunctionThatHangs;
      case "exitCancelsTasksAndDoesNotWaitForADeafOne" ->
          HouseStands::exitCancelsTasksAndDoesNotWaitForADeafOne;
      case "isToldToEndInTheMiddleOfPython" -> HouseStands::isToldToEndInTheMiddleOfPython;
      case "spawnedProcessesRunPython" -> HouseStands::spawnedProcessesRunPython;
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static void stands() {
    System.out.println("stands");
  }

  private static void run(Python python, String source) {
    try (Gil gil = python.attach()) {
      gil.run("scenario", source);
    }
  }

  private static void nullChecksWorkAfterFaulthandler(Python python) {
    run(python, "import faulthandler\nfaulthandler.enable()");
    int[][] arrays = new int[100_000][1];
    arrays[99_999] = nothing();
    int caught = 0;
    for (int round = 0; round < 50; round++) {
      try {
        for (int[] array : arrays) {
          array[0]++;
        }
      } catch (NullPointerException expected) {
        caught++;
      }
    }
    if (caught == 50) {
      stands();
    }
  }

  @SuppressWarnings("NullAway") // An array that is null is the point.
  private static int[] nothing() {
    int @Nullable [] nothing = null;
    return nothing;
  }

  /// CPython 3.14 knows how large our stacks are and gives the answer; up to 3.13 it is a
  /// RecursionError.
  private static void deepReprOnASmallStackIsHarmless(Python python) throws Exception {
    onASmallStack(() ->
        run(
            python,
            NEST
                + """
                deep = nest(30_000)
                try:
                    print("stands" if len(repr(deep)) == 60_002 else "wrong")
                except RecursionError:
                    print("stands")
                """));
  }

  private static void deepComparisonOnASmallStackIsARecursionError(Python python) throws Exception {
    recursionError(python, NEST + "nest(2_000_000) == nest(2_000_000)");
  }

  private static void deepRecursionOnASmallStackIsARecursionError(Python python) throws Exception {
    recursionError(
        python,
        """
        def deep(n):
            return sorted([n], key=lambda _: deep(n + 1))
        deep(0)
        """);
  }

  private static void recursionError(Python python, String source) throws InterruptedException {
    onASmallStack(() -> {
      try {
        run(python, source);
        System.out.println("nothing was raised");
      } catch (PythonException raised) {
        System.out.println(raised.typeName().equals("RecursionError") ? "stands" : raised);
      }
    });
  }

  private static void onASmallStack(Runnable work) throws InterruptedException {
    Thread small = new Thread(null, work, "small", 1 << 20);
    small.start();
    small.join();
  }

  private static void exitsWithPythonThreadsAlive(Python python) {
    run(
        python,
        """
        import threading, time
        def spin():
            while True:
                pass
        def sleep():
            time.sleep(3600)
        for target in (spin, sleep):
            threading.Thread(target=target).start()
        """);
    stands();
  }

  private static void exitsWhileJavaThreadsAreInPython(Python python) throws Exception {
    CountDownLatch inside = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      Thread thread =
          new Thread(
              null,
              () -> {
                try (Gil gil = python.attach()) {
                  PyObject told =
                      gil.function(
                          "told",
                          _ -> {
                            inside.countDown();
                            return null;
                          });
                  gil.run("scenario", "def spin(told):\n    told()\n    while True:\n        pass")
                      .callMethod("spin", told);
                }
              },
              "in-python",
              64 << 20);
      thread.setDaemon(true);
      thread.start();
    }
    inside.await();
    stands();
  }

  private static void exitFunctionsRunAndOutputArrives(Python python) {
    run(
        python,
        """
        import atexit, sys
        atexit.register(lambda: print("stands", end=""))
        """);
  }

  private static void exitDoesNotWaitForAnExitFunctionThatHangs(Python python) {
    run(
        python,
        """
        import atexit, time
        atexit.register(time.sleep, 3600)
        """);
    stands();
  }

  private static void exitCancelsTasksAndDoesNotWaitForADeafOne(Python python)
      throws InterruptedException {
    try (Gil gil = python.attach()) {
      PyObject tasks =
          gil.run(
              "scenario",
              """
              import asyncio

              async def deaf():
                  while True:
                      try:
                          await asyncio.sleep(3600)
                      except asyncio.CancelledError:
                          pass

              async def polite(entered):
                  try:
                      entered.set()
                      await asyncio.sleep(3600)
                  finally:
                      print("stands")

              async def begin():
                  global kept
                  entered = asyncio.Event()
                  kept = [asyncio.create_task(deaf()), asyncio.create_task(polite(entered))]
                  await entered.wait()
              """);
      tasks.callMethod("begin").await(Object.class);
    }
  }

  private static void isToldToEndInTheMiddleOfPython(Python python) {
    run(
        python,
        """
        import atexit, os, signal, time
        atexit.register(print, "stands")
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(3600)
        """);
  }

  private static void spawnedProcessesRunPython(Python python) {
    run(
        python,
        """
        import multiprocessing, subprocess, sys
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            assert pool.apply(divmod, (7, 2)) == (3, 1)
            assert pool.apply(eval, ("__import__('terrarium').Emit(1).value",)) == 1
        assert subprocess.run([sys.executable, "-c", "print(1)"], capture_output=True).stdout == b"1\\n"
        print("stands")
        """);
  }
}
