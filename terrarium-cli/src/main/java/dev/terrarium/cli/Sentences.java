package dev.terrarium.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Optional;

/// Faults of the file system in words.
final class Sentences {
  private Sentences() {}

  /// Says what an exception says, or at least which it is.
  static String message(Throwable thrown) {
    return Optional.ofNullable(thrown.getMessage()).orElseGet(() -> thrown.getClass().getName());
  }

  /// Says why a file cannot be read or written, to follow `: `.
  static String reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "it does not exist";
      case AccessDeniedException _ -> "permission denied";
      case NotDirectoryException _ -> "it is not a folder";
      case CharacterCodingException _ -> "it is not UTF-8 text";
      case FileSystemException known ->
          Optional.ofNullable(known.getReason())
              .orElseGet(() -> failure.getClass().getSimpleName());
      default ->
          Optional.ofNullable(failure.getMessage())
              .orElseGet(() -> failure.getClass().getSimpleName());
    };
  }
}
