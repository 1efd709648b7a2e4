package dev.terrarium.pipeline.nodes;

import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Parameter;
import dev.terrarium.pipeline.ParameterSchema;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Calculates with each item.
///
/// A number, or a text that is one, meets the node's own operation and operand, all as 64-bit
/// fractions; a whole result is a whole number. An object with the key `operation` is a sum of its
/// own, see [Sum]. Anything else passes.
final class CalculatorNode implements Node {
  static final BuiltIn TYPE =
      new BuiltIn(
          "CalculatorNode",
          "Calculates with each number, or what {\"operation\": …, \"args\": […]} says.",
          Ports.anything("a number for a number, a sum with its result, anything else as it is"),
          ParameterSchema.of(
              Parameter.choice(
                      "operation",
                      List.of("add", "subtract", "multiply", "divide"),
                      "what to do with a number")
                  .orElse("add"),
              Parameter.real("operand", "what to do it with").orElse(0L)),
          Map.of("operation", "multiply", "operand", 10L),
          CalculatorNode::new);

  private static final double WHOLE_BELOW = 0x1p63;

  private final String operation;
  private final double operand;
  private final Sum sum;

  private CalculatorNode(NodeContext context) {
    this.operation = context.parameters().text("operation");
    this.operand = context.parameters().number("operand").doubleValue();
    this.sum = new Sum("CalculatorNode[" + context.id() + "]", context.parameters().values());
  }

  @Override
  public void process(@Nullable Object item, Outlet out) {
    switch (item) {
      case Number number -> out.emit(calculate(number.doubleValue()));
      case String text -> out.emit(parse(text).<Object>map(this::calculate).orElse(text));
      case Map<?, ?> object when object.containsKey("operation") -> out.emit(sum.of(object));
      case null, default -> out.emit(item);
    }
  }

  private Number calculate(double number) {
    double result =
        switch (operation) {
          case "add" -> number + operand;
          case "subtract" -> number - operand;
          case "multiply" -> number * operand;
          case "divide" -> Arithmetic.divide(number, operand).doubleValue();
          default -> throw new AssertionError("The schema lets no other operation pass");
        };
    boolean whole = result == Math.rint(result) && Math.abs(result) < WHOLE_BELOW;
    return whole ? (Number) (long) result : result;
  }

  private static Optional<Double> parse(String text) {
    try {
      return Optional.of(new BigDecimal(text.strip()).doubleValue());
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
