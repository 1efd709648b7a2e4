package dev.terrarium.python;

import dev.terrarium.python.reflect.InterfaceMethod;
import dev.terrarium.python.reflect.Reach;
import dev.terrarium.python.reflect.Unary;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/// A Java object with one method, as a function that Python calls with the method's arguments.
///
/// It is the very same object when it comes back to Java.
final class InterfaceFunction implements JavaBacked.Source {
  private final Object behind;
  private final InterfaceMethod method;
  private final MethodHandle handle;
  private final boolean exposing;

  /// Where the method has one parameter that must be given, as most have: its type and the call.
  private final @Nullable Type only;

  private final @Nullable Unary unary;

  /// @param behind the object
  /// @param method its method, with the types that the arguments are read as
  /// @param handle calls it, as [Reach#virtual] gives it
  /// @param exposing whether its results are exposed where no conversion has a rule for them
  InterfaceFunction(Object behind, InterfaceMethod method, MethodHandle handle, boolean exposing) {
    this.behind = behind;
    this.method = method;
    this.handle = handle;
    this.exposing = exposing;
    boolean isUnary = method.least() == 1 && method.parameters().size() == 1;
    this.unary = isUnary ? Reach.unary(method.method()) : null;
    this.only = unary == null ? null : method.parameters().getFirst();
  }

  @Override
  public Object behind() {
    return behind;
  }

  @Override
  public @Nullable Object call(PyArguments arguments) throws Exception {
    MethodArguments given = new MethodArguments(arguments, 0);
    boolean fits = only == null ? given.fit(method) : given.size() == 1;
    if (!fits || arguments.hasKeywords()) {
      throw wrongCall(arguments);
    }
    Object result =
        only == null || unary == null
            ? called(given.read(method))
            : called(unary, given.read(method, 0, only));
    return exposing ? ExposedClass.exposing(result) : result;
  }

  private @Nullable Object called(@Nullable Object[] values) throws Exception {
    try {
      return handle.invokeExact(behind, values);
    } catch (Exception | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw Thrown.unchecked(thrown);
    }
  }

  private @Nullable Object called(Unary call, @Nullable Object value) throws Exception {
    try {
      return call.call(behind, value);
    } catch (Exception | Error thrown) {
      throw thrown;
    } catch (Throwable thrown) {
      throw Thrown.unchecked(thrown);
    }
  }

  private RuntimeException wrongCall(PyArguments arguments) {
    if (arguments.hasKeywords()) {
      return arguments.refused(method.call() + " takes no keyword arguments");
    }
    int given = arguments.size();
    int least = method.least();
    String takes =
        least == method.fixed() && !method.method().isVarArgs()
            ? String.valueOf(least)
            : given < least ? "at least " + least : "at most " + method.fixed();
    return arguments.refused(
        "%s takes %s positional argument%s but %d %s given"
            .formatted(
                method.call(),
                takes,
                takes.equals("1") || takes.endsWith(" 1") ? "" : "s",
                given,
                given == 1 ? "was" : "were"));
  }
}
