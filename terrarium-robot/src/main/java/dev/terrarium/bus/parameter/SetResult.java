package dev.terrarium.bus.parameter;

import dev.terrarium.message.topic.TopicPath;
import java.util.List;

/// What came of setting parameters.
public sealed interface SetResult {
  /// All of them are set.
  record Changed(List<Change> changes) implements SetResult {
    public Changed {
      changes = List.copyOf(changes);
    }
  }

  /// None of them is.
  record Refused(List<ParameterError> errors) implements SetResult {
    public Refused {
      errors = List.copyOf(errors);
    }
  }

  /// One parameter that was set; perhaps to what it was.
  record Change(TopicPath path, Object oldValue, Object newValue) {}
}
