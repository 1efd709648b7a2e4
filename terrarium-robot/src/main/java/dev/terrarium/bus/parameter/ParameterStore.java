package dev.terrarium.bus.parameter;

import dev.terrarium.message.topic.TopicPath;
import java.io.IOException;
import java.util.Map;

/// Keeps values that were set, for the next start.
///
/// Values are texts, booleans, `Long`, `Double`, and for those with a unit a map of `value` and
/// `unit`. Both methods are called by one thread at a time.
public interface ParameterStore {
  /// Returns everything that was saved. What is not declared any more, or does not fit any more, is
  /// passed over with a warning.
  Map<TopicPath, Object> load() throws IOException;

  /// Saves values, all of them or none, beside what was saved before.
  void save(Map<TopicPath, Object> changed) throws IOException;

  /// Returns one that keeps nothing.
  static ParameterStore none() {
    return new ParameterStore() {
      @Override
      public Map<TopicPath, Object> load() {
        return Map.of();
      }

      @Override
      public void save(Map<TopicPath, Object> changed) {}
    };
  }
}
