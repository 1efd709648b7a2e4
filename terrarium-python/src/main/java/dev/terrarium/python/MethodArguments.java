package dev.terrarium.python;

import dev.terrarium.python.reflect.InterfaceMethod;
import dev.terrarium.python.reflect.TypeArguments;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What Python passed for the parameters of an interface's method.
///
/// @param arguments of the call
/// @param skipped how many of them come before the method's own
record MethodArguments(PyArguments arguments, int skipped) {
  /// How many there are.
  int size() {
    return arguments.size() - skipped;
  }

  /// Whether a method can take that many.
  boolean fit(InterfaceMethod method) {
    return size() >= method.least() && (method.method().isVarArgs() || size() <= method.fixed());
  }

  /// The values for each parameter: Optionals that are not given are empty, those beyond the fixed
  /// ones go into the variable one.
  ///
  /// @param name the method's in a refusal, which is a TypeError of Python's
  @Nullable Object[] read(String name, InterfaceMethod method) {
    @Nullable Object[] values = new Object[method.parameters().size()];
    for (int i = 0; i < method.fixed(); i++) {
      values[i] = i < size() ? read(name, i, method.parameters().get(i)) : Optional.empty();
    }
    if (method.method().isVarArgs()) {
      values[values.length - 1] = rest(name, method);
    }
    return values;
  }

  private Object rest(String name, InterfaceMethod method) {
    Class<?> type = TypeArguments.raw(method.parameters().getLast()).componentType();
    int count = size() - method.fixed();
    Object rest = Array.newInstance(type, count);
    for (int i = 0; i < count; i++) {
      Array.set(rest, i, read(name, method.fixed() + i, type));
    }
    return rest;
  }

  private @Nullable Object read(String name, int index, Type type) {
    try {
      return arguments.read("argument " + index, index + skipped, type);
    } catch (ConversionException unfit) {
      throw arguments.refused(name + " " + unfit.getMessage());
    }
  }
}
