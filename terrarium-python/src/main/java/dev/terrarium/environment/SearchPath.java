package dev.terrarium.environment;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Everything a search for a Python may look at.
///
/// @param request the Python that was named, if one was
/// @param virtualEnv the active virtual environment, if there is one
/// @param directory where the search for a project's `.venv` begins, and what relative paths in the
///   request are relative to
/// @param installed the folders in which installed Pythons lie
/// @param jars the jars that carry the bundled Python; any other jar among them is ignored
/// @param cache the folder in which unpacked Pythons and answers of probed ones are kept
public record SearchPath(
    Optional<Request> request,
    Optional<Path> virtualEnv,
    Path directory,
    InstalledPlaces installed,
    List<Path> jars,
    Path cache) {

  public SearchPath {
    jars = List.copyOf(jars);
  }

  /// What this process was given: its environment variables, system properties and class path.
  public static SearchPath ofProcess() {
    return ProcessSearchPath.read(System.getenv(), System.getProperties());
  }

  /// The same, with this Python named.
  ///
  /// @param python a path, a version such as `3.12`, a program name, or `bundled`
  /// @param by where it was named, for messages, such as `--python`
  public SearchPath withRequest(String python, String by) {
    return new SearchPath(
        Optional.of(new Request(python, by)), virtualEnv, directory, installed, jars, cache);
  }

  /// The same, with another cache folder.
  public SearchPath withCache(Path folder) {
    return new SearchPath(request, virtualEnv, directory, installed, jars, folder);
  }
}
