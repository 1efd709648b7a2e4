package dev.terrarium.environment;

import java.nio.file.Path;
import java.util.List;

/// The folders in which installed Pythons are looked for.
///
/// @param path the directories of `PATH`, in order
/// @param system the operating system's own program directories
/// @param versions folders that hold one installation prefix per version, as those of pyenv, uv and
///   the installers for macOS and Windows do
public record InstalledPlaces(List<Path> path, List<Path> system, List<Path> versions) {
  public InstalledPlaces {
    path = List.copyOf(path);
    system = List.copyOf(system);
    versions = List.copyOf(versions);
  }

  /// No folders: only what is named, active, in the project or bundled is found.
  public static InstalledPlaces none() {
    return new InstalledPlaces(List.of(), List.of(), List.of());
  }
}
