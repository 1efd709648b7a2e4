package dev.terrarium.cli.input;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The items that a run is fed with.
public final class Input implements AutoCloseable {
  private static final int LONGEST = 60;
  private static final Pattern PATH_LIKE =
      Pattern.compile("(?i)[~.]?[^\\s\"{\\[]*[/\\\\].*|[^\"{\\[]*\\.(jsonl?|wav)");

  private final boolean isStream;
  private final Iterator<@Nullable Object> items;
  private final Closeable source;
  private final OptionalLong length;

  private Input(
      boolean isStream, Iterator<@Nullable Object> items, Closeable source, OptionalLong length) {
    this.isStream = isStream;
    this.items = items;
    this.source = source;
    this.length = length;
  }

  /// Opens what `argument` names: `-` is JSON lines from `stdin`, an existing file is read by its
  /// extension (`.json`, `.jsonl`, `.wav`), and anything else is JSON itself.
  ///
  /// @param stdin read only for `-`, and never closed
  /// @throws InputException if it is none of these, or what can be seen of it at once is wrong
  public static Input open(String argument, InputStream stdin) throws InputException {
    if (argument.equals("-")) {
      return lines("standard input", stdin);
    }
    if (argument.isBlank()) {
      throw new InputException("The input is empty: give a file, - or JSON");
    }
    var file = existing(argument);
    try {
      return file.isPresent() ? ofFile(argument, file.get()) : ofText(argument);
    } catch (IOException e) {
      throw Items.unreadable(argument, e);
    }
  }

  /// Reads JSON lines.
  ///
  /// @param name what is read, for messages
  /// @param lines never closed
  public static Input lines(String name, InputStream lines) {
    return new Input(true, new JsonLines(name, lines), () -> {}, OptionalLong.empty());
  }

  /// Returns whether the items arrive over time, and results should leave as they are made.
  public boolean isStream() {
    return isStream;
  }

  /// Returns the items, always the same iterator, which reads each when it is asked for: null,
  /// Boolean, Long, BigInteger, Double, String, List, Map, or for a WAV file
  /// [dev.terrarium.message.AudioFrame] of 100 ms, the last one shorter.
  ///
  /// Its methods throw [InputException] when they reach an item that cannot be read.
  public Iterator<@Nullable Object> items() {
    return items;
  }

  /// Returns how many items there are, where that is known beforehand: of JSON text and WAV files.
  public OptionalLong length() {
    return length;
  }

  /// Returns what a WAV file sounds like, as far as its frames were taken.
  public Optional<Recording> recording() {
    return items instanceof WavFrames frames ? Optional.of(frames.recording()) : Optional.empty();
  }

  /// Closes the file, if it is one.
  @Override
  public void close() {
    try {
      source.close();
    } catch (IOException e) {
      throw new InputException("The input cannot be closed: " + e.getMessage(), e);
    }
  }

  private static Optional<Path> existing(String argument) {
    try {
      return Optional.of(Path.of(argument)).filter(Files::exists);
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  private static Input ofFile(String name, Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new InputException(name + " is a folder, not a .json, .jsonl or .wav file");
    }
    if (!Files.isReadable(file)) {
      throw new InputException(name + " may not be read by this user");
    }
    var extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return switch (extension) {
      case "json" -> of(false, JsonDocument.open(name, file));
      case "jsonl" -> of(true, new JsonLines(name, Files.newInputStream(file)));
      case "wav" -> {
        var frames = WavFrames.open(name, file);
        yield new Input(true, frames, frames, frames.count());
      }
      default ->
          throw new InputException(
              name + " is of no kind that can be read, which are .json, .jsonl and .wav");
    };
  }

  private static Input of(boolean isStream, Items items) {
    return new Input(isStream, items, items, OptionalLong.empty());
  }

  private static Input ofText(String text) throws IOException {
    try {
      var values = JsonDocument.parse("the text", text);
      return new Input(false, values.iterator(), () -> {}, OptionalLong.of(values.size()));
    } catch (InputException e) {
      var shown = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
      if (PATH_LIKE.matcher(text).matches()) {
        throw new InputException("There is no file " + shown + ", and it is not JSON either", e);
      }
      throw new InputException(
          shown + " is no existing file, and as JSON it is refused: " + e.getMessage(), e);
    }
  }
}
