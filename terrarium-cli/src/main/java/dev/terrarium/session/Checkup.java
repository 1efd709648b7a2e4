package dev.terrarium.session;

import dev.terrarium.environment.Decision;
import dev.terrarium.environment.Environment;
import dev.terrarium.environment.EnvironmentException;
import dev.terrarium.environment.Search;
import dev.terrarium.environment.SearchPath;
import dev.terrarium.environment.UnpackListener;
import java.util.function.Consumer;

/// What `doctor` finds: every Python there is, the one that is used, and whether it works.
///
/// @param search all that was looked at
/// @param trial what came of starting the chosen Python
/// @param jdk the JDK that runs this
public record Checkup(Search search, Trial trial, Jdk jdk) {
  /// Looks at everything, then starts the Python that would be used.
  ///
  /// @param pythonOutput takes what Python prints
  public static Checkup of(
      SearchPath path, Consumer<String> pythonOutput, UnpackListener unpacking) {
    var search = Environment.search(path);
    return new Checkup(search, trial(search, pythonOutput, unpacking), Jdk.running());
  }

  /// Whether there is a Python that works.
  public boolean isHealthy() {
    return trial instanceof Trial.Worked;
  }

  private static Trial trial(
      Search search, Consumer<String> pythonOutput, UnpackListener unpacking) {
    return switch (search.decision()) {
      case Decision.NoneFits(String message) -> new Trial.Failed(message);
      case Decision.Chosen _ -> {
        try {
          yield Trial.run(Environment.choose(search.path(), unpacking), pythonOutput);
        } catch (EnvironmentException refused) {
          yield new Trial.Failed(String.valueOf(refused.getMessage()));
        }
      }
    };
  }
}
