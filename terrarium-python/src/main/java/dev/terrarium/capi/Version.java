package dev.terrarium.capi;

/// The version of the open libpython, as it says itself.
public final class Version {
  /// Such as `3.13.0` or `3.15.0a1`.
  public static final String TEXT;

  /// The second number: 13 in `3.13.0`.
  public static final int MINOR;

  static {
    String said = Memory.getString(PyLifecycle.Py_GetVersion());
    int space = said.indexOf(' ');
    int dot = said.indexOf('.', 2);
    if (!said.startsWith("3.") || dot <= 2 || dot > 5 || space < dot) {
      throw new UnsatisfiedLinkError("not a CPython 3: its version is '" + said + "'");
    }
    TEXT = said.substring(0, space);
    MINOR = Integer.parseInt(said, 2, dot, 10);
  }

  private Version() {}

  /// Whether this is CPython 3.`minor` or newer.
  public static boolean atLeast(int minor) {
    return MINOR >= minor;
  }
}
