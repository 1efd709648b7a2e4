package dev.terrarium.python.logging;

import dev.terrarium.logging.LogContext;
import dev.terrarium.python.LogEntry;
import dev.terrarium.python.Python;
import dev.terrarium.python.PythonLogs;
import java.time.Duration;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/// A handler of `java.util.logging` that hands its records to Python's `logging`.
///
/// ```java
/// Logger.getLogger("").addHandler(new PythonLogHandler(python));
/// ```
///
/// Who logs never waits for Python; see [PythonLogs]. What is in SLF4J's MDC on the logging thread,
/// where there is SLF4J, goes with the record; so do the fields of one from a worker process.
public final class PythonLogHandler extends Handler {
  private static final Duration FLUSH = Duration.ofSeconds(5);

  /// Its method that puts parameters in their places does nothing else.
  private static final SimpleFormatter MESSAGES = new SimpleFormatter();

  private final PythonLogs logs;

  /// A handler of all levels to the interpreter of a handle.
  public PythonLogHandler(Python python) {
    this.logs = python.logs();
    setLevel(Level.ALL);
  }

  @Override
  public void publish(LogRecord record) {
    if (record != null && isLoggable(record)) {
      String name = record.getLoggerName();
      boolean _ =
          logs.offer(
              new LogEntry(
                  record.getInstant(),
                  level(record.getLevel().intValue()),
                  name == null ? "" : name,
                  String.valueOf(MESSAGES.formatMessage(record)),
                  record.getThrown(),
                  LogContext.fields()));
    }
  }

  private static System.Logger.Level level(int level) {
    if (level >= Level.SEVERE.intValue()) {
      return System.Logger.Level.ERROR;
    }
    if (level >= Level.WARNING.intValue()) {
      return System.Logger.Level.WARNING;
    }
    if (level >= Level.CONFIG.intValue()) {
      return System.Logger.Level.INFO;
    }
    return level >= Level.FINE.intValue() ? System.Logger.Level.DEBUG : System.Logger.Level.TRACE;
  }

  /// Waits, for five seconds at most, until Python has taken all.
  @Override
  public void flush() {
    boolean _ = logs.flush(FLUSH);
  }

  @Override
  public void close() {
    logs.close();
  }
}
