package dev.terrarium.message;

/// A value that cannot cross from one language to another.
public final class ConversionFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 80;

  private final String path;

  /// @param path where in the value, from `$`, such as `$[2].name`
  /// @param message what is wrong there
  public ConversionFault(String path, String message) {
    super(message);
    this.path = path;
  }

  /// Returns the same fault, seen from the value that holds this one at `step`, such as `[2]`.
  public ConversionFault under(String step) {
    return new ConversionFault("$" + step + path.substring(1), String.valueOf(getMessage()));
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
