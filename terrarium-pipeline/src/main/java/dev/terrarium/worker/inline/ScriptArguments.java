package dev.terrarium.worker.inline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.Values;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.worker.Packed;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What functions of scripts are called with, and what they are answered: values alone, since a
/// Java object in the hands of a script could be more than it is meant for.
///
/// An [ArrayView] becomes an array of Python's own, which may outlive the view.
final class ScriptArguments {
  private final InlinePython inline;
  private final Gil gil;

  private ScriptArguments(InlinePython inline, Gil gil) {
    this.inline = inline;
    this.gil = gil;
  }

  /// Returns what the embedding converts.
  ///
  /// @throws ConversionFault naming the place of what is no value
  static Object[] of(InlinePython inline, Gil gil, List<? extends @Nullable Object> arguments) {
    return new ScriptArguments(inline, gil).list(arguments).toArray();
  }

  private @Nullable Object value(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case List<?> list -> list(list);
      case Map<?, ?> map -> map(map);
      case Set<?> set -> set(set);
      case ArrayView view -> array(view);
      case PythonValue _, Packed _, AudioFrame _ -> inline.crossing().toPython(gil, value);
      case String text -> whole(text);
      case Boolean _, byte[] _, Long _, Integer _, Short _, Byte _ -> value;
      case Double _, Float _, BigInteger _ -> value;
      default ->
          throw new ConversionFault(
              "$",
              "expected a number, text, boolean, bytes, null, list, map, array or Python value, got "
                  + Values.describe(value));
    };
  }

  private static String whole(String text) {
    if (!UTF_8.newEncoder().canEncode(text)) {
      throw new ConversionFault(
          "$", "the text holds half of a character, which Python's UTF-8 cannot");
    }
    return text;
  }

  private List<@Nullable Object> list(List<?> list) {
    var values = new ArrayList<@Nullable Object>(list.size());
    for (int i = 0; i < list.size(); i++) {
      try {
        values.add(value(list.get(i)));
      } catch (ConversionFault fault) {
        throw fault.under("[" + i + "]");
      }
    }
    return values;
  }

  private Map<@Nullable Object, @Nullable Object> map(Map<?, ?> map) {
    var values = new LinkedHashMap<@Nullable Object, @Nullable Object>();
    map.forEach((key, value) -> {
      try {
        values.put(value(key), value(value));
      } catch (ConversionFault fault) {
        throw fault.under(
            key instanceof String name ? Fault.child("", name) : "[" + Values.describe(key) + "]");
      }
    });
    return values;
  }

  private Set<@Nullable Object> set(Set<?> set) {
    var values = new LinkedHashSet<@Nullable Object>();
    set.forEach(value -> values.add(value(value)));
    return values;
  }

  private PyObject array(ArrayView view) {
    var bytes = new byte[view.data().remaining()];
    view.data().duplicate().get(bytes);
    return gil.importModule("terrarium._plain")
        .callMethod("array", bytes, view.dtype(), view.shape());
  }
}
