package dev.terrarium.bus.parameter;

import dev.terrarium.message.topic.TopicPath;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the values that parameters begin with.
final class StartValues {
  private static final System.Logger LOG = System.getLogger(StartValues.class.getPackageName());

  private final Map<TopicPath, ParameterDefinition> definitions;

  StartValues(Map<TopicPath, ParameterDefinition> definitions) {
    this.definitions = definitions;
  }

  /// Reads what was given at the start; anything wrong with it is the giver's fault.
  Map<TopicPath, Object> given(Map<String, ?> startup) {
    Map<TopicPath, Object> values = new HashMap<>();
    List<ParameterError> errors = faults(startup, values);
    if (!errors.isEmpty()) {
      throw new InvalidParametersException(errors);
    }
    return values;
  }

  /// Reads what was given at the start into a map, and returns what is wrong with it.
  List<ParameterError> faults(Map<String, ?> startup, Map<TopicPath, Object> values) {
    List<ParameterError> errors = new ArrayList<>();
    startup.forEach((name, value) -> {
      Optional<ParameterDefinition> definition = named(name);
      if (definition.isEmpty()) {
        errors.add(new ParameterError.Unknown(name, names()));
        return;
      }
      read(definition.get(), value, values).ifPresent(errors::add);
    });
    return errors;
  }

  /// Reads what was kept; what does not fit any more is passed over, as the declaration has
  /// changed.
  Map<TopicPath, Object> kept(ParameterStore store) {
    Map<TopicPath, Object> values = new HashMap<>();
    for (var kept : load(store).entrySet()) {
      ParameterDefinition definition = definitions.get(kept.getKey());
      Optional<ParameterError> error =
          definition == null
              ? Optional.of(new ParameterError.Unknown(kept.getKey().text(), names()))
              : read(definition, kept.getValue(), values);
      error.ifPresent(it ->
          LOG.log(
              Level.WARNING,
              "a value that was kept is passed over, and the default holds: " + it.message()));
    }
    return values;
  }

  private static Map<TopicPath, Object> load(ParameterStore store) {
    try {
      return store.load();
    } catch (IOException | RuntimeException failure) {
      LOG.log(Level.WARNING, "no value that was kept can be read, so the defaults hold", failure);
      return Map.of();
    }
  }

  private static Optional<ParameterError> read(
      ParameterDefinition definition, Object raw, Map<TopicPath, Object> values) {
    ParameterType type = definition.type();
    Object value = type.restore(raw);
    Optional<ParameterError> error = type.check(definition.path(), value);
    if (error.isEmpty()) {
      values.put(definition.path(), type.canonical(value));
    }
    return error;
  }

  private Optional<ParameterDefinition> named(String name) {
    return definitions.values().stream().filter(it -> it.path().text().equals(name)).findFirst();
  }

  private List<String> names() {
    return definitions.keySet().stream().map(TopicPath::text).toList();
  }
}
