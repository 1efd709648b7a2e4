package dev.terrarium.environment;

import java.nio.file.Path;

/// One of the jars that carry the bundled Python.
///
/// @param part what it carries
/// @param path where it lies
/// @param sha256 the digest it must have
record BundledJar(Part part, Path path, String sha256) {
  enum Part {
    CPYTHON("cpython"),
    NUMPY("numpy"),
    OPENBLAS("openblas");

    private final String artifact;

    Part(String artifact) {
      this.artifact = artifact;
    }

    String artifact() {
      return artifact;
    }
  }
}
