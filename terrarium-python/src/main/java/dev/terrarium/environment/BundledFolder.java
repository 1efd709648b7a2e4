package dev.terrarium.environment;

import java.nio.file.Path;

/// The folder that the bundled Python is unpacked to, and its condition.
///
/// @param folder the one of this release; it may not exist yet
/// @param state whether it is there and complete
/// @param detail a few words for a person, such as what is damaged
public record BundledFolder(Path folder, State state, String detail) {
  /// The condition of the folder.
  public enum State {
    /// Not unpacked yet; it will be at the first use.
    ABSENT,
    /// Every file is there in its size.
    COMPLETE,
    /// Something is missing or cut short; it will be unpacked again at the next use.
    DAMAGED
  }
}
