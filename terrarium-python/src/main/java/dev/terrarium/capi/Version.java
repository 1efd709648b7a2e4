package dev.terrarium.capi;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The version of the open libpython, as it says itself.
public final class Version {
  /// Such as `3.13.0` or `3.15.0a1`.
  public static final String TEXT;

  /// The second number: 13 in `3.13.0`.
  public static final int MINOR;

  static {
    String said = Memory.getString(PyLifecycle.Py_GetVersion());
    Matcher matcher = Pattern.compile("(3\\.(\\d+)\\.\\S+)\\s.*", Pattern.DOTALL).matcher(said);
    if (!matcher.matches()) {
      throw new UnsatisfiedLinkError("not a CPython 3: its version is '" + said + "'");
    }
    TEXT = matcher.group(1);
    MINOR = Integer.parseInt(matcher.group(2));
  }

  private Version() {}

  /// Whether this is CPython 3.`minor` or newer.
  public static boolean atLeast(int minor) {
    return MINOR >= minor;
  }
}
