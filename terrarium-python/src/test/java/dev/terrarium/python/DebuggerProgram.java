package dev.terrarium.python;

import dev.terrarium.testing.Interpreters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// A JVM that is debugged: two Java threads run Python code in which a debugger stops them.
final class DebuggerProgram {
  private static final long LARGE_STACK = 32L << 20;

  private DebuggerProgram() {}

  /// @param arguments the folder of debugpy, and one to write the script to
  public static void main(String[] arguments) throws Exception {
    Path script = Path.of(arguments[1], "debugged.py");
    Files.writeString(script, "def step(x):\n    doubled = x * 2\n    return doubled\n");
    Python python =
        Python.open(
            Interpreters.options().withPath(List.of(Path.of(arguments[0]), script.getParent())));
    int port = python.debug().listen(0);
    try (DapClient client = DapClient.attach(port, script, 2)) {
      System.out.println("attached: " + python.debug().isAttached());
      stopsOn(python, client, "large", LARGE_STACK);
      stopsOn(python, client, "small", 0);
    }
    System.out.println("stands");
    System.exit(0);
  }

  /// The call goes on only when the debugger lets it.
  private static void stopsOn(Python python, DapClient client, String name, long stack)
      throws IOException, InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    long[] result = new long[1];
    Thread thread =
        new Thread(
            null,
            () -> {
              result[0] =
                  python.call(
                      gil -> gil.importModule("debugged").attr("step").call(long.class, 21));
              done.countDown();
            },
            name,
            stack);
    thread.start();

    String stopped = client.awaitEvent("stopped");
    String frames = client.stackTrace(stopped);
    System.out.println(name + " stopped: " + stopped.contains("breakpoint"));
    System.out.println(
        name + " in step at 2: " + (frames.contains("\"step\"") && frames.contains("\"line\": 2")));
    System.out.println(name + " waits: " + (done.getCount() == 1));
    client.goOn(stopped);
    done.await();
    System.out.println(name + " result: " + result[0]);
  }
}
