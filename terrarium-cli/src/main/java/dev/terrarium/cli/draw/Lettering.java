package dev.terrarium.cli.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A kind of text, and how wide it is at most.
///
/// Who looks at a picture has fonts that we do not know; so the widths are those of wide ones.
enum Lettering {
  TITLE(18, 1.0, false),
  NAME(14, 1.0, false),
  TYPE(12, 1.0, true),
  SMALL(11, 0.93, false);

  private static final Pattern CHARACTER = Pattern.compile("\\X");
  private static final String ELLIPSIS = "…";
  private static final String NARROW = "ijlI|!.,:;'` ";
  private static final String SLIM = "frtJ-()[]{}/\\\"*_";
  private static final String WIDE = "mwMW%@…—×≤";
  private static final double MONOSPACED = 0.62;

  private final double size;
  private final double stretch;
  private final boolean monospaced;

  Lettering(double size, double stretch, boolean monospaced) {
    this.size = size;
    this.stretch = stretch;
    this.monospaced = monospaced;
  }

  /// Returns how wide a text is at most.
  double width(String text) {
    return characters(text).stream().mapToDouble(this::characterWidth).sum();
  }

  /// Returns as much of a text's beginning as fits.
  String fit(String text, double room) {
    if (width(text) <= room) {
      return text;
    }
    var characters = characters(text);
    int kept = fitting(characters, room - width(ELLIPSIS));
    return String.join("", characters.subList(0, kept)).strip() + ELLIPSIS;
  }

  /// Returns as much of a text's end as fits.
  String fitEnd(String text, double room) {
    if (width(text) <= room) {
      return text;
    }
    var backwards = characters(text).reversed();
    int kept = fitting(backwards, room - width(ELLIPSIS));
    return ELLIPSIS + String.join("", backwards.subList(0, kept).reversed()).strip();
  }

  /// Breaks a text into at most `most` lines, after `_`, `-` or a space where one is near; what
  /// does not fit is left out at the end of the last.
  List<String> lines(String text, double room, int most) {
    var lines = new ArrayList<String>();
    var rest = characters(text);
    while (lines.size() < most - 1 && width(String.join("", rest)) > room) {
      int fits = Math.max(1, fitting(rest, room));
      int at = fits;
      while (at > fits / 2 && !"_- ".contains(rest.get(at - 1))) {
        at--;
      }
      int end = at > fits / 2 ? at : fits;
      lines.add(String.join("", rest.subList(0, end)).strip());
      rest = rest.subList(end, rest.size());
    }
    lines.add(fit(String.join("", rest).strip(), room));
    return lines;
  }

  /// Counts the characters that fit.
  private int fitting(List<String> characters, double room) {
    double used = 0;
    int count = 0;
    while (count < characters.size()) {
      used += characterWidth(characters.get(count));
      if (used > room) {
        break;
      }
      count++;
    }
    return count;
  }

  private static List<String> characters(String text) {
    return CHARACTER.matcher(text).results().map(MatchResult::group).toList();
  }

  private double characterWidth(String character) {
    int code = character.codePointAt(0);
    if (code >= 0x1100) {
      return size * (WIDE.indexOf(code) >= 0 ? 1.1 : 1.35);
    }
    return size * (monospaced ? code < 0x80 ? MONOSPACED : 1 : stretch * proportional(code));
  }

  private static double proportional(int code) {
    if (NARROW.indexOf(code) >= 0) {
      return 0.41;
    }
    if (SLIM.indexOf(code) >= 0) {
      return 0.53;
    }
    if (WIDE.indexOf(code) >= 0) {
      return 1.11;
    }
    boolean isPlain = code < 0x80 && !Character.isUpperCase(code);
    return isPlain && Character.isLetterOrDigit(code) ? 0.72 : code < 0x80 ? 0.87 : 1;
  }
}
