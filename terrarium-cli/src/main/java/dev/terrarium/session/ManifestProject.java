package dev.terrarium.session;

import dev.terrarium.environment.Project;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.pipeline.manifest.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Finds the project whose environment a manifest asks for.
final class ManifestProject {
  private static final int LETTERS = 24;

  private ManifestProject() {}

  /// Returns the project in a folder, or makes one in the cache of a text; equal texts share it.
  ///
  /// @param folder what a path is relative to
  /// @throws dev.terrarium.environment.EnvironmentException if there is no such project
  /// @throws UnavailableException if the cache cannot be written
  static Project of(Manifest.Pyproject asked, Path folder, Path cache) {
    return switch (asked) {
      case Manifest.Pyproject.File(var path) -> Project.at(folder.resolve(path));
      case Manifest.Pyproject.Text(var toml) -> written(toml, cache.resolve("manifests"));
    };
  }

  private static Project written(String toml, Path cache) {
    var folder = cache.resolve(digest(toml));
    var project = new Project(folder);
    if (Files.isRegularFile(project.pyproject())) {
      return project;
    }
    try {
      Files.createDirectories(folder);
      var draft = Files.writeString(Files.createTempFile(folder, "pyproject", ".draft"), toml);
      Files.move(draft, project.pyproject(), StandardCopyOption.ATOMIC_MOVE);
      return project;
    } catch (IOException failure) {
      throw new UnavailableException(
          "The manifest's pyproject cannot be kept in %s: %s."
              .formatted(folder, failure.getMessage()),
          failure);
    }
  }

  private static String digest(String text) {
    try {
      var sha = MessageDigest.getInstance("SHA-256");
      var bytes = sha.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(bytes).substring(0, LETTERS);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("Every JVM has SHA-256", impossible);
    }
  }
}
