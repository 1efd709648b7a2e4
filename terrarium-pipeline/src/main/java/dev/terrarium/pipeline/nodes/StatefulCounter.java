package dev.terrarium.pipeline.nodes;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Parameter;
import dev.terrarium.pipeline.ParameterSchema;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts items, whatever they are.
final class StatefulCounter implements Node {
  static final BuiltIn TYPE =
      new BuiltIn(
          "StatefulCounter",
          "Counts items, whatever they are.",
          Ports.unseen("`initial_value` for the first item, one more for each further one"),
          ParameterSchema.of(
              Parameter.whole("initial_value", "what the first item counts as").orElse(0L)),
          Map.of("initial_value", 1L),
          context -> new StatefulCounter(context.parameters().number("initial_value")));

  private Number count;

  private StatefulCounter(Number first) {
    this.count = first instanceof Double whole ? (Number) whole.longValue() : first;
  }

  @Override
  public void process(@Nullable Object item, Outlet out) {
    var counted = count;
    count = Arithmetic.add(counted, BigInteger.ONE);
    out.emit(counted);
  }
}
