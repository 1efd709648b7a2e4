package dev.terrarium.message;

/// A value that cannot cross from one language to another.
public final class ConversionFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 80;

  private final String path;
  private final String whole;

  /// @param path where in the value, from `$`, such as `$[2].name`
  /// @param message what is wrong there
  public ConversionFault(String path, String message) {
    this(path, message, "");
  }

  private ConversionFault(String path, String message, String whole) {
    super(message);
    this.path = path;
    this.whole = whole;
  }

  /// Returns the same fault, of a value that is not the only one that could be meant.
  ///
  /// @param of what the path begins at, such as `the item`
  public ConversionFault in(String of) {
    return new ConversionFault(path, String.valueOf(getMessage()), of);
  }

  /// Returns what the path begins at; empty where only one value can be meant.
  public String whole() {
    return whole;
  }

  /// Returns the same fault, seen from the value that holds this one at `step`, such as `[2]`.
  public ConversionFault under(String step) {
    return new ConversionFault("$" + step + path.substring(1), String.valueOf(getMessage()), whole);
  }

  /// Returns where in the value the offending part is, from `$`; a very long path without its
  /// middle.
  public String path() {
    if (path.length() <= LONGEST) {
      return path;
    }
    return path.substring(0, LONGEST / 2)
        + "…"
        + path.substring(stepFrom(path.length() - LONGEST / 2));
  }

  private int stepFrom(int index) {
    for (int i = index; i < path.length(); i++) {
      if (path.charAt(i) == '[' || path.charAt(i) == '.') {
        return i;
      }
    }
    return index;
  }
}
