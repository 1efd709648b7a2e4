package dev.terrarium.python;

import dev.terrarium.python.reflect.InterfaceMethod;
import dev.terrarium.python.reflect.InterfaceShape;
import dev.terrarium.python.reflect.Reach;
import dev.terrarium.python.reflect.TypeArguments;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Java objects with one method as Python callables.
///
/// A lambda or a method reference says by its class, which nobody can name, that it is a function
/// and nothing else; so it becomes a callable wherever it goes. An object of any other class does
/// when the user names the interface.
final class Lambdas {
  /// How objects of a class are called; empty where they are no lambdas.
  private final ClassValue<Optional<Shape>> known =
      new ClassValue<>() {
        @Override
        protected Optional<Shape> computeValue(Class<?> type) {
          return Optional.ofNullable(shapeOf(type));
        }
      };

  private record Shape(InterfaceMethod method, MethodHandle handle) {}

  /// A new reference to the callable for a lambda, or 0 for any other object. Needs the GIL.
  ///
  /// @param exposing whether its results are exposed where no conversion has a rule for them
  long callable(Attachment attachment, Object value, boolean exposing) {
    Optional<Shape> shape = known.get(value.getClass());
    if (shape.isEmpty()) {
      return 0;
    }
    InterfaceMethod method = shape.get().method();
    return JavaCallables.create(
        attachment.interpreter,
        method.method().getName(),
        new InterfaceFunction(value, method, shape.get().handle(), exposing));
  }

  /// A new reference to a Python function that calls the one method of an interface. Needs the GIL.
  ///
  /// @throws IllegalArgumentException when the interface has not exactly one, or cannot be reached
  static long function(Attachment attachment, String name, Type type, Object implementation) {
    Class<?> raw = TypeArguments.raw(type);
    InterfaceMethod method =
        raw.isInterface() ? attachment.interpreter.interfaces.shape(type).functional() : null;
    if (method == null) {
      throw new IllegalArgumentException(
          "%s is no functional interface: it must be an interface with one method to implement"
              .formatted(raw.getTypeName()));
    }
    InterfaceFunction function =
        new InterfaceFunction(implementation, method, reached(method), false);
    return new DeclaredFunction(parameters(method), function).create(attachment, name);
  }

  private static Parameters parameters(InterfaceMethod method) {
    Parameter[] all = method.method().getParameters();
    boolean named = Arrays.stream(all).allMatch(Parameter::isNamePresent);
    Parameters parameters = Parameters.of();
    for (int i = 0; i < method.fixed(); i++) {
      parameters =
          i < method.least()
              ? parameters.required(all[i].getName())
              : parameters.optional(all[i].getName(), null);
    }
    parameters = named ? parameters : parameters.positionalOnly();
    return method.method().isVarArgs()
        ? parameters.rest(all[all.length - 1].getName())
        : parameters;
  }

  private static MethodHandle reached(InterfaceMethod method) {
    MethodHandle handle = Reach.virtual(method.method());
    if (handle == null) {
      throw new IllegalArgumentException(
          "%s cannot be called: %s"
              .formatted(method.place(), Reach.opening(method.method().getDeclaringClass())));
    }
    return handle;
  }

  private static @Nullable Shape shapeOf(Class<?> type) {
    if (!type.isHidden() && !type.isSynthetic()) {
      return null;
    }
    InterfaceMethod found = null;
    for (Class<?> each : type.getInterfaces()) {
      InterfaceMethod method = InterfaceShape.of(each, _ -> null).functional();
      if (method != null && found != null) {
        return null;
      }
      found = method == null ? found : method;
    }
    return found == null ? null : new Shape(found, reached(found));
  }
}
