package dev.terrarium.environment;

import java.nio.file.Files;
import java.nio.file.Path;

/// A folder with a `pyproject.toml`, which says what environment its Python code needs.
///
/// @param folder the folder, absolute
public record Project(Path folder) {
  private static final String PYPROJECT = "pyproject.toml";
  private static final String LOCK = "terrarium.lock";

  /// Names are made absolute.
  public Project {
    folder = folder.toAbsolutePath().normalize();
  }

  /// The project that a folder belongs to: the nearest `pyproject.toml` in it or above, up to the
  /// repository's root.
  ///
  /// @throws EnvironmentException if there is none
  public static Project find(Path directory) {
    Path folder = directory.toAbsolutePath().normalize();
    while (folder != null) {
      if (Files.isRegularFile(folder.resolve(PYPROJECT))) {
        return new Project(folder);
      }
      if (Files.exists(folder.resolve(".git"))) {
        break;
      }
      folder = folder.getParent();
    }
    throw new EnvironmentException(
        "There is no pyproject.toml in %s or above it: name the project's folder with --project."
            .formatted(directory.toAbsolutePath().normalize()));
  }

  /// The project in a folder, or of a `pyproject.toml`.
  ///
  /// @throws EnvironmentException if there is none
  public static Project at(Path path) {
    Path folder = path.endsWith(PYPROJECT) ? path.toAbsolutePath().resolveSibling("") : path;
    if (!Files.isRegularFile(folder.resolve(PYPROJECT))) {
      throw new EnvironmentException(
          "There is no pyproject.toml in %s: name a project's folder.".formatted(folder));
    }
    return new Project(folder);
  }

  /// The file that says what is needed.
  public Path pyproject() {
    return folder.resolve(PYPROJECT);
  }

  /// The file that pins every package by its hash.
  public Path lock() {
    return folder.resolve(LOCK);
  }

  /// The link to the environment.
  public Path link() {
    return folder.resolve(".venv");
  }
}
