package dev.terrarium.safety;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What safety logs while this is open; it is not printed.
final class LoggedLines implements AutoCloseable {
  private final Logger logger = Logger.getLogger("dev.terrarium.safety");
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private volatile boolean failing;
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          if (failing) {
            throw new IllegalStateException("the log is full");
          }
          String text =
              line.getParameters() == null
                  ? line.getMessage()
                  : MessageFormat.format(line.getMessage(), line.getParameters());
          lines.add(line.getLevel() + " " + text);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  LoggedLines() {
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
  }

  List<String> lines() {
    return lines;
  }

  /// Lets every line from here on fail.
  void fail() {
    failing = true;
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
  }
}
