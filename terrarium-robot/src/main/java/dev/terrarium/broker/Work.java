package dev.terrarium.broker;

import dev.terrarium.worker.script.Decoder;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What the interpreter is to do.
///
/// @param <R> what comes of it
/// @param kind what it is to the broker
/// @param name what it is called in messages, such as `detector.find`
/// @param function the function of `terrarium._scripts`
/// @param arguments makes what that takes
/// @param decoder makes the result
record Work<R extends @Nullable Object>(
    OperationKind kind, String name, String function, Arguments arguments, Decoder<R> decoder) {
  /// Makes what a function takes, as it crosses.
  interface Arguments {
    /// Makes them, on a thread that may run the caller's code.
    ///
    /// @param isUnwanted whether nobody needs them any more; what is thrown then is told to nobody
    List<? extends @Nullable Object> make(BooleanSupplier isUnwanted);
  }
}
