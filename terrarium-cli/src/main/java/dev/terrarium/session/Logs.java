package dev.terrarium.session;

/// How log records look.
public final class Logs {
  private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

  private Logs() {}

  /// Shows each record on a line with the name of its logger, unless a form was chosen already.
  ///
  /// Java's own form shows the method that logged, which for Python's records is always the same.
  public static void showNames() {
    if (System.getProperty(FORMAT) == null) {
      System.setProperty(FORMAT, "%4$s %3$s: %5$s%6$s%n");
    }
  }
}
