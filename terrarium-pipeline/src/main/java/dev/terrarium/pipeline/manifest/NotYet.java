package dev.terrarium.pipeline.manifest;

import java.util.List;
import java.util.Map;

/// Refuses the fields whose behaviour is not there yet, so that none of them is ignored.
final class NotYet {
  private static final List<String> NODE_FIELDS =
      List.of(
          "retry",
          "timeout_ms",
          "circuit",
          "queue",
          "workers",
          "source",
          "execution",
          "is_output_node",
          "docker",
          "python_deps",
          "media_capabilities");

  private static final List<String> ROOT_FIELDS = List.of("pyproject", "python_env");

  private NotYet() {}

  static void checkRoot(Fields fields) {
    refuse(fields, ROOT_FIELDS);
  }

  static void checkMetadata(Fields fields) {
    if (fields.flag("auto_negotiate").orElse(false)) {
      fields.fault("auto_negotiate", "converters are not inserted automatically yet");
    }
  }

  static void checkNode(Fields fields) {
    refuse(fields, NODE_FIELDS);
    if (fields.flag("is_streaming").orElse(false)) {
      fields.fault("is_streaming", "nodes that see the whole stream are not supported yet");
    }
    refuse(fields, "isolation", "inline", List.of("thread", "process"));
    if (fields.any("on_error").filter(Map.class::isInstance).isPresent()) {
      fields.fault("on_error", "is not supported yet; only \"fail\" is");
    } else {
      refuse(fields, "on_error", "fail", List.of("skip", "data"));
    }
  }

  private static void refuse(Fields fields, List<String> names) {
    for (var name : names) {
      if (fields.any(name).isPresent()) {
        fields.fault(name, "is not supported yet");
      }
    }
  }

  private static void refuse(Fields fields, String name, String supported, List<String> later) {
    var word = fields.text(name);
    if (word.filter(later::contains).isPresent()) {
      fields.fault(
          name, "\"" + word.get() + "\" is not supported yet; only \"" + supported + "\" is");
    } else {
      fields.word(name, List.of(supported));
    }
  }
}
