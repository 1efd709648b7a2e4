package dev.terrarium.worker.process;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Values of a worker in the words of Python.
final class Shown {
  private static final int DEEPEST = 100;

  private Shown() {}

  static String of(@Nullable Object value) {
    return of(value, 0);
  }

  private static String of(@Nullable Object value, int depth) {
    if (depth > DEEPEST) {
      return "...";
    }
    Function<@Nullable Object, String> part = inner -> of(inner, depth + 1);
    return switch (value) {
      case null -> "None";
      case Boolean flag -> flag ? "True" : "False";
      case String text ->
          "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
      case TupleList tuple ->
          tuple.size() == 1 ? "(" + part.apply(tuple.get(0)) + ",)" : joined(tuple, part, "(", ")");
      case List<?> list -> joined(list, part, "[", "]");
      case Set<?> set -> set.isEmpty() ? "set()" : joined(set, part, "{", "}");
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> part.apply(entry.getKey()) + ": " + part.apply(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case WireArray array -> "array(" + part.apply(array.toLists()) + ")";
      case Opaque(var type) -> "<a Python " + type + ">";
      case byte[] data -> "<" + data.length + " bytes>";
      default -> value.toString();
    };
  }

  private static String joined(
      Iterable<?> values, Function<@Nullable Object, String> part, String begin, String end) {
    var parts = new java.util.ArrayList<String>();
    values.forEach(value -> parts.add(part.apply(value)));
    return begin + String.join(", ", parts) + end;
  }
}
