package dev.terrarium.worker.script;

import dev.terrarium.message.ForeignValue;
import org.jspecify.annotations.Nullable;

/// Makes of what a Python function returned what its caller wants.
///
/// @param <R> what that is
@FunctionalInterface
public interface Decoder<R extends @Nullable Object> {
  /// Converts; as a part of the operation, so that it is interrupted with it.
  ///
  /// @param value valid until this returns; who wants it for longer gives a [ForeignValue#share()]
  ///   of it
  /// @return the operation's result
  /// @throws dev.terrarium.message.ConversionFault if it is no such value; that and whatever else
  ///   is thrown is what the operation fails with
  R decode(ForeignValue value);
}
