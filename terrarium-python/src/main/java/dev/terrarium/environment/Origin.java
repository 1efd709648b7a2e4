package dev.terrarium.environment;

/// Where a candidate came from.
public enum Origin {
  /// Named by path: an executable, a virtual environment or an installation prefix.
  EXPLICIT,
  /// The active virtual environment, `VIRTUAL_ENV`.
  ENVIRONMENT,
  /// A `.venv` in the working directory or above it, up to the repository's root.
  PROJECT,
  /// A `python3` in a directory of `PATH`.
  PATH,
  /// A `python3` in the operating system's own directories.
  SYSTEM,
  /// A version in a folder of versions, as pyenv, uv, mise, asdf and some installers keep them.
  PYENV,
  /// The CPython and NumPy that `terrarium-bundled` carries.
  BUNDLED,
  /// The Python process that has started this JVM within itself.
  HOST
}
