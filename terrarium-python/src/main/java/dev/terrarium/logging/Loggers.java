package dev.terrarium.logging;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ConcurrentHashMap;

/// The loggers of this JVM that bear the names of Python's.
///
/// Python's levels are numbers, and anyone may add more. Each becomes the Java level it reaches;
/// one that has no Java level of its own, such as CRITICAL, keeps its name in brackets before the
/// message.
public final class Loggers {
  private static final int DEBUG = 10;
  private static final int INFO = 20;
  private static final int WARNING = 30;
  private static final int ERROR = 40;

  /// How many loggers are remembered; others are looked for each time.
  private static final int MOST = 10_000;

  private static final int[] LEVELS = {1, DEBUG, INFO, WARNING, ERROR};

  private final ConcurrentHashMap<String, Logger> byName = new ConcurrentHashMap<>();

  /// Whether a record of this level would be logged.
  public boolean isEnabled(String name, int level) {
    return named(name).isLoggable(javaLevel(level));
  }

  /// Returns the lowest level of which records would be logged; more than any if none.
  public int lowest(String name) {
    for (int level : LEVELS) {
      if (isEnabled(name, level)) {
        return level;
      }
    }
    return Integer.MAX_VALUE;
  }

  /// Logs a record, with its fields in the [LogContext] meanwhile.
  public void log(PythonRecord record) {
    LogContext.with(record.fields(), () -> write(record));
  }

  private void write(PythonRecord record) {
    int level = record.level();
    String text =
        hasJavaLevel(level) ? record.message() : "[" + record.levelName() + "] " + record.message();
    Throwable thrown = record.thrown();
    if (thrown == null) {
      named(record.logger()).log(javaLevel(level), text);
    } else {
      named(record.logger()).log(javaLevel(level), text, thrown);
    }
  }

  private Logger named(String name) {
    Logger known = byName.get(name);
    if (known == null) {
      known = System.getLogger(name);
      if (byName.size() < MOST) {
        byName.put(name, known);
      }
    }
    return known;
  }

  private static boolean hasJavaLevel(int level) {
    return level == DEBUG || level == INFO || level == WARNING || level == ERROR;
  }

  private static Level javaLevel(int level) {
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
}
