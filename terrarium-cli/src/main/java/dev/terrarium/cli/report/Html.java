package dev.terrarium.cli.report;

/// Text made safe to stand in a page.
final class Html {
  private Html() {}

  /// Returns `text` so that it means itself between tags and in a quoted attribute.
  static String escape(String text) {
    var safe = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(code -> append(code, safe));
    return safe.toString();
  }

  private static void append(int code, StringBuilder to) {
    switch (code) {
      case '&' -> to.append("&amp;");
      case '<' -> to.append("&lt;");
      case '>' -> to.append("&gt;");
      case '"' -> to.append("&quot;");
      case '\'' -> to.append("&#39;");
      default -> to.appendCodePoint(isAllowed(code) ? code : 0xFFFD);
    }
  }

  /// HTML has no place for control characters, nor UTF-8 for half a character.
  private static boolean isAllowed(int code) {
    boolean isSurrogate = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
    boolean isSpace = code == '\n' || code == '\t';
    return !isSurrogate && (isSpace || !Character.isISOControl(code));
  }
}
