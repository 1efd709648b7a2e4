package dev.terrarium.environment;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// Words for what the operating system reports.
final class Sentences {
  private Sentences() {}

  /// Why an operation on a file failed, without the file's name.
  static String reason(IOException failure) {
    return switch (failure) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or folder";
      case FileAlreadyExistsException in -> in.getFile() + " is a file";
      case FileSystemException in when in.getReason() != null -> in.getReason();
      default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
    };
  }

  /// Why a program could not be started, without its name: the system's own words.
  static String notStarted(IOException failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    int open = message.lastIndexOf('(');
    int close = message.lastIndexOf(')');
    if (open >= 0 && close > open) {
      return message.substring(open + 1, close); // Exec failed, error: 13 (Permission denied)
    }
    int comma = message.indexOf(", ");
    return comma < 0 ? message : message.substring(comma + 2); // error=13, Permission denied
  }

  /// The last line of a text that is not blank, shortened to 200 characters.
  static String lastLine(String text) {
    String last =
        text.lines().filter(line -> !line.isBlank()).reduce("", (_, line) -> line).strip();
    return last.length() <= 200 ? last : last.substring(0, 200) + "…";
  }
}
