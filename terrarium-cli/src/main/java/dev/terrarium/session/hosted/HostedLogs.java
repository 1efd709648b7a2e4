package dev.terrarium.session.hosted;

import dev.terrarium.python.Python;
import dev.terrarium.python.logging.PythonLogHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/// Sends what Java logs to Python's `logging`, whose handlers are the program's own.
///
/// The JDK makes one when something is logged for the first time: see [LogManager].
public final class HostedLogs {
  /// Sets the root logger up.
  public HostedLogs() throws IOException {
    LogManager.getLogManager().readConfiguration(InputStream.nullInputStream());
    var handler = new PythonLogHandler(Python.opened().orElseThrow());
    Logger.getLogger("").addHandler(handler);
  }
}
