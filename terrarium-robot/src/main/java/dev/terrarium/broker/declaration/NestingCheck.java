package dev.terrarium.broker.declaration;

import java.util.Optional;

/// Whether brackets are open within each other so often that a parser's stack would not hold them.
///
/// What stands in texts and in comments does not count. A text that is not closed ends with its
/// line, or with the whole where it has three quotes: such a text is no TOML, which is for the
/// parser to say.
final class NestingCheck {
  static final int DEEPEST = 64;

  private final String text;
  private int at;
  private int line = 1;
  private int depth;

  private NestingCheck(String text) {
    this.text = text;
  }

  /// Returns the line on which the nesting is too deep, if there is one.
  static Optional<Integer> line(String text) {
    return new NestingCheck(text).find();
  }

  private Optional<Integer> find() {
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '[', '{' -> depth++;
        case ']', '}' -> depth = Math.max(0, depth - 1);
        case '\n' -> line++;
        case '#' -> at = end(text.indexOf('\n', at)) - 1;
        case '"', '\'' -> skipText(c);
        default -> {}
      }
      if (depth > DEEPEST) {
        return Optional.of(line);
      }
      at++;
    }
    return Optional.empty();
  }

  private int end(int index) {
    return index < 0 ? text.length() : index;
  }

  /// Moves to the last quote of the text that begins here.
  private void skipText(char quote) {
    var three = String.valueOf(quote).repeat(3);
    boolean isLong = text.startsWith(three, at);
    at += isLong ? 3 : 1;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        line++;
        if (!isLong) {
          return;
        }
      } else if (c == '\\' && quote == '"') {
        at++;
      } else if (c == quote && (!isLong || text.startsWith(three, at))) {
        at += isLong ? 2 : 0;
        return;
      }
      at++;
    }
  }
}
