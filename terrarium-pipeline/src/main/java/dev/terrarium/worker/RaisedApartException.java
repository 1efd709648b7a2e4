package dev.terrarium.worker;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What Python raised in a worker process, for a Python program that is to have the very exception.
public final class RaisedApartException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long process;
  private final byte @Nullable [] pickle;
  private final String limit;

  /// @param process the id of the worker process
  /// @param pickle what the exception travels as; null where nobody wants it
  /// @param limit which limit of the process it has met; empty for none
  public RaisedApartException(long process, byte @Nullable [] pickle, String limit) {
    super("raised in the worker process " + process);
    this.process = process;
    this.pickle = pickle;
    this.limit = limit;
  }

  /// Returns which limit of the process it has met, in words; empty for none that is known.
  public String limit() {
    return limit;
  }

  /// Returns the id of the process that it was raised in.
  public long process() {
    return process;
  }

  /// Returns what the exception travels as, for `terrarium._raised`; empty where nobody wants it.
  public Optional<byte[]> pickle() {
    return Optional.ofNullable(pickle);
  }
}
