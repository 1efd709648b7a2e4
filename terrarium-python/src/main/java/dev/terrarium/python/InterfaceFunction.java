package dev.terrarium.python;

import dev.terrarium.python.reflect.InterfaceMethod;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/// A Java object with one method, as a function that Python calls with the method's arguments.
///
/// It is the very same object when it comes back to Java.
///
/// @param behind the object
/// @param method its method, with the types that the arguments are read as
/// @param handle calls it: `(Object, Object[]) -> Object`
/// @param exposing whether its results are exposed where no conversion has a rule for them
record InterfaceFunction(
    Object behind, InterfaceMethod method, MethodHandle handle, boolean exposing)
    implements JavaBacked.Source {
  @Override
  public @Nullable Object call(PyArguments arguments) throws Exception {
    MethodArguments given = new MethodArguments(arguments, 0);
    if (arguments.hasKeywords() || !given.fit(method)) {
      throw wrongCall(arguments);
    }
    @Nullable Object[] read = given.read(method);
    try {
      Object result = handle.invokeExact(behind, read);
      return exposing ? ExposedClass.exposing(result) : result;
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
