package dev.terrarium.session.robot;

import dev.terrarium.broker.declaration.RobotDeclaration;
import dev.terrarium.broker.declaration.RobotToml;
import java.io.IOException;
import java.nio.file.Path;

/// A robot's declaration on disk.
///
/// @param path the file
/// @param declaration what it says
public record RobotFile(Path path, RobotDeclaration declaration) {
  /// Reads a file in TOML.
  ///
  /// @throws dev.terrarium.broker.declaration.DeclarationException with all that is wrong in it
  /// @throws IOException if it cannot be read
  public static RobotFile read(Path path) throws IOException {
    return new RobotFile(path, RobotToml.read(path));
  }

  /// Returns the folder that the file's paths are relative to.
  public Path folder() {
    var parent = path.toAbsolutePath().normalize().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }
}
