package dev.terrarium.cli;

import dev.terrarium.session.robot.RobotFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Declarations of robots that the command line names.
final class RobotFiles {
  private static final String ARGUMENT = "ROBOT";

  private RobotFiles() {}

  /// Reads a declaration.
  ///
  /// @throws dev.terrarium.broker.declaration.DeclarationException with all that is wrong in it
  static RobotFile read(String name) {
    try {
      var path = Path.of(name);
      if (Files.isDirectory(path)) {
        throw unreadable(name, "it is a folder");
      }
      return RobotFile.read(path);
    } catch (InvalidPathException invalid) {
      throw unreadable(name, invalid.getReason());
    } catch (NoSuchFileException missing) {
      throw new CommandLineException(ARGUMENT, "There is no declaration " + name + ".");
    } catch (IOException failure) {
      throw unreadable(name, Sentences.reason(failure));
    }
  }

  private static CommandLineException unreadable(String name, String reason) {
    return new CommandLineException(
        ARGUMENT, "The declaration " + name + " cannot be read: " + reason + ".");
  }
}
