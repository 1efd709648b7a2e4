package dev.terrarium.broker;

/// Texts of scripts as people are shown them: on one line, and of a length that can be read.
final class Shown {
  private static final int LONGEST = 200;

  private Shown() {}

  /// Returns a text with what is no visible character escaped, cut where it is long.
  static String text(String given) {
    var shown = new StringBuilder();
    for (int at = 0; at < given.length() && shown.length() < LONGEST; ) {
      int character = given.codePointAt(at);
      at += Character.charCount(character);
      if (isPlain(character)) {
        shown.appendCodePoint(character);
      } else {
        shown.append("\\u{").append(Integer.toHexString(character)).append('}');
      }
      if (shown.length() >= LONGEST && at < given.length()) {
        shown.append("… of ").append(given.length()).append(" characters");
      }
    }
    return shown.toString();
  }

  private static boolean isPlain(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
