package dev.terrarium.pipeline.nodes;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Parameter;
import dev.terrarium.pipeline.ParameterSchema;
import dev.terrarium.pipeline.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Does one thing with each text, or with the first element of a list, which is one.
final class TextTransformNode implements Node {
  static final BuiltIn TYPE =
      new BuiltIn(
          "TextTransformNode",
          "Does one thing with each text.",
          Ports.of(
              Object.class,
              "texts, and lists that begin with one",
              "what comes of the text; in a list, in its place"),
          ParameterSchema.of(
              Parameter.choice("operation", TextOperation.words(), "what to do with a text")),
          Map.of("operation", "title_case"),
          TextTransformNode::new);

  private final TextOperation operation;

  private TextTransformNode(NodeContext context) {
    this.operation = TextOperation.of(context.parameters().text("operation")).orElseThrow();
  }

  @Override
  public void process(@Nullable Object item, Outlet out) {
    switch (item) {
      case String text -> out.emit(operation.apply(text));
      case List<?> list when !list.isEmpty() && list.getFirst() instanceof String text -> {
        var changed = new ArrayList<@Nullable Object>(list);
        changed.set(0, operation.apply(text));
        out.emit(changed);
      }
      case null, default ->
          throw new IllegalArgumentException(
              "A text is wanted, or a list whose first element is one, not " + what(item));
    }
  }

  private static String what(@Nullable Object item) {
    return item instanceof List<?> list
        ? list.isEmpty()
            ? "an empty list"
            : "a list that begins with " + Values.describe(list.getFirst())
        : Values.describe(item);
  }
}
