package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.pipeline.json.JsonOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A file of JSON lines that failed items are added to, each with why it failed.
///
/// Any thread of the run may send. A line has left the process, as one piece, when that returns.
final class DeadLetterFile implements DeadLetters {
  private final String name;
  private final JsonOutput json = new JsonOutput(this::warn);
  private @Nullable OutputStream lines;

  /// @param name the file; a relative one lies in the working directory
  DeadLetterFile(String name) {
    this.name = name;
  }

  /// Opens the file, behind what is in it.
  ///
  /// @throws UnavailableException if it cannot be written
  synchronized void open() {
    try {
      var path = Path.of(name);
      if (Files.isDirectory(path)) {
        throw new IOException("it is a folder");
      }
      lines = Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException | InvalidPathException failure) {
      throw unavailable(failure);
    }
  }

  @Override
  public synchronized void send(Failure failure) {
    var open = lines;
    if (open == null) {
      throw new AssertionError("A dead letter came before the file; this is a bug in Terrarium");
    }
    try {
      open.write((json.text(failure.asLetter(false)) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException fault) {
      throw unavailable(
          fault,
          " It lacks what node %s failed on, %s."
              .formatted(failure.place().node(), failure.brief().replaceFirst("\\.$", "")));
    }
  }

  /// Closes the file, if it is open.
  synchronized void close() {
    var open = lines;
    lines = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException fault) {
        throw unavailable(fault);
      }
    }
  }

  private void warn(String sentence) {
    System.getLogger(DeadLetterFile.class.getPackageName())
        .log(Level.WARNING, sentence + " in the file of dead letters, " + name);
  }

  private UnavailableException unavailable(Exception cause) {
    return unavailable(cause, "");
  }

  private UnavailableException unavailable(Exception cause, String lost) {
    return new UnavailableException(
        "The file of dead letters, " + name + ", cannot be written: " + reason(cause) + "." + lost,
        cause);
  }

  private static String reason(Exception failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "its folder does not exist";
      case AccessDeniedException _ -> "permission denied";
      default ->
          Optional.ofNullable(failure.getMessage())
              .orElseGet(() -> failure.getClass().getSimpleName());
    };
  }
}
