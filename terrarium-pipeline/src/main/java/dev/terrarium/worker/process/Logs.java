package dev.terrarium.worker.process;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.stream.Collectors;

/// What a worker logs, in the JVM's loggers of the same names.
///
/// The worker sends everything until it is told that a logger is not interested.
final class Logs {
  private static final int ERROR = 40;
  private static final int WARNING = 30;
  private static final int INFO = 20;
  private static final int DEBUG = 10;
  private static final int NEVER = Integer.MAX_VALUE;

  private final Line side;

  Logs(Line side) {
    this.side = side;
  }

  void log(byte[] payload) throws WireException {
    var logged = Told.logged(payload);
    var logger = System.getLogger(logged.logger());
    var level = level(logged.level());
    if (!logger.isLoggable(level)) {
      tellLevel(logged.logger(), logger);
      return;
    }
    var fields =
        logged.fields().entrySet().stream()
            .map(field -> " " + field.getKey() + "=" + field.getValue())
            .collect(Collectors.joining());
    var exception = logged.exception().isEmpty() ? "" : "\n" + logged.exception().stripTrailing();
    logger.log(level, () -> logged.message() + fields + exception);
  }

  private static Level level(int level) {
    if (level >= ERROR) {
      return Level.ERROR;
    }
    if (level >= WARNING) {
      return Level.WARNING;
    }
    if (level >= INFO) {
      return Level.INFO;
    }
    return level >= DEBUG ? Level.DEBUG : Level.TRACE;
  }

  /// Tells the worker from which level on a logger is interested, unless it has not even heard what
  /// it was told before.
  private void tellLevel(String name, System.Logger logger) {
    int lowest = NEVER;
    for (int level : new int[] {ERROR, WARNING, INFO, DEBUG, 1}) {
      if (logger.isLoggable(level(level))) {
        lowest = level;
      }
    }
    byte[] payload = PickleWriter.write(List.of(name, lowest));
    synchronized (side) {
      try {
        side.flush();
        if (!side.isFlushed()) {
          return;
        }
        side.send(Frame.LEVEL, 0, payload, payload.length);
      } catch (IOException e) {
        // Who reads its answers will notice that it is gone.
      }
    }
  }
}
