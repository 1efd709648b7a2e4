package dev.terrarium.environment;

import java.util.List;

/// Finds the Python to embed.
public final class Environment {
  private Environment() {}

  /// Looks at every candidate there is. Unpacks nothing.
  public static Search search(SearchPath path) {
    return new Search(path, List.of(), new Decision.NoneFits("No Python was found."));
  }

  /// The Python to use, ready to be opened.
  ///
  /// @throws EnvironmentException if the named one is refused, if nothing fits, or if the bundled
  ///   one cannot be unpacked
  public static Installation choose(SearchPath path) {
    return choose(path, UnpackListener.silent());
  }

  /// The Python to use, ready to be opened; the listener hears about an unpacking.
  ///
  /// @throws EnvironmentException if the named one is refused, if nothing fits, or if the bundled
  ///   one cannot be unpacked
  public static Installation choose(SearchPath path, UnpackListener listener) {
    return switch (search(path).decision()) {
      case Decision.Chosen(Installation installation, String _, List<Candidate> _) -> installation;
      case Decision.NoneFits(String message) -> throw new EnvironmentException(message);
    };
  }
}
