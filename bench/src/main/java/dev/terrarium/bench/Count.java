package dev.terrarium.bench;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// The ints that the rows pass: one after the other, none of them an int that Python keeps ready
/// made.
@State(Scope.Thread)
public class Count {
  private static final long FIRST = 1_000_000;

  private long last = FIRST;

  long next() {
    return ++last;
  }

  /// The result, which is the value that was passed.
  long same(long passed, long result) {
    if (result != passed) {
      throw new IllegalStateException("identity(" + passed + ") gave " + result);
    }
    return result;
  }
}
