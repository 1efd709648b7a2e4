package dev.terrarium.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A project's `.venv`, as a link into the cache.
///
/// @param project whose it is
/// @param cache the cache folder
record ProjectLink(Project project, Path cache) {
  /// Makes sure that `.venv` is ours to change.
  ///
  /// @throws EnvironmentException if somebody else made it
  void check() {
    Path link = project.link();
    if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !isOurs(link)) {
      throw new EnvironmentException(
          """
          %s was not made by Terrarium: remove it, and the project's environment takes its place; \
          or make the environment elsewhere, with --target.\
          """
              .formatted(link));
    }
  }

  private boolean isOurs(Path link) {
    try {
      return Files.isSymbolicLink(link)
          && (EnvironmentRecord.of(link).isPresent()
              || link.resolveSibling(Files.readSymbolicLink(link))
                  .startsWith(cache.toAbsolutePath().resolve("environments")));
    } catch (IOException _) {
      return false;
    }
  }

  /// Lets it lead to this folder, in one step.
  void to(Path folder) {
    Path link = project.link();
    Path draft = link.resolveSibling(".venv.new-" + ProcessHandle.current().pid());
    try {
      if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(folder)) {
        return;
      }
      Files.deleteIfExists(draft);
      Files.createSymbolicLink(draft, folder);
      Files.move(draft, link, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | UnsupportedOperationException failure) {
      throw new EnvironmentException(
          "%s cannot become a link to %s: %s."
              .formatted(
                  link,
                  folder,
                  failure instanceof IOException io ? Sentences.reason(io) : failure.toString()),
          failure);
    }
  }
}
