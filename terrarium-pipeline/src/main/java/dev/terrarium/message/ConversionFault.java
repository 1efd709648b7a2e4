package dev.terrarium.message;

import java.util.ArrayList;

/// A value that cannot cross from one language to another.
public final class ConversionFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 80;
  private static final int MOST_STEPS = 32;
  private static final int TOLD = 8;

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

  /// Returns where in the value the offending part is, from `$`; a path of many steps, and a very
  /// long one, without its middle.
  public String path() {
    var told = ends();
    if (told.length() <= LONGEST) {
      return told;
    }
    return told.substring(0, LONGEST / 2) + "…" + told.substring(tailFrom(told));
  }

  /// Returns the path; of many steps those at both ends, as the paths of embedded Python's values.
  private String ends() {
    var ends = new ArrayList<Integer>();
    for (int end = stepFrom(path, 0); end < path.length(); end = endOfStep(end)) {
      ends.add(end);
    }
    int left = ends.size() - 2 * TOLD;
    return ends.size() <= MOST_STEPS
        ? path
        : path.substring(0, ends.get(TOLD))
            + "... "
            + left
            + " more ..."
            + path.substring(ends.get(TOLD + left));
  }

  private int endOfStep(int begin) {
    char quote = begin + 1 < path.length() ? path.charAt(begin + 1) : ' ';
    if (path.charAt(begin) != '[') {
      return stepFrom(path, begin + 1);
    }
    if (quote != '\'' && quote != '"') {
      int end = path.indexOf(']', begin);
      return end < 0 ? path.length() : end + 1;
    }
    int end = begin + 2;
    while (end < path.length() && path.charAt(end) != quote) {
      end += path.charAt(end) == '\\' ? 2 : 1;
    }
    return end + 2;
  }

  /// A single step may be longer than all that is told: its end is told then.
  private static int tailFrom(String told) {
    int index = told.length() - LONGEST / 2;
    int step = stepFrom(told, index);
    return step == told.length() ? index : step;
  }

  /// Returns where a step begins, not before an index, or the path's end.
  private static int stepFrom(String path, int index) {
    for (int i = index; i < path.length(); i++) {
      if (path.charAt(i) == '[' || path.charAt(i) == '.') {
        return i;
      }
    }
    return path.length();
  }
}
