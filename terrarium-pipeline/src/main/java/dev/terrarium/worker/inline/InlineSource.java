package dev.terrarium.worker.inline;

import dev.terrarium.environment.EnvironmentException;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.NodeSource;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.python.PythonUnavailableException;
import dev.terrarium.worker.PythonSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds Python nodes; opens the interpreter when the first is asked for.
final class InlineSource implements NodeSource {
  private final PythonSettings settings;
  private final Map<String, Lookup> found = new HashMap<>();
  private @Nullable InlinePython python;

  InlineSource(PythonSettings settings) {
    this.settings = settings;
  }

  /// Whether `name` has the form `module:Class`.
  static boolean isReference(String name) {
    int colon = name.indexOf(':');
    return colon > 0 && colon < name.length() - 1;
  }

  @Override
  public List<NodeType> types() {
    return List.of();
  }

  @Override
  public synchronized Lookup find(String name) {
    if (!isReference(name)) {
      return new Lookup.Unknown();
    }
    var known = found.get(name);
    if (known == null) {
      known = opened().find(name);
      found.put(name, known);
    }
    return known;
  }

  @Override
  public synchronized void close() {
    if (python != null) {
      python.close();
      python = null;
    }
  }

  private InlinePython opened() {
    if (python == null) {
      try {
        python = InlinePython.open(settings);
      } catch (EnvironmentException | PythonUnavailableException | IllegalStateException e) {
        throw new UnavailableException(String.valueOf(e.getMessage()), e);
      }
    }
    return python;
  }
}
