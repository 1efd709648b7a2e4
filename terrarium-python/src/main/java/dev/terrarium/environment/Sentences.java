package dev.terrarium.environment;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Words for what the operating system reports.
final class Sentences {
  private Sentences() {}

  /// Why an operation on a file failed, without the file's name.
  static String reason(IOException failure) {
    return switch (failure) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "there is no such file";
      case FileSystemException in when in.getReason() != null -> in.getReason();
      default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
    };
  }

  /// The last line of a text that is not blank, shortened to 200 characters.
  static String lastLine(String text) {
    String last =
        text.lines().filter(line -> !line.isBlank()).reduce("", (_, line) -> line).strip();
    return last.length() <= 200 ? last : last.substring(0, 200) + "…";
  }
}
