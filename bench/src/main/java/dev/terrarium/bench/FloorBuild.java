package dev.terrarium.bench;

import java.nio.file.Path;

/// Whether there is a C floor for the interpreter under measurement.
sealed interface FloorBuild {

  /// There is one.
  ///
  /// @param library the shared library, in a temporary folder
  /// @param compiler the first line of the compiler's `--version`
  record Built(Path library, String compiler) implements FloorBuild {}

  /// There is none; the Java rows are measured alone.
  ///
  /// @param reason a sentence that says what is missing
  record Missing(String reason) implements FloorBuild {}
}
