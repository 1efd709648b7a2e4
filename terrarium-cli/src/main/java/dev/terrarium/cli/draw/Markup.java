package dev.terrarium.cli.draw;

/// Text made safe to stand in XML and in HTML.
public final class Markup {
  private Markup() {}

  /// Returns `text` so that it means itself between tags and in a quoted attribute.
  public static String escape(String text) {
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

  /// Whether a character can be shown: it is no control character, no half of a character, and not
  /// one that is never used.
  static boolean isPrintable(int code) {
    boolean isSurrogate = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
    boolean isNone = (code & 0xFFFE) == 0xFFFE;
    return !isSurrogate && !isNone && !Character.isISOControl(code);
  }

  private static boolean isAllowed(int code) {
    return code == '\n' || code == '\t' || isPrintable(code);
  }
}
