package dev.terrarium.bench;

import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.PythonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// Do a million calls leave live references and memory as they were?
///
/// A mix of calls runs in a JVM of its own whose heap is touched from the start, so that growth of
/// the resident set is growth outside the heap. After a warm-up and after each tenth of the calls
/// it counts what lives; it prints the first count and the last, and the resident set after every
/// tenth.
final class IsMemoryFlat {
  private static final int CALLS = 1_000_000;
  private static final int STEPS = 10;
  private static final int WARM_UP = 200_000;
  private static final long PAGE = 4096;
  private static final long SETTLING_NANOS = 200_000_000;
  private static final List<Long> LIST = List.of(1_000_001L, 1_000_002L, 1_000_003L);
  private static final Map<String, Double> DICT = Map.of("x", 0.5, "y", 1.5);

  private final Interpreter interpreter = new Interpreter();

  private IsMemoryFlat(String chosen) {
    interpreter.chosen = chosen;
    interpreter.open();
  }

  public static void main(String[] arguments) throws IOException {
    new IsMemoryFlat(arguments[0]).run();
  }

  private void run() throws IOException {
    calls(WARM_UP);
    Census first = census();
    System.out.println("rss.0=" + first.rss());
    Census last = first;
    for (int step = 1; step <= STEPS; step++) {
      calls(CALLS / STEPS);
      last = census();
      System.out.println("rss." + step + "=" + last.rss());
    }
    System.out.println("calls=" + CALLS);
    System.out.println("blocks.before=" + first.blocks() + "\nblocks.after=" + last.blocks());
    System.out.println("references.before=" + first.probe() + "\nreferences.after=" + last.probe());
    System.out.println("live.before=" + first.live() + "\nlive.after=" + last.live());
    System.exit(0);
  }

  private void calls(int count) {
    for (int i = 0; i < count; i++) {
      try (Gil gil = interpreter.python.attach()) {
        call(gil, gil.of(interpreter.identity), i);
      }
    }
  }

  /// One call of one of eight kinds.
  private void call(Gil gil, PyObject identity, int i) {
    switch (i & 7) {
      case 0 -> identity.call(long.class, 1_000_000L + i);
      case 1 -> identity.call(String.class, "call number " + i);
      case 2 -> identity.call(LIST);
      case 3 -> identity.call(DICT).as(Object.class);
      case 4 -> identity.call(new byte[64]).close();
      case 5 -> failing(gil);
      case 6 -> kept(identity);
      default -> gil.of(interpreter.callMany).call(gil.function("same", a -> a.get(0)), 1);
    }
  }

  private void failing(Gil gil) {
    try {
      gil.of(interpreter.fail).call();
    } catch (PythonException raised) {
      if (!raised.typeName().equals("ValueError")) {
        throw new IllegalStateException(raised);
      }
    }
  }

  private static void kept(PyObject identity) {
    PyRef ref = identity.call("kept").keep();
    ref.close();
  }

  private Census census() throws IOException {
    settle();
    try (Gil gil = interpreter.python.attach()) {
      gil.importModule("gc").callMethod("collect").close();
      PyObject sys = gil.importModule("sys");
      return new Census(
          sys.callMethod("getallocatedblocks").as(long.class),
          sys.callMethod("getrefcount", gil.of(interpreter.identity)).as(long.class),
          interpreter.python.statistics().references(),
          residentBytes());
    }
  }

  /// Waits until the references of exceptions that Java has forgotten are released: the collector
  /// finds them, the cleaner queues them, and the next thread to take the GIL lets them go.
  private void settle() {
    int before;
    int after = Integer.MAX_VALUE;
    do {
      before = after;
      System.gc();
      LockSupport.parkNanos(SETTLING_NANOS);
      interpreter.python.attach().close();
      after = interpreter.python.statistics().references();
    } while (after < before);
  }

  private static long residentBytes() throws IOException {
    String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", 3);
    return Long.parseLong(pages[1]) * PAGE;
  }

  /// What lives at one moment.
  ///
  /// @param blocks that Python's allocator has handed out
  /// @param probe references to the function that every call goes through
  /// @param live references that Java holds
  /// @param rss the resident set of the process, in bytes
  private record Census(long blocks, long probe, long live, long rss) {}
}
