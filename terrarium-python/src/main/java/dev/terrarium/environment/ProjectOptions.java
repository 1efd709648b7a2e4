package dev.terrarium.environment;

/// How a project's environment is made.
///
/// @param offline whether only what was fetched before may be used
/// @param installer which program chooses and installs packages
/// @param everyFile whether an environment that is there is checked by reading each of its files;
///   otherwise those whose size and time of change are as they were are taken for unchanged
public record ProjectOptions(boolean offline, Packager installer, boolean everyFile) {
  /// Programs that choose and install packages.
  public enum Packager {
    /// uv if it is on `PATH`, otherwise pip.
    ANY,
    /// uv.
    UV,
    /// The pip that the Python brings along.
    PIP
  }

  /// With the usual check of an environment that is there.
  public ProjectOptions(boolean offline, Packager installer) {
    this(offline, installer, false);
  }

  /// The same, but an environment that is there is checked by reading each of its files.
  public ProjectOptions readingEveryFile() {
    return new ProjectOptions(offline, installer, true);
  }

  /// With the network, and uv where it is there.
  public static ProjectOptions usual() {
    return new ProjectOptions(false, Packager.ANY);
  }
}
