package dev.terrarium.session.hosted;

import dev.terrarium.python.Python;
import dev.terrarium.python.logging.PythonLogHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Sends what Java logs to Python's `logging`, whose handlers are the program's own.
///
/// The JDK makes one when something is logged for the first time: see [LogManager].
public final class HostedLogs {
  private static final AtomicReference<@Nullable Handler> MADE = new AtomicReference<>();

  /// Sets the root logger up.
  public HostedLogs() throws IOException {
    LogManager.getLogManager().readConfiguration(InputStream.nullInputStream());
    var made = new PythonLogHandler(Python.opened().orElseThrow());
    Logger.getLogger("").addHandler(made);
    MADE.set(made);
  }

  /// Waits a while until the program has what was logged before, if anything was; without the GIL.
  static void flush() {
    var known = MADE.get();
    if (known != null) {
      known.flush();
    }
  }
}
