package dev.terrarium.pipeline.nodes;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.ParameterSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Emits what it takes.
final class PassThrough implements Node {
  static final BuiltIn TYPE =
      new BuiltIn(
          "PassThrough",
          List.of("PassThroughNode"),
          "Emits each item as it is.",
          ParameterSchema.of(),
          Object.class,
          true,
          _ -> new PassThrough());

  @Override
  public void process(@Nullable Object item, Outlet out) {
    out.emit(item);
  }
}
