package dev.terrarium.pipeline.nodes;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.Parameter;
import dev.terrarium.pipeline.ParameterSchema;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// The nodes that change one number into another; whole numbers stay exact at any size.
final class NumberNodes {
  static final BuiltIn MULTIPLY =
      new BuiltIn(
          "MultiplyNode",
          "Multiplies each number by a factor.",
          Ports.of(Number.class, "numbers", "the number times `factor`"),
          ParameterSchema.of(Parameter.real("factor", "what to multiply by")),
          Map.of("factor", 10L),
          context -> {
            var factor = context.parameters().number("factor");
            return each(number -> Arithmetic.multiply(number, factor));
          });

  static final BuiltIn ADD =
      new BuiltIn(
          "AddNode",
          "Adds an addend to each number.",
          Ports.of(Number.class, "numbers", "the number plus `addend`"),
          ParameterSchema.of(Parameter.real("addend", "what to add")),
          Map.of("addend", 1L),
          context -> {
            var addend = context.parameters().number("addend");
            return each(number -> Arithmetic.add(number, addend));
          });

  private NumberNodes() {}

  private static Node each(UnaryOperator<Number> step) {
    return (item, out) -> out.emit(step.apply((Number) Objects.requireNonNull(item)));
  }
}
