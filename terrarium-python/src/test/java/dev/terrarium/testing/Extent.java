package dev.terrarium.testing;

/// How much of a long test runs: a slice in the ordinary build, all of it with `-Pfull`.
public final class Extent {
  private static final String PROPERTY = "terrarium.test.full";

  private Extent() {}

  /// Whether all of it runs.
  public static boolean isFull() {
    return Boolean.getBoolean(PROPERTY);
  }

  /// A number of rounds, by extent.
  public static int of(int slice, int full) {
    return isFull() ? full : slice;
  }

  /// The option that gives a child JVM this JVM's extent.
  static String option() {
    return "-D" + PROPERTY + "=" + isFull();
  }
}
