package dev.terrarium.pipeline.json;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// A text in UTF-8, character by character, with the place of the next one.
final class SlipText {
  /// What comes next when nothing does.
  static final int END = -1;

  private static final int LONGEST = 40;
  private static final int MARK = 0xFEFF;

  private final InputStream stream;
  private long line = 1;
  private long column = 1;
  private int next = END;

  SlipText(InputStream stream) {
    this.stream = stream.markSupported() ? stream : new BufferedInputStream(stream);
  }

  /// The text is no UTF-8 here.
  static final class NotUtf8 extends IOException {
    private static final long serialVersionUID = 1L;

    NotUtf8(int octet) {
      super("the byte 0x%02X".formatted(octet));
    }
  }

  /// Whether it begins as texts in UTF-16 and UTF-32 do.
  boolean isOtherEncoding() throws IOException {
    stream.mark(2);
    var first = stream.readNBytes(2);
    stream.reset();
    return first.length == 2
        && (first[0] == 0
            || first[1] == 0
            || Arrays.equals(first, new byte[] {(byte) 0xFE, (byte) 0xFF})
            || Arrays.equals(first, new byte[] {(byte) 0xFF, (byte) 0xFE}));
  }

  /// Comes to the first character.
  void begin() throws IOException {
    next = read();
    if (next == MARK) {
      next = read();
    }
  }

  /// Returns the next character, which is not taken yet, or [#END].
  int next() {
    return next;
  }

  long line() {
    return line;
  }

  long column() {
    return column;
  }

  void advance() throws IOException {
    int taken = next;
    column++;
    next = read();
    if (taken == '\n' || (taken == '\r' && next != '\n')) {
      line++;
      column = 1;
    }
  }

  void skipSpace() throws IOException {
    while (next == ' ' || next == '\t' || next == '\n' || next == '\r') {
      advance();
    }
  }

  /// Takes letters and digits, as many as there are, and returns the first of them.
  String word() throws IOException {
    var word = new StringBuilder();
    while (next == '_' || (next != END && Character.isLetterOrDigit(next))) {
      if (word.length() == LONGEST) {
        return word.append('…').toString();
      }
      word.appendCodePoint(next);
      advance();
    }
    return word.toString();
  }

  private int read() throws IOException {
    int first = stream.read();
    if (first < 0x80) {
      return first;
    }
    int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    if (first < 0xC2 || first > 0xF4) {
      throw new NotUtf8(first);
    }
    int character = first & (0x3F >> more);
    for (int i = 0; i < more; i++) {
      int following = stream.read();
      if ((following & 0xC0) != 0x80) {
        throw new NotUtf8(first);
      }
      character = (character << 6) | (following & 0x3F);
    }
    return character;
  }
}
