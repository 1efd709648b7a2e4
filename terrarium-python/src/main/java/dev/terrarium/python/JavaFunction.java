package dev.terrarium.python;

import org.jspecify.annotations.Nullable;

/// A Java function that Python can call.
///
/// It runs on the thread that called it, with the GIL held. What it throws is raised in Python, as
/// itself where it came from Python and as `terrarium.JavaError` otherwise, and is the very same
/// throwable when it reaches Java again.
@FunctionalInterface
public interface JavaFunction {
  /// Does what the function does.
  ///
  /// @param arguments valid until this returns
  /// @return the result, converted like any value that goes to Python
  @Nullable Object call(PyArguments arguments) throws Exception;
}
