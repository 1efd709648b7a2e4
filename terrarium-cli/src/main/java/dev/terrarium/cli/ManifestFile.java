package dev.terrarium.cli;

import dev.terrarium.pipeline.manifest.Notation;
import dev.terrarium.session.ManifestText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A manifest on disk.
///
/// @param path the file
/// @param text its content
record ManifestFile(Path path, String text) {
  private static final String ARGUMENT = "PIPELINE";

  /// Reads a manifest's text.
  static ManifestFile read(String name) {
    try {
      var path = Path.of(name);
      if (Files.isDirectory(path)) {
        throw unreadable(name, "it is a folder");
      }
      return new ManifestFile(path, Files.readString(path));
    } catch (InvalidPathException invalid) {
      throw unreadable(name, invalid.getReason());
    } catch (NoSuchFileException missing) {
      throw new CommandLineException(ARGUMENT, "There is no manifest " + name + ".");
    } catch (IOException failure) {
      throw unreadable(name, Sentences.reason(failure));
    }
  }

  /// Returns the manifest as a session reads it: how it is written down says the file's name, and
  /// paths in it are relative to its folder.
  ManifestText manifest() {
    return new ManifestText(text, Notation.ofFile(path.toString()), folder());
  }

  private Path folder() {
    var parent = path.toAbsolutePath().normalize().getParent();
    return parent == null ? path.toAbsolutePath() : parent;
  }

  /// Returns the folders that Python nodes are imported from: the manifest's own, then the others.
  List<Path> pythonPath(List<Path> others) {
    var folders = new ArrayList<Path>();
    folders.add(folder());
    folders.addAll(others);
    return folders;
  }

  private static CommandLineException unreadable(String name, String reason) {
    return new CommandLineException(
        ARGUMENT, "The manifest " + name + " cannot be read: " + reason + ".");
  }
}
