package dev.terrarium.python;

import java.util.concurrent.CompletionStage;

/// A Java function that Python can call and await: it answers at once with a stage, and the stage
/// later with the result.
///
/// Like a [JavaFunction] it is called with the GIL held, on the thread of whichever event loop
/// awaits it: it should start the work and return. A cancelled `await` cancels the stage.
@FunctionalInterface
public interface AsyncJavaFunction {
  /// Starts what the function does.
  ///
  /// @param arguments valid until this returns: read them here, not in the stage
  CompletionStage<?> call(PyArguments arguments) throws Exception;
}
