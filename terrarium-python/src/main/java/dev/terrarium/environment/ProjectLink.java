package dev.terrarium.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;

/// A project's `.venv`, as a link into the cache.
///
/// @param project whose it is
/// @param cache the cache folder
record ProjectLink(Project project, Path cache) {
  private static final Pattern OURS = Pattern.compile("python-3\\.[0-9.a-z+]+-[0-9a-f]{24}");

  /// Makes sure that `.venv` is ours to change.
  ///
  /// @throws EnvironmentException if somebody else made it
  void check() {
    Path link = project.link();
    if (Files.exists(link, LinkOption.NOFOLLOW_LINKS) && !isOurs(link)) {
      if (!Files.exists(link)) {
        throw new EnvironmentException(
            "%s is a link to %s, which is not there: remove the link, and the project's environment takes its place."
                .formatted(link, lead(link)));
      }
      throw new EnvironmentException(
          """
          %s was not made by Terrarium: remove it, and the project's environment takes its place; \
          or make the environment elsewhere, with --target.\
          """
              .formatted(link));
    }
  }

  private boolean isOurs(Path link) {
    return Files.isSymbolicLink(link)
        && (EnvironmentRecord.of(link).isPresent()
            || lead(link)
                .startsWith(cache.toAbsolutePath().resolve(ProjectEnvironment.ENVIRONMENTS))
            || (!Files.exists(link) && isNamedAsOurs(lead(link))));
  }

  /// Whether it may have been an environment in another cache folder, which is gone.
  private static boolean isNamedAsOurs(Path folder) {
    return folder.resolveSibling("").endsWith(ProjectEnvironment.ENVIRONMENTS)
        && OURS.matcher(String.valueOf(folder.getFileName())).matches();
  }

  /// Where a link leads; to itself if it cannot be read.
  private static Path lead(Path link) {
    try {
      return link.resolveSibling(Files.readSymbolicLink(link)).normalize();
    } catch (IOException _) {
      return link;
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
