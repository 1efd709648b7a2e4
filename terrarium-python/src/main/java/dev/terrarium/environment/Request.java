package dev.terrarium.environment;

/// A Python that somebody named, and where they named it.
///
/// @param python a path to an executable, virtual environment or prefix; a version such as `3.12`;
///   a program name to be found on `PATH`; or `bundled`
/// @param by where it was named, for messages: `--python`, `TERRARIUM_PYTHON`
public record Request(String python, String by) {
  public Request {
    if (python.isBlank()) {
      throw new IllegalArgumentException(
          by + " is empty: name a Python executable, a folder, a version or 'bundled'.");
    }
  }
}
