package dev.terrarium.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What an environment of ours was made of, kept in a file in its folder.
///
/// @param lock the digest of the lock
/// @param python the version of its Python
/// @param base the prefix of the Python it is built on; its own folder if it holds one
/// @param installer what put the packages there
/// @param packages name and version of each, as pinned
record EnvironmentRecord(
    String lock, String python, String base, String installer, List<String> packages) {
  private static final String NAME = ".terrarium-environment";

  EnvironmentRecord {
    packages = List.copyOf(packages);
  }

  void write(Path folder) throws IOException {
    Answer answer =
        new Answer(List.of())
            .with("lock", lock)
            .with("python", python)
            .with("base", base)
            .with("installer", installer);
    for (String each : packages) {
      answer = answer.with("package", each);
    }
    Files.writeString(folder.resolve(NAME), answer.text());
  }

  /// The record of an environment; empty if the folder is none of ours.
  static Optional<EnvironmentRecord> of(Path folder) {
    try {
      Path file = folder.resolve(NAME);
      return Files.exists(file)
          ? Answer.in(Files.readString(file)).map(EnvironmentRecord::of)
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static EnvironmentRecord of(Answer answer) {
    return new EnvironmentRecord(
        answer.one("lock").orElse(""),
        answer.one("python").orElse(""),
        answer.one("base").orElse(""),
        answer.one("installer").orElse(""),
        answer.all("package"));
  }
}
