package dev.terrarium.environment;

/// How a project's environment is made.
///
/// @param offline whether only what was fetched before may be used
/// @param installer which program chooses and installs packages
public record ProjectOptions(boolean offline, Packager installer) {
  /// Programs that choose and install packages.
  public enum Packager {
    /// uv if it is on `PATH`, otherwise pip.
    ANY,
    /// uv.
    UV,
    /// The pip that the Python brings along.
    PIP
  }

  /// With the network, and uv where it is there.
  public static ProjectOptions usual() {
    return new ProjectOptions(false, Packager.ANY);
  }
}
