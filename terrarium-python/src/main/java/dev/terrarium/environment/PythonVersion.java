package dev.terrarium.environment;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The version of a CPython, as `sys.version_info` gives it.
///
/// @param text the version as Python writes it, such as `3.13.0` or `3.15.0a1`
public record PythonVersion(int major, int minor, int micro, String text)
    implements Comparable<PythonVersion> {
  private static final Pattern SHAPE =
      Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})(\\S*)");

  private static final Comparator<PythonVersion> ORDER =
      Comparator.comparingInt(PythonVersion::major)
          .thenComparingInt(PythonVersion::minor)
          .thenComparingInt(PythonVersion::micro)
          .thenComparing(PythonVersion::text);

  /// Reads `3.13.0`, `3.15.0a1` or `3.11.2+`.
  ///
  /// @throws IllegalArgumentException if the text does not begin with three numbers
  public static PythonVersion of(String text) {
    Matcher shape = SHAPE.matcher(text);
    if (!shape.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a Python version such as 3.13.0.");
    }
    return new PythonVersion(
        Integer.parseInt(shape.group(1)),
        Integer.parseInt(shape.group(2)),
        Integer.parseInt(shape.group(3)),
        text);
  }

  /// Whether this is `major.minor` or later.
  public boolean isAtLeast(int major, int minor) {
    return this.major != major ? this.major > major : this.minor >= minor;
  }

  @Override
  public int compareTo(PythonVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return text;
  }
}
