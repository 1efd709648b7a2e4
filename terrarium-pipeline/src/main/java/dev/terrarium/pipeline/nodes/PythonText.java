package dev.terrarium.pipeline.nodes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the methods of Python's `str` make of a text: in code points, and the same everywhere.
final class PythonText {
  private static final int CAPITAL_SIGMA = 0x3A3;
  private static final int SIGMA = 0x3C3;
  private static final int FINAL_SIGMA = 0x3C2;
  private static final int CAPITAL_IOTA = 0x399;
  private static final int IOTA_BELOW = 0x345;
  private static final int N_AFTER_APOSTROPHE = 0x149;

  /// Marks within words that are no letters, such as apostrophes, middle dots and colons.
  private static final String WITHIN_WORDS =
      "'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

  private PythonText() {}

  /// Returns what `upper()` does.
  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  /// Returns what `lower()` does.
  static String lower(String text) {
    if (text.indexOf(CAPITAL_SIGMA) < 0) {
      return text.toLowerCase(Locale.ROOT);
    }
    var lower = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      appendLower(lower, text, i);
    }
    return lower.toString();
  }

  /// Returns what `title()` does: of each run of letters the first is a capital, the rest are not.
  static String title(String text) {
    var title = new StringBuilder(text.length());
    boolean within = false;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int letter = text.codePointAt(i);
      if (within) {
        appendLower(title, text, i);
      } else {
        title.append(titleOf(letter));
      }
      within = hasCase(letter);
    }
    return title.toString();
  }

  /// Returns what `[::-1]` does.
  static String reversed(String text) {
    int[] points = text.codePoints().toArray();
    var reversed = new StringBuilder(text.length());
    for (int i = points.length - 1; i >= 0; i--) {
      reversed.appendCodePoint(points[i]);
    }
    return reversed.toString();
  }

  /// Returns what `split()` does.
  static List<String> words(String text) {
    var words = new ArrayList<String>();
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || isSpace(text.charAt(i))) {
        if (start >= 0) {
          words.add(text.substring(start, i));
        }
        start = -1;
      } else if (start < 0) {
        start = i;
      }
    }
    return words;
  }

  /// Returns what `len()` does.
  static long length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static boolean isSpace(char c) {
    return c == 0x85
        || Character.isSpaceChar(c)
        || (c >= 0x09 && c <= 0x0D)
        || (c >= 0x1C && c <= 0x1F);
  }

  private static void appendLower(StringBuilder to, String text, int at) {
    int letter = text.codePointAt(at);
    if (letter == CAPITAL_SIGMA) {
      to.append((char) (endsWord(text, at) ? FINAL_SIGMA : SIGMA));
    } else {
      to.append(Character.toString(letter).toLowerCase(Locale.ROOT));
    }
  }

  /// Whether a letter stands before the place, and none behind it; marks do not count.
  private static boolean endsWord(String text, int at) {
    int before = at;
    while (before > 0 && isIgnored(text.codePointBefore(before))) {
      before -= Character.charCount(text.codePointBefore(before));
    }
    int after = at + 1;
    while (after < text.length() && isIgnored(text.codePointAt(after))) {
      after += Character.charCount(text.codePointAt(after));
    }
    return before > 0
        && hasCase(text.codePointBefore(before))
        && (after == text.length() || !hasCase(text.codePointAt(after)));
  }

  /// Returns a letter as it begins a title; one that has no such form of its own begins with the
  /// first of its capitals: `Ss` for `ß`.
  private static String titleOf(int letter) {
    int own = Character.toTitleCase(letter);
    var capitals = Character.toString(letter).toUpperCase(Locale.ROOT);
    int first = capitals.codePointAt(0);
    int rest = Character.charCount(first);
    if (own != letter || Character.isTitleCase(letter) || rest == capitals.length()) {
      return Character.toString(own);
    }
    if (letter == N_AFTER_APOSTROPHE) {
      return capitals;
    }
    var title = new StringBuilder().appendCodePoint(first);
    capitals
        .substring(rest)
        .codePoints()
        .map(next -> next == CAPITAL_IOTA ? IOTA_BELOW : Character.toLowerCase(next))
        .forEach(title::appendCodePoint);
    return title.toString();
  }

  private static boolean hasCase(int letter) {
    return Character.isLowerCase(letter)
        || Character.isUpperCase(letter)
        || Character.isTitleCase(letter);
  }

  private static boolean isIgnored(int letter) {
    return switch (Character.getType(letter)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT,
          Character.MODIFIER_LETTER,
          Character.MODIFIER_SYMBOL ->
          true;
      default -> WITHIN_WORDS.indexOf(letter) >= 0;
    };
  }
}
