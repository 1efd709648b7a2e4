package dev.terrarium.python;

import dev.terrarium.python.reflect.InterfaceMethod;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The body of a default method, called by Python on an instance that implements the interface.
final class DefaultBody implements JavaFunction {
  private final List<InterfaceMethod> overloads;

  /// @param overloads the methods of one name, told apart by the number of their arguments
  DefaultBody(List<InterfaceMethod> overloads) {
    this.overloads = overloads;
  }

  @Override
  public @Nullable Object call(PyArguments arguments) throws Exception {
    MethodArguments given = new MethodArguments(arguments, 1);
    InterfaceMethod method =
        overloads.stream()
            .filter(given::fit)
            .findFirst()
            .orElseThrow(() -> wrongCall(arguments, given.size()));
    Object self = arguments.as(0, method.method().getDeclaringClass());
    if (!(Proxy.getInvocationHandler(self) instanceof PythonProxy proxy)) {
      throw new AssertionError("an instance of a Python class came as " + self.getClass());
    }
    @Nullable Object[] values = given.read(method);
    try {
      return proxy.body(self, method.method(), values);
    } catch (Exception | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw Thrown.unchecked(thrown);
    }
  }

  private RuntimeException wrongCall(PyArguments arguments, int given) {
    return arguments.refused(
        "%s cannot take %d argument%s"
            .formatted(
                overloads.stream().map(InterfaceMethod::place).collect(Collectors.joining(" or ")),
                given,
                given == 1 ? "" : "s"));
  }
}
