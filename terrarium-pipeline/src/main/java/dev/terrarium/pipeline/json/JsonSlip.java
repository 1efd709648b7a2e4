package dev.terrarium.pipeline.json;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The first place at which a text stops being JSON, in words for people.
///
/// @param line from 1
/// @param column from 1, in characters
/// @param found what stands there, such as `the word 'nodes'`
/// @param expected what could stand there, such as `',' or '}'`
public record JsonSlip(long line, long column, String found, String expected) {
  /// What is found where nothing stands.
  static final String END = "the end of the text";

  /// Finds it; nothing if the text is JSON, or in another encoding than UTF-8.
  public static Optional<JsonSlip> find(String text) {
    try {
      return find(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// Finds it; nothing if the text is JSON, or in another encoding than UTF-8.
  ///
  /// @param text read as far as the slip, and not closed
  public static Optional<JsonSlip> find(InputStream text) throws IOException {
    return new SlipSearch(text).find();
  }

  /// Whether the text ends before its value does.
  public boolean isAtEnd() {
    return found.equals(END);
  }

  /// Says what is wrong, without its place.
  public String sentence() {
    return "not JSON: found " + found + ", expected " + expected;
  }

  @Override
  public String toString() {
    return "line " + line + ", column " + column + ": " + sentence();
  }
}
