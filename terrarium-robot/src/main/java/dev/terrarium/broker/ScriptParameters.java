package dev.terrarium.broker;

import dev.terrarium.broker.declaration.NearNames;
import dev.terrarium.bus.parameter.ParameterView;
import dev.terrarium.bus.parameter.Parameters;
import dev.terrarium.message.payload.PayloadTypes;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.worker.script.UpcallRefusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What scripts read of a robot's parameters; they set none.
final class ScriptParameters {
  private final Optional<Parameters> parameters;
  private final PayloadTypes types;

  ScriptParameters(Optional<Parameters> parameters, PayloadTypes types) {
    this.parameters = parameters;
    this.types = types;
  }

  /// Returns a value as scripts get it, a quantity as a map.
  @Nullable Object value(TopicPath path) throws UpcallRefusal {
    Object value = parameters.flatMap(all -> all.find(path)).orElse(null);
    if (value == null) {
      throw refused(path, "there is no parameter '%s'%s".formatted(path, others(path)));
    }
    try {
      return new Outbound("bus.parameter", types, "The value").value(value);
    } catch (BrokerException.Marshal unfit) {
      throw refused(path, String.valueOf(unfit.getMessage()));
    }
  }

  private String others(TopicPath path) {
    List<String> names =
        parameters.stream()
            .flatMap(all -> all.list(TopicPath.ROOT).stream())
            .map(ParameterView::definition)
            .map(definition -> definition.path().text())
            .toList();
    return NearNames.of(path.text(), names)
        .map(near -> "; did you mean " + near + "?")
        .orElse(names.isEmpty() ? "; there are none" : "; there are: " + names);
  }

  private static UpcallRefusal refused(TopicPath path, String message) {
    return new UpcallRefusal("invalid_argument", message, Map.of("parameter", path.text()));
  }
}
