package dev.terrarium.worker.inline;

import dev.terrarium.python.Gil;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The way by which one node's work reaches Python.
interface Lane {
  /// Does what is not the node's own work and must come before it.
  void prepare(Gil gil);

  /// Tells that the calls that follow are a node's clean-up.
  void beginCleanUp();

  /// Tells that the calls that follow belong together.
  ///
  /// @param what what they are about, such as an item
  void begin(String what);

  /// Does work with the GIL held.
  ///
  /// @throws dev.terrarium.pipeline.ForeignException for what Python raises
  <R extends @Nullable Object> R call(Function<Gil, R> work) throws Exception;

  /// Whether work that was given up still runs, so that the node cannot be touched.
  boolean isStuck();

  /// Waits for work that was given up, as long as that may take.
  ///
  /// @throws BusyException when it has not ended then
  void settle() throws BusyException;

  /// Work that was given up runs on.
  final class BusyException extends Exception {
    private static final long serialVersionUID = 1L;

    BusyException(String message) {
      super(message);
    }
  }
}
