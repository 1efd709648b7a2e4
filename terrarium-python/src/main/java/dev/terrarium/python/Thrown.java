package dev.terrarium.python;

import java.util.Arrays;
import java.util.List;

/// Throwing what came from elsewhere, as it is.
final class Thrown {
  private Thrown() {}

  /// A throwable from a carrier with the frames of the thread that waited for it, which is who
  /// called.
  static Throwable here(Throwable thrown) {
    StackTraceElement[] there = Tracebacks.withoutCarrier(thrown.getStackTrace());
    StackTraceElement[] here = Tracebacks.merged(List.of(), Thread.currentThread().getStackTrace());
    StackTraceElement[] both = Arrays.copyOf(there, there.length + here.length);
    System.arraycopy(here, 0, both, there.length, here.length);
    thrown.setStackTrace(both);
    return thrown;
  }

  /// Throws any throwable without declaring it: what a Java function threw passes through Python
  /// unwrapped.
  static RuntimeException unchecked(Throwable thrown) {
    throw Thrown.<RuntimeException>as(thrown);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T as(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
