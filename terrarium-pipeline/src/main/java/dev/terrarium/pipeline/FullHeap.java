package dev.terrarium.pipeline;

/// What is to be said where the Java heap is full.
public final class FullHeap {
  private static volatile String variable = "";

  private FullHeap() {}

  /// Names the variable by which this program's JVM takes options; else they are given to `java`.
  public static void isSizedBy(String variable) {
    FullHeap.variable = variable;
  }

  /// Whether this is what was thrown.
  public static boolean isReasonOf(Throwable thrown) {
    return thrown instanceof OutOfMemoryError error
        && ("Java heap space".equals(error.getMessage())
            || "GC overhead limit exceeded".equals(error.getMessage()));
  }

  /// Returns what to do about it, in a sentence without its end.
  public static String sentence() {
    return "The Java heap is full: give it more by %s-Xmx…, or less input at a time"
        .formatted(variable.isEmpty() ? "" : variable + "=");
  }
}
