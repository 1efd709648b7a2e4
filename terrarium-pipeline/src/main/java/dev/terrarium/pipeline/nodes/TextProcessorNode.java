package dev.terrarium.pipeline.nodes;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.ParameterSchema;
import dev.terrarium.pipeline.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Does with a text what `{"text": …, "operations": […]}` says.
///
/// Each operation is done with the text as it came. A word that is no operation gets a result that
/// says so.
final class TextProcessorNode implements Node {
  static final BuiltIn TYPE =
      new BuiltIn(
          "TextProcessorNode",
          "Does with a text what each item says: capitals, counts, words.",
          Ports.of(
              Map.class,
              "`{\"text\": …, \"operations\": […]}`",
              "the same with `results`, one for each operation"),
          ParameterSchema.of(),
          Map.of(),
          TextProcessorNode::new);

  private static final List<String> OTHERWISE = List.of("uppercase");

  private final String processedBy;
  private final Map<String, @Nullable Object> nodeConfig;

  private TextProcessorNode(NodeContext context) {
    this.processedBy = "TextProcessorNode[" + context.id() + "]";
    this.nodeConfig = context.parameters().values();
  }

  @Override
  public void process(@Nullable Object item, Outlet out) {
    var request = (Map<?, ?>) Objects.requireNonNull(item);
    var text = text(request);
    var operations = operations(request);
    var processed = new LinkedHashMap<String, @Nullable Object>();
    processed.put("original_text", text);
    processed.put("operations", operations);
    processed.put("results", results(text, operations));
    processed.put("processed_by", processedBy);
    processed.put("node_config", nodeConfig);
    out.emit(processed);
  }

  private static String text(Map<?, ?> request) {
    if (!request.containsKey("text")) {
      throw new IllegalArgumentException("The item has no 'text'; it has " + request.keySet());
    }
    if (request.get("text") instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(
        "The item's 'text' must be a text, not " + Values.describe(request.get("text")));
  }

  private static List<?> operations(Map<?, ?> request) {
    if (!request.containsKey("operations")) {
      return OTHERWISE;
    }
    if (request.get("operations") instanceof List<?> operations) {
      return operations;
    }
    throw new IllegalArgumentException(
        "The item's 'operations' must be a list of words, not "
            + Values.describe(request.get("operations")));
  }

  private static Map<String, Object> results(String text, List<?> operations) {
    var results = new LinkedHashMap<String, Object>();
    for (int i = 0; i < operations.size(); i++) {
      if (!(operations.get(i) instanceof String word)) {
        throw new IllegalArgumentException(
            "The item's operations["
                + i
                + "] must be a word, not "
                + Values.describe(operations.get(i)));
      }
      TextOperation.of(word)
          .ifPresentOrElse(
              operation -> results.put(word, operation.apply(text)),
              () -> results.put("unknown_operation_" + word, "Unknown operation: " + word));
    }
    return results;
  }
}
