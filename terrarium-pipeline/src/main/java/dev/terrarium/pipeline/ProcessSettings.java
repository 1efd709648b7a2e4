package dev.terrarium.pipeline;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What a node's worker processes are started with.
///
/// @param limits how much each may use
/// @param environment variables that it has beside those it inherits, or in their place
public record ProcessSettings(ResourceLimits limits, Map<String, String> environment) {
  /// No limits, and the environment as it is.
  public static final ProcessSettings PLAIN = new ProcessSettings(ResourceLimits.NONE, Map.of());

  public ProcessSettings {
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
  }
}
