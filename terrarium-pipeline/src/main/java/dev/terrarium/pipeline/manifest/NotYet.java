package dev.terrarium.pipeline.manifest;

import java.util.LinkedHashMap;
import java.util.Map;

/// Refuses the fields that ask for what is not there, so that none of them is ignored.
final class NotYet {
  private static final Map<String, String> NODE_FIELDS = new LinkedHashMap<>();

  static {
    NODE_FIELDS.put(
        "execution", "nodes are not placed by wish; 'isolation' and 'capabilities' say what holds");
    NODE_FIELDS.put("docker", "nodes do not run in containers");
    NODE_FIELDS.put(
        "python_deps",
        "there is one Python for all nodes; 'pyproject' at the top says what it has");
    NODE_FIELDS.put("media_capabilities", "formats of media are not negotiated");
  }

  private NotYet() {}

  static void checkRoot(Fields fields) {
    if (fields.any("python_env").isPresent()) {
      fields.fault("python_env", "is refused: 'pyproject' is what says which Python and packages");
    }
  }

  static void checkMetadata(Fields fields) {
    if (fields.flag("auto_negotiate").orElse(false)) {
      fields.fault("auto_negotiate", "is refused: converters are not inserted automatically");
    }
  }

  static void checkNode(Fields fields) {
    if (fields.flag("is_output_node").orElse(false)) {
      fields.fault(
          "is_output_node", "is refused: outputs leave from the nodes that feed no other alone");
    }
    NODE_FIELDS.forEach((name, reason) -> {
      if (fields.any(name).isPresent()) {
        fields.fault(name, "is refused: " + reason);
      }
    });
  }
}
