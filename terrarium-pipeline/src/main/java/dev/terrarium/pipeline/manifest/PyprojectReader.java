package dev.terrarium.pipeline.manifest;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Reads which Python and packages a pipeline needs.
final class PyprojectReader {
  static final String FIELD = "pyproject";

  /// What begins a table or sets a key, on some line.
  private static final Predicate<String> TOML =
      Pattern.compile("(?m)^\\s*(\\[.*\\]|[\\w.\"'-]+\\s*=.*)\\s*(#.*)?$").asPredicate();

  private PyprojectReader() {}

  static Optional<Manifest.Pyproject> read(Fields root) {
    return root.text(FIELD, PyprojectReader::isEither, "a path, or the text of a pyproject.toml")
        .map(text ->
            TOML.test(text)
                ? new Manifest.Pyproject.Text(text)
                : new Manifest.Pyproject.File(text));
  }

  private static boolean isEither(String text) {
    return TOML.test(text)
        || (!text.isBlank() && text.lines().count() == 1 && text.indexOf('\0') < 0);
  }
}
