package dev.terrarium.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the result goes: standard output, or a file.
final class Destination implements AutoCloseable {
  private final Writer writer;
  private final @Nullable AtomicFile file;

  private Destination(Writer writer, @Nullable AtomicFile file) {
    this.writer = writer;
    this.file = file;
  }

  /// Opens the file that `--output` names, or else standard output.
  static Destination open(Optional<String> output) {
    return output.map(name -> file("--output", name)).orElseGet(Destination::standardOutput);
  }

  static Destination standardOutput() {
    var writer = new OutputStreamWriter(Terminal.output(), StandardCharsets.UTF_8);
    return new Destination(new BufferedWriter(writer), null);
  }

  static Destination file(String option, String name) {
    var file = AtomicFile.begin(option, name);
    var writer = new OutputStreamWriter(file.content(), StandardCharsets.UTF_8);
    return new Destination(new BufferedWriter(writer), file);
  }

  /// Writes text that has left the process when this returns.
  ///
  /// @throws ClosedOutputException if nobody reads it
  /// @throws UnwritableException if it cannot be written for another reason
  void write(String text) {
    try {
      writer.write(text);
      writer.flush();
    } catch (IOException failure) {
      throw failed(failure);
    }
  }

  /// Says that this was all; a file gets its name now.
  void commit() {
    if (file != null) {
      try {
        writer.flush();
        file.commit();
      } catch (IOException failure) {
        throw failed(failure);
      }
    }
  }

  /// Removes what was not committed.
  @Override
  public void close() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException leftToTheExit) {
        // What is left is removed when the process ends.
      }
    }
  }

  private RuntimeException failed(IOException failure) {
    if (file == null && Terminal.outputIsPipe()) {
      return new ClosedOutputException();
    }
    var name = file == null ? "standard output" : file.toString();
    return new UnwritableException(
        name + " cannot be written: " + Sentences.reason(failure) + ".", failure);
  }
}
