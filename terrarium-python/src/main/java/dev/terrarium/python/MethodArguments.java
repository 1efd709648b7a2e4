package dev.terrarium.python;

import dev.terrarium.python.reflect.InterfaceMethod;
import dev.terrarium.python.reflect.Optionals;
import dev.terrarium.python.reflect.TypeArguments;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What Python passed for the parameters of an interface's method.
///
/// @param arguments of the call
/// @param skipped how many of them come before the method's own
record MethodArguments(PyArguments arguments, int skipped) {
  private static final String[] PLACES =
      IntStream.range(0, 8).mapToObj(i -> "argument " + i).toArray(String[]::new);

  /// What stands for an argument in the path of a refusal; mostly made before, since a call must
  /// not pay for it.
  static String place(int index) {
    return index < PLACES.length ? PLACES[index] : "argument " + index;
  }

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
  /// What does not fit is a TypeError of Python's.
  @Nullable Object[] read(InterfaceMethod method) {
    @Nullable Object[] values = new Object[method.parameters().size()];
    for (int i = 0; i < method.fixed(); i++) {
      Type type = method.parameters().get(i);
      values[i] = i < size() ? read(method, i, type) : Optionals.empty(TypeArguments.raw(type));
    }
    if (method.method().isVarArgs()) {
      values[values.length - 1] = rest(method);
    }
    return values;
  }

  private Object rest(InterfaceMethod method) {
    Class<?> type = TypeArguments.raw(method.parameters().getLast()).componentType();
    int count = size() - method.fixed();
    Object rest = Array.newInstance(type, count);
    for (int i = 0; i < count; i++) {
      Array.set(rest, i, read(method, method.fixed() + i, type));
    }
    return rest;
  }

  /// The value for one parameter.
  ///
  /// What does not fit is a TypeError of Python's.
  @Nullable Object read(InterfaceMethod method, int index, Type type) {
    try {
      return arguments.read(place(index), index + skipped, type);
    } catch (ConversionException unfit) {
      throw arguments.unreadable(method.call() + " ", unfit);
    }
  }
}
