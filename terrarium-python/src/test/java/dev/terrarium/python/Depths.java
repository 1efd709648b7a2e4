package dev.terrarium.python;

import dev.terrarium.testing.Interpreters;

/// The scenarios of [DepthsTest]: recursion without end, through Java and Python.
final class Depths {
  /// More than the least on which Python runs, so that the thread itself does.
  private static final long LARGE_STACK = 20L << 20;

  private final Python python;
  private final PyRef module;

  private Depths(Python python) {
    this.python = python;
    this.module =
        python.call(gil ->
            gil.run(
                    "depths",
                    """
                    import sys, threading
                    sys.setrecursionlimit(1_000_000)
                    def down(java):
                        return java()
                    def call(java, n):
                        return java(n)
                    def on_a_thread(java):
                        thread = threading.Thread(target=java)
                        thread.start()
                        thread.join()
                    """)
                .keep());
  }

  public static void main(String[] arguments) throws Exception {
    Depths depths = new Depths(Python.open(PythonOptions.of(Interpreters.chosen())));
    switch (arguments[0]) {
      case "mutual" -> {
        run(Thread.ofVirtual().unstarted(() -> tell(depths::mutual)));
        depths.onPlatformThreads(() -> tell(depths::mutual));
      }
      // A virtual thread that waits at every level has its stack in the heap, without an end.
      case "java" -> depths.onPlatformThreads(() -> tell(depths::java));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.println(depths.python.<String>call(gil -> gil.eval("'stands'").str()));
  }

  private static void run(Thread thread) throws InterruptedException {
    thread.start();
    thread.join();
  }

  private void onPlatformThreads(Runnable told) throws InterruptedException {
    run(new Thread(null, told, "usual"));
    run(new Thread(null, told, "large", LARGE_STACK));
    python.call(gil ->
        gil.of(module)
            .callMethod(
                "on_a_thread",
                gil.function(
                    "told",
                    _ -> {
                      told.run();
                      return null;
                    }))
            .isNone());
  }

  private static void tell(Runnable deep) {
    try {
      deep.run();
      System.out.println("nothing was thrown");
    } catch (StackOverflowError stackOverflow) {
      System.out.println("ended by StackOverflowError");
    } catch (PythonException raised) {
      System.out.println("ended by " + raised.typeName());
    }
  }

  /// Java calls Python, which calls Java, which calls Python.
  private void mutual() {
    try (Gil gil = python.attach()) {
      gil.of(module).callMethod("down", again());
    }
  }

  private JavaFunction again() {
    return arguments -> arguments.gil().of(module).callMethod("down", again()).isNone();
  }

  /// Java calls itself, and at each level Python, which calls Java.
  private void java() {
    java(0);
  }

  private void java(int level) {
    try (Gil gil = python.attach()) {
      JavaFunction same = given -> given.as(0, int.class);
      gil.of(module).callMethod("call", same, level);
      java(level + 1);
    }
  }
}
