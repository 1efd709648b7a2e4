package dev.terrarium.environment;

/// The version of a CPython, as `sys.version_info` gives it.
///
/// @param text the version as Python writes it, such as `3.13.0` or `3.15.0a1`
public record PythonVersion(int major, int minor, int micro, String text)
    implements Comparable<PythonVersion> {
  /// Reads `3.13.0`, `3.15.0a1` or `3.11.2+`.
  ///
  /// @throws IllegalArgumentException if the text does not begin with three numbers
  public static PythonVersion of(String text) {
    int[] numbers = new int[3];
    int at = 0;
    for (int part = 0; part < numbers.length; part++) {
      int begin = at;
      while (at < text.length() && at - begin < 4 && isDigit(text.charAt(at))) {
        numbers[part] = 10 * numbers[part] + text.charAt(at) - '0';
        at++;
      }
      boolean ended = part == 2 || (at < text.length() && text.charAt(at) == '.');
      if (at == begin || !ended) {
        throw new IllegalArgumentException(
            "'" + text + "' is not a Python version such as 3.13.0.");
      }
      at++;
    }
    return new PythonVersion(numbers[0], numbers[1], numbers[2], text);
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  /// Whether this is `major.minor` or later.
  public boolean isAtLeast(int major, int minor) {
    return this.major != major ? this.major > major : this.minor >= minor;
  }

  @Override
  public int compareTo(PythonVersion other) {
    int order = Integer.compare(major, other.major);
    order = order != 0 ? order : Integer.compare(minor, other.minor);
    order = order != 0 ? order : Integer.compare(micro, other.micro);
    return order != 0 ? order : text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
