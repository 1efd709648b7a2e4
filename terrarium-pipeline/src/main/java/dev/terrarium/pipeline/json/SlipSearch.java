package dev.terrarium.pipeline.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/// Reads a text by JSON's grammar until it breaks it.
///
/// Values are not kept, only which lists and objects are open, so that a text may be of any size.
final class SlipSearch {
  private static final String VALUE = "a value";
  private static final String KEY = "a key in double quotes";
  private static final String ESCAPES = "one of \" \\ / b f n r t u behind the backslash";
  private static final Map<String, String> OTHER_LANGUAGES =
      Map.of(
          "True", "true",
          "False", "false",
          "None", "null",
          "undefined", "null",
          "NaN", "null, as JSON has no NaN",
          "Infinity", "a number, as JSON has no infinity");

  private final SlipText text;
  private final Deque<Open> open = new ArrayDeque<>();

  SlipSearch(InputStream stream) {
    this.text = new SlipText(stream);
  }

  /// A list or an object that has begun.
  private record Open(boolean isObject, long line) {
    String close() {
      return isObject ? "'}'" : "']'";
    }

    String told() {
      return (isObject ? "the object" : "the list") + " that begins in line " + line;
    }
  }

  /// The text is not JSON.
  private static final class Found extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient JsonSlip slip;

    Found(JsonSlip slip) {
      super(slip.toString(), null, false, false);
      this.slip = slip;
    }
  }

  Optional<JsonSlip> find() throws IOException {
    if (text.isOtherEncoding()) {
      return Optional.empty();
    }
    try {
      text.begin();
      text.skipSpace();
      value(VALUE);
      while (!open.isEmpty()) {
        step(open.getLast());
      }
      if (text.next() != SlipText.END) {
        throw slip("the end of the text");
      }
      return Optional.empty();
    } catch (Found known) {
      return Optional.of(known.slip);
    } catch (SlipText.NotUtf8 damaged) {
      return Optional.of(
          new JsonSlip(text.line(), text.column(), String.valueOf(damaged.getMessage()), "UTF-8"));
    }
  }

  /// Goes on behind a value in a list or an object.
  private void step(Open within) throws IOException, Found {
    if (text.next() == (within.isObject() ? '}' : ']')) {
      close();
    } else if (text.next() == ',') {
      take();
      entry(within, within.isObject() ? KEY : VALUE);
    } else {
      throw slip("',' or " + within.close() + " in " + within.told());
    }
  }

  /// Takes a key and its value, or an element.
  private void entry(Open within, String expected) throws IOException, Found {
    if (within.isObject()) {
      if (text.next() != '"') {
        throw slip(
            text.next() == '}' ? expected + ": no comma stands behind the last one" : expected);
      }
      string();
      text.skipSpace();
      if (text.next() != ':') {
        throw slip("':' behind the key");
      }
      take();
      value(VALUE);
    } else {
      value(text.next() == ']' ? expected + ": no comma stands behind the last one" : expected);
    }
  }

  /// Takes a value as far as it is there at once: of a list or an object, the beginning.
  private void value(String expected) throws IOException, Found {
    switch (text.next()) {
      case '{' -> begin(true);
      case '[' -> begin(false);
      case '"' -> string();
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> word(expected);
    }
    text.skipSpace();
  }

  private void begin(boolean isObject) throws IOException, Found {
    var begun = new Open(isObject, text.line());
    open.addLast(begun);
    take();
    if (text.next() == (isObject ? '}' : ']')) {
      close();
    } else {
      entry(begun, (isObject ? KEY : VALUE) + " or " + begun.close());
    }
  }

  private void close() throws IOException {
    open.removeLast();
    take();
  }

  /// Takes a character, and the space behind it.
  private void take() throws IOException {
    text.advance();
    text.skipSpace();
  }

  private void string() throws IOException, Found {
    long begun = text.line();
    text.advance();
    while (text.next() != '"') {
      if (text.next() == SlipText.END) {
        throw slip("a closing '\"' of the text that begins in line " + begun);
      }
      if (text.next() < ' ') {
        throw slip("a closing '\"', or an escape such as \\n, in the text");
      }
      if (text.next() == '\\') {
        text.advance();
        escape();
      } else {
        text.advance();
      }
    }
    text.advance();
  }

  private void escape() throws IOException, Found {
    if (text.next() == 'u') {
      text.advance();
      for (int i = 0; i < 4; i++) {
        if (Character.digit(text.next(), 16) < 0) {
          throw slip("four digits from 0 to f behind \\u");
        }
        text.advance();
      }
    } else if ("\"\\/bfnrt".indexOf(text.next()) >= 0) {
      text.advance();
    } else {
      throw slip(named(text.next()), ESCAPES);
    }
  }

  private void number() throws IOException, Found {
    if (text.next() == '-') {
      text.advance();
    }
    if (text.next() == '0') {
      text.advance();
      if (Character.isDigit(text.next())) {
        throw slip("no zero in front of a number");
      }
    } else {
      digits();
    }
    if (text.next() == '.') {
      text.advance();
      digits();
    }
    if (text.next() == 'e' || text.next() == 'E') {
      text.advance();
      if (text.next() == '+' || text.next() == '-') {
        text.advance();
      }
      digits();
    }
  }

  private void digits() throws IOException, Found {
    if (!isDigit(text.next())) {
      throw slip("a digit");
    }
    while (isDigit(text.next())) {
      text.advance();
    }
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  private void word(String expected) throws IOException, Found {
    if (!Character.isLetter(text.next())) {
      throw slip(expected);
    }
    long line = text.line();
    long column = text.column();
    var word = text.word();
    if (!word.equals("true") && !word.equals("false") && !word.equals("null")) {
      var instead = OTHER_LANGUAGES.getOrDefault(word, expected);
      throw new Found(new JsonSlip(line, column, "the word '" + word + "'", instead));
    }
  }

  /// Says that something else is expected than what comes next.
  private Found slip(String expected) throws IOException {
    long line = text.line();
    long column = text.column();
    int first = text.next();
    var found = Character.isLetter(first) ? "the word '" + text.word() + "'" : named(first);
    return new Found(new JsonSlip(line, column, found, expected + aside(first)));
  }

  private Found slip(String found, String expected) {
    return new Found(new JsonSlip(text.line(), text.column(), found, expected));
  }

  private static String named(int character) {
    return switch (character) {
      case SlipText.END -> JsonSlip.END;
      case '\n', '\r' -> "the end of the line";
      case '\'' -> "a single quote";
      case '"' -> "a double quote";
      default ->
          character < ' ' || Character.getType(character) == Character.CONTROL
              ? "the character U+%04X".formatted(character)
              : "'" + Character.toString(character) + "'";
    };
  }

  private static String aside(int character) {
    return switch (character) {
      case '/', '#' -> "; JSON has no comments";
      case '\'' -> "; texts stand in double quotes";
      default -> "";
    };
  }
}
