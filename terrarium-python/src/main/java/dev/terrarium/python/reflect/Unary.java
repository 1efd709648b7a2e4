package dev.terrarium.python.reflect;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A call of a method with one parameter.
///
/// A handle that is no constant is a barrier to the compiler. So for the JDK's own interfaces, such
/// as `LongUnaryOperator`, the call is a class of its own, made once.
@FunctionalInterface
public interface Unary {
  @Nullable Object call(Object receiver, @Nullable Object argument) throws Throwable;

  /// Returns the call of a method.
  ///
  /// @param handle of the method, as it is declared
  static Unary of(Method method, MethodHandle handle) {
    boolean isOfJdk = method.getDeclaringClass().getClassLoader() == null;
    return isOfJdk && method.getReturnType() != void.class
        ? Made.KNOWN.computeIfAbsent(method, _ -> Made.make(handle))
        : Made.around(handle);
  }

  /// Makes calls.
  final class Made {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /// Those of the JDK's methods, which are there for ever.
    private static final Map<Method, Unary> KNOWN = new ConcurrentHashMap<>();

    private Made() {}

    private static Unary make(MethodHandle handle) {
      try {
        return (Unary)
            LambdaMetafactory.metafactory(
                    LOOKUP,
                    "call",
                    MethodType.methodType(Unary.class),
                    MethodType.genericMethodType(2),
                    handle,
                    handle.type().wrap().changeReturnType(Object.class))
                .getTarget()
                .invokeExact();
      } catch (Throwable impossible) { // The JDK's interfaces are open to all.
        throw new LinkageError(handle + " cannot be called", impossible);
      }
    }

    private static Unary around(MethodHandle handle) {
      MethodHandle any = handle.asType(MethodType.genericMethodType(2));
      return (receiver, argument) -> any.invokeExact(receiver, argument);
    }
  }
}
