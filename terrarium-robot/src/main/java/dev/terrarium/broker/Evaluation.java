package dev.terrarium.broker;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What came of source text that was evaluated.
///
/// @param <R> what its result became
/// @param result the value of its last expression; of None if it ends with a statement
/// @param globals the global names afterwards whose values can cross; others are left out
public record Evaluation<R extends @Nullable Object>(
    R result, Map<String, @Nullable Object> globals) {
  static <R extends @Nullable Object> Evaluation<R> decode(
      ForeignValue parts, ReturnType<R> returns) {
    List<ForeignValue> three = parts.parts();
    R result = returns.decode(three.get(0));
    var globals = new LinkedHashMap<String, @Nullable Object>();
    if (three.get(1).toJava() instanceof List<?> names && !names.isEmpty()) {
      List<ForeignValue> values = three.get(2).parts();
      for (int i = 0; i < values.size(); i++) {
        addIfFit(globals, String.valueOf(names.get(i)), values.get(i));
      }
    }
    return new Evaluation<>(result, globals);
  }

  private static void addIfFit(
      Map<String, @Nullable Object> globals, String name, ForeignValue value) {
    try {
      globals.put(name, Plain.of(value));
    } catch (ConversionFault unfit) {
      return; // A module or a function, say: later code has no use for a copy of it.
    }
  }
}
