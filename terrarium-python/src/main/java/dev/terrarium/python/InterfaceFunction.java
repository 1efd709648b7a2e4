package dev.terrarium.python;

import dev.terrarium.python.reflect.InterfaceMethod;
import dev.terrarium.python.reflect.TypeArguments;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A Java object with one method, as a function that Python calls with the method's arguments.
///
/// It is the very same object when it comes back to Java.
///
/// @param behind the object
/// @param method its method, with the types that the arguments are read as
/// @param handle calls it: `(Object, Object[]) -> Object`
record InterfaceFunction(Object behind, InterfaceMethod method, MethodHandle handle)
    implements JavaBacked.Source {
  @Override
  public @Nullable Object call(PyArguments arguments) throws Exception {
    int given = arguments.size();
    int least = method.least();
    int most = method.method().isVarArgs() ? Integer.MAX_VALUE : method.fixed();
    if (given < least || given > most || arguments.hasKeywords()) {
      throw wrongCall(arguments, least, most);
    }
    @Nullable Object[] read = read(arguments);
    try {
      return handle.invokeExact(behind, read);
    } catch (Exception | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw Thrown.unchecked(thrown);
    }
  }

  private @Nullable Object[] read(PyArguments arguments) {
    @Nullable Object[] values = new Object[method.parameters().size()];
    for (int i = 0; i < method.fixed(); i++) {
      values[i] =
          i < arguments.size() ? read(arguments, i, method.parameters().get(i)) : Optional.empty();
    }
    if (method.method().isVarArgs()) {
      values[values.length - 1] = rest(arguments);
    }
    return values;
  }

  private Object rest(PyArguments arguments) {
    Class<?> type = TypeArguments.raw(method.parameters().getLast()).componentType();
    int count = arguments.size() - method.fixed();
    Object rest = Array.newInstance(type, count);
    for (int i = 0; i < count; i++) {
      Array.set(rest, i, read(arguments, method.fixed() + i, type));
    }
    return rest;
  }

  private @Nullable Object read(PyArguments arguments, int index, Type type) {
    try {
      return arguments.read("argument " + index, index, type);
    } catch (ConversionException unfit) {
      throw arguments.refused(name() + "() " + unfit.getMessage());
    }
  }

  private String name() {
    return method.method().getDeclaringClass().getSimpleName() + "." + method.method().getName();
  }

  private RuntimeException wrongCall(PyArguments arguments, int least, int most) {
    if (arguments.hasKeywords()) {
      return arguments.refused(name() + "() takes no keyword arguments");
    }
    int given = arguments.size();
    String takes =
        least == most
            ? String.valueOf(least)
            : given < least ? "at least " + least : "at most " + most;
    int counted = given < least ? least : most;
    return arguments.refused(
        "%s() takes %s positional argument%s but %d %s given"
            .formatted(name(), takes, counted == 1 ? "" : "s", given, given == 1 ? "was" : "were"));
  }
}
