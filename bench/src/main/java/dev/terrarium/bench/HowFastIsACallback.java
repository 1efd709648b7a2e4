package dev.terrarium.bench;

import dev.terrarium.python.PyObject;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// How fast does a Python loop call a Java function, the loop included?
///
/// C's side is the same loop over a `METH_O` function that does the same.
public class HowFastIsACallback {
  private static final int CALLS = 10_000;

  /// The Java functions, as Python callables.
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else.
  public static class Functions {
    PyObject increment;
    PyObject identity;

    @Setup(Level.Iteration)
    public void wrap(HeldGil held) {
      increment = held.gil.function("increment", arguments -> arguments.as(0, long.class) + 1);
      identity = held.gil.function("identity", arguments -> arguments.get(0));
    }
  }

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public long increment(HeldGil held, Twin twin, Functions functions, Count count) {
    return count.same(12_346, held.callMany.call(long.class, functions.increment, CALLS));
  }

  @Benchmark
  @OperationsPerInvocation(CALLS)
  public long identity(HeldGil held, Twin twin, Functions functions, Count count) {
    return count.same(12_345, held.callMany.call(long.class, functions.identity, CALLS));
  }
}
