package dev.terrarium.pipeline;

import java.time.Duration;
import java.util.List;

/// Tells what goes on although it was asked to stop.
@FunctionalInterface
public interface RunsOn {
  /// Returns a text for each node that goes on: its name, what became of it, and, where that is
  /// known, in further lines where it stands.
  ///
  /// @param patience how long it may take to find out what is not known yet; zero for no time
  List<String> tell(Duration patience);
}
