package dev.terrarium.worker.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.terrarium.message.ConversionFault;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/// A text that Java cannot have, as it holds half of a character. It equals itself alone.
final class HalfText {
  private static final int SURROGATES = 0xED;
  private static final int FIRST_SECOND = 0xA0;

  private final int unit;
  private final int index;

  private HalfText(int unit, int index) {
    this.unit = unit;
    this.index = index;
  }

  /// Reads a text of a pickle, which is UTF-8 but for such halves; one that has some becomes this.
  ///
  /// @throws IllegalArgumentException if it is no text at all
  static Object read(byte[] encoded) {
    var text = new String(encoded, UTF_8);
    if (text.indexOf('\ufffd') < 0) {
      return text;
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(encoded)).toString();
    } catch (CharacterCodingException e) {
      return find(encoded);
    }
  }

  private static HalfText find(byte[] encoded) {
    int index = 0;
    for (int i = 0; i < encoded.length - 2; i++) {
      int first = Byte.toUnsignedInt(encoded[i]);
      int second = Byte.toUnsignedInt(encoded[i + 1]);
      if (first == SURROGATES && second >= FIRST_SECOND) {
        return new HalfText(
            (first & 0xF) << 12 | (second & 0x3F) << 6 | (encoded[i + 2] & 0x3F), index);
      }
      boolean isLast = (second & 0xC0) != 0x80;
      index += isLast ? 1 : 0;
    }
    throw new IllegalArgumentException("a text is not UTF-8");
  }

  /// Says why it has no counterpart, as it is said of the same text in this process.
  ConversionFault refusal() {
    return new ConversionFault(
        "$",
        "the text holds a lone surrogate, U+%04X at index %d, which is no character"
            .formatted(unit, index));
  }

  @Override
  public String toString() {
    return "<a text with a lone surrogate>";
  }
}
