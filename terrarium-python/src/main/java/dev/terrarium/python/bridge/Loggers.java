package dev.terrarium.python.bridge;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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

  private static final ThreadLocal<Boolean> LOGGING = new ThreadLocal<>();

  private final ConcurrentHashMap<String, Logger> byName = new ConcurrentHashMap<>();

  /// Whether a record of this level would be logged.
  public boolean isEnabled(String name, int level) {
    return named(name).isLoggable(javaLevel(level));
  }

  /// Logs a record, with the exception it carries if there is one.
  public void log(
      int level, String levelName, String name, String message, @Nullable Throwable thrown) {
    String text = hasJavaLevel(level) ? message : "[" + levelName + "] " + message;
    boolean within = isLogging();
    LOGGING.set(true);
    try {
      if (thrown == null) {
        named(name).log(javaLevel(level), text);
      } else {
        named(name).log(javaLevel(level), text, thrown);
      }
    } finally {
      if (!within) {
        LOGGING.remove();
      }
    }
  }

  /// The same, with fields that are in SLF4J's MDC meanwhile, where there is SLF4J.
  public void log(Map<String, String> context, Runnable record) {
    Mdc.with(context, record);
  }

  /// Whether the current thread logs a record that came from Python, which must not go back there.
  public static boolean isLogging() {
    return Boolean.TRUE.equals(LOGGING.get());
  }

  private Logger named(String name) {
    return byName.computeIfAbsent(name, System::getLogger);
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
