package dev.terrarium.python;

import dev.terrarium.logging.Traceback;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Hands log records of Java's to Python's `logging`, where the handlers of Python code take them.
///
/// Who logs never waits for Python, nor for the GIL: records go into a queue, from which a thread
/// of ours takes them. What no longer fits is dropped and counted, and the next record that fits
/// says how many were. A record that came from Python is not sent back there, nor the other way
/// round. Safe to use from any thread.
public final class PythonLogs implements AutoCloseable {
  private static final int CAPACITY = 8192;
  private static final int MOST_AT_ONCE = 256;

  private static final ThreadLocal<Boolean> FROM_PYTHON = new ThreadLocal<>();

  private record Waiting(LogEntry entry, String thread, @Nullable CountDownLatch reached) {}

  private final Interpreter interpreter;
  private final ArrayBlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(CAPACITY);

  /// How many records were handed over that Python has not taken.
  private final AtomicLong pending = new AtomicLong();

  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong untold = new AtomicLong();
  private final Thread sender;
  private volatile boolean closed;

  private PythonLogs(Interpreter interpreter) {
    this.interpreter = interpreter;
    this.sender = new Thread(null, this::send, "terrarium-logs-to-python", Carriers.STACK_BYTES);
    sender.setDaemon(true);
  }

  static PythonLogs open(Interpreter interpreter) {
    PythonLogs logs = new PythonLogs(interpreter);
    logs.sender.start();
    return logs;
  }

  /// Logs a record that came from the interpreter, which is not to go back there.
  static void keepingOut(Runnable record) {
    boolean within = isFromPython();
    FROM_PYTHON.set(true);
    try {
      record.run();
    } finally {
      if (!within) {
        FROM_PYTHON.remove();
      }
    }
  }

  private static boolean isFromPython() {
    return Boolean.TRUE.equals(FROM_PYTHON.get());
  }

  /// Hands over a record; says whether it was taken. Never waits.
  public boolean offer(LogEntry entry) {
    if (closed || isFromPython() || Thread.currentThread().equals(sender)) {
      return false;
    }
    pending.incrementAndGet();
    if (queue.offer(new Waiting(entry, Thread.currentThread().getName(), null))) {
      return true;
    }
    pending.decrementAndGet();
    dropped.incrementAndGet();
    untold.incrementAndGet();
    return false;
  }

  /// How many records were dropped, since Python did not take them fast enough.
  public long dropped() {
    return dropped.get();
  }

  /// Waits until Python has taken what was handed over before; says whether it has within `bound`.
  /// A thread that holds the GIL does not wait, since Python could not take anything.
  public boolean flush(Duration bound) {
    if (pending.get() == 0) {
      return true;
    }
    if (interpreter.hasGil() || closed) {
      return queue.isEmpty();
    }
    CountDownLatch reached = new CountDownLatch(1);
    long end = System.nanoTime() + bound.toNanos();
    try {
      return queue.offer(new Waiting(FLUSH, "", reached), bound.toNanos(), TimeUnit.NANOSECONDS)
          && reached.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static final LogEntry FLUSH =
      new LogEntry(Instant.EPOCH, System.Logger.Level.OFF, "terrarium", "", null, Map.of());

  private void send() {
    List<Waiting> batch = new ArrayList<>();
    while (!closed || !queue.isEmpty()) {
      try {
        batch.add(queue.take());
        queue.drainTo(batch, MOST_AT_ONCE);
        hand(batch);
      } catch (InterruptedException woken) {
        // By close(), which wants what waits to be sent.
      } catch (PythonUnavailableException ending) { // With the process.
        closed = true;
        queue.clear();
      } catch (RuntimeException failed) { // A handler's fault is logging's business; this is ours.
        sender.getUncaughtExceptionHandler().uncaughtException(sender, failed);
      } finally {
        batch.forEach(this::arrived);
        batch.clear();
      }
    }
  }

  private void arrived(Waiting waiting) {
    if (waiting.reached() != null) {
      waiting.reached().countDown();
    } else {
      pending.decrementAndGet();
    }
  }

  private void hand(List<Waiting> batch) {
    List<Object[]> told = new ArrayList<>();
    long lost = untold.getAndSet(0);
    for (Waiting waiting : batch) {
      if (waiting.reached() == null) {
        told.add(told(waiting));
      }
    }
    if (lost > 0) {
      String sentence = lost + " log record(s) of Java were dropped: Python takes them too slowly";
      told.add(
          new Object[] {
            System.currentTimeMillis() / 1e3,
            30,
            "terrarium",
            sender.getName(),
            sentence,
            null,
            Map.of()
          });
    }
    if (!told.isEmpty()) {
      interpreter.call(
          gil -> gil.importModule("terrarium._java_logs").callMethod("take", told).isNone());
    }
  }

  private static Object[] told(Waiting waiting) {
    LogEntry entry = waiting.entry();
    return new Object[] {
      entry.time().toEpochMilli() / 1e3,
      pythonLevel(entry.level()),
      Raised.readable(entry.logger()),
      Raised.readable(waiting.thread()),
      Raised.readable(entry.message()),
      Raised.readable(stack(entry.thrown())),
      readable(entry.context())
    };
  }

  private static Map<String, String> readable(Map<String, String> context) {
    Map<String, String> readable = new HashMap<>();
    context.forEach((name, value) ->
        readable.put(
            String.valueOf(Raised.readable(name)), String.valueOf(Raised.readable(value))));
    return readable;
  }

  private static int pythonLevel(System.Logger.Level level) {
    return switch (level) {
      case ALL, TRACE -> 5;
      case DEBUG -> 10;
      case INFO -> 20;
      case WARNING -> 30;
      case ERROR, OFF -> 40;
    };
  }

  private static @Nullable String stack(@Nullable Throwable thrown) {
    if (thrown == null) {
      return null;
    }
    if (thrown instanceof Traceback python) {
      return python.traceback().stripTrailing();
    }
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString().stripTrailing();
  }

  /// Takes no more records; those that wait are still sent.
  @Override
  public void close() {
    closed = true;
    sender.interrupt();
  }

  /// How many records wait, and how many were dropped. Needs no GIL.
  @Override
  public String toString() {
    return "PythonLogs[%d waiting, %d dropped%s]"
        .formatted(queue.size(), dropped.get(), closed ? ", closed" : "");
  }
}
