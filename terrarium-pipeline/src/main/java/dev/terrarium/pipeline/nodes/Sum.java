package dev.terrarium.pipeline.nodes;

import dev.terrarium.pipeline.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Works out `{"operation": …, "args": [a, b, …]}`, from left to right.
///
/// The result is the same object with `result`, `processed_by` and `node_config`; a sum that cannot
/// be worked out is one with `error` and `processed_by`.
final class Sum {
  private final String processedBy;
  private final Map<String, @Nullable Object> nodeConfig;

  Sum(String processedBy, Map<String, @Nullable Object> nodeConfig) {
    this.processedBy = processedBy;
    this.nodeConfig = nodeConfig;
  }

  Map<String, @Nullable Object> of(Map<?, ?> item) {
    var operation = item.get("operation");
    var args = item.get("args");
    var result = new LinkedHashMap<String, @Nullable Object>();
    try {
      var value = calculate(operation, args);
      result.put("operation", operation);
      result.put("args", args);
      result.put("result", value);
      result.put("processed_by", processedBy);
      result.put("node_config", nodeConfig);
    } catch (ArithmeticException | IllegalArgumentException e) {
      result.put("error", e.getMessage());
      result.put("operation", operation);
      result.put("args", args);
      result.put("processed_by", processedBy);
    }
    return result;
  }

  private static Number calculate(@Nullable Object operation, @Nullable Object args) {
    if (!(args instanceof List<?> list) || list.size() < 2) {
      throw new IllegalArgumentException(
          "Operation '" + operation + "' requires at least 2 arguments");
    }
    var result = number(list.getFirst());
    for (var arg : list.subList(1, list.size())) {
      result = step(operation, result, number(arg));
    }
    return result;
  }

  private static Number step(@Nullable Object operation, Number a, Number b) {
    return switch (String.valueOf(operation)) {
      case "add" -> Arithmetic.add(a, b);
      case "subtract" -> Arithmetic.subtract(a, b);
      case "multiply" -> Arithmetic.multiply(a, b);
      case "divide" -> Arithmetic.divide(a, b);
      case "modulo" -> Arithmetic.modulo(a, b);
      case "power" -> Arithmetic.power(a, b);
      default -> throw new IllegalArgumentException("Unknown operation: " + operation);
    };
  }

  private static Number number(@Nullable Object arg) {
    if (arg instanceof Number number) {
      return number;
    }
    throw new IllegalArgumentException(
        "The arguments must be numbers, not " + Values.describe(arg));
  }
}
