package dev.terrarium.cli;

import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.Parameter;
import dev.terrarium.pipeline.json.JsonOutput;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.TreeMap;

/// Node types in words.
final class NodeText {
  private NodeText() {}

  /// Lists all that have a fixed name.
  static String all(NodeCatalog catalog) {
    var types = catalog.types();
    int width = types.stream().mapToInt(type -> type.name().length()).max().orElse(0);
    var text = new StringBuilder();
    for (var type : types) {
      text.append(padded(type.name(), width)).append("  ").append(type.summary()).append('\n');
    }
    return text.append("\nAny class of a Python module is a node as well: module:Class.\n")
        .toString();
  }

  /// Shows one with its parameters.
  static String of(NodeType type) {
    var text = new StringBuilder(type.name()).append('\n');
    if (!type.summary().isEmpty()) {
      text.append("  ").append(type.summary()).append('\n');
    }
    if (!type.aliases().isEmpty()) {
      text.append("  Also called ").append(String.join(", ", type.aliases())).append(".\n");
    }
    if (!type.takes().isEmpty() && !type.emits().isEmpty()) {
      text.append("  Takes ").append(plain(type.takes())).append(".\n");
      text.append("  Emits ").append(plain(type.emits())).append(".\n");
    }
    text.append("  Runs in ").append(type.runtime().word()).append(".\n");
    var parameters = type.parameters().parameters();
    text.append(parameters.isEmpty() ? "\nIt names no parameters.\n" : "\nParameters:\n");
    int width = parameters.stream().mapToInt(each -> each.name().length()).max().orElse(0);
    for (var parameter : parameters) {
      text.append("  ").append(padded(parameter.name(), width)).append("  ");
      text.append(describe(parameter)).append('\n');
    }
    text.append(type.parameters().open() ? "It takes others as well.\n" : "");
    return text.append(example(type)).toString();
  }

  /// Shows one as it may stand in a manifest, if all that it needs is known.
  private static String example(NodeType type) {
    boolean complete =
        type.parameters().parameters().stream()
            .filter(Parameter::isRequired)
            .allMatch(parameter -> type.example().containsKey(parameter.name()));
    if (!complete) {
      return "";
    }
    var node = new LinkedHashMap<String, Object>();
    node.put("id", id(type.name()));
    node.put("node_type", type.name());
    if (!type.example().isEmpty()) {
      node.put("params", new TreeMap<>(type.example()));
    }
    return "\nIn a manifest:\n  " + new JsonOutput(_ -> {}).text(node) + "\n";
  }

  /// Makes `audio_buffer` of `AudioBuffer`, and `words` of `text.tools:Words`.
  private static String id(String name) {
    return name.substring(name.indexOf(':') + 1)
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
        .replaceAll("[^A-Za-z0-9_-]", "_")
        .toLowerCase(Locale.ROOT);
  }

  private static String plain(String markdown) {
    return markdown.replace("`", "");
  }

  private static String describe(Parameter parameter) {
    var text = new StringBuilder(parameter.type().description());
    switch (parameter.presence()) {
      case Parameter.Presence.Required _ -> text.append(", required");
      case Parameter.Presence.Default(var value) ->
          text.append(", otherwise ").append(new JsonOutput(_ -> {}).text(value));
      case Parameter.Presence.Optional _ -> text.append(", optional");
    }
    return text.append(parameter.summary().isEmpty() ? "" : ": " + parameter.summary()).toString();
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
