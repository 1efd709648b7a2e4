package dev.terrarium.bench;

import dev.terrarium.python.Gil;
import org.openjdk.jmh.annotations.Benchmark;

/// How long does a call take from a thread that must not run Python itself?
///
/// Its stack is small, or it is a virtual thread; the work is handed over to a thread of the
/// interpreter's and awaited. `Python.call` hands a whole region over, once. A region that the
/// thread opens itself hands over each step: here the opening, the reference, the call and the
/// closing. What is measured is mostly two threads waking each other, so each row is a histogram of
/// calls.
public class HowFastIsAHandover {

  @Benchmark
  public long wholeFromSmallStack(Interpreter interpreter, Count count) {
    return whole(interpreter, count);
  }

  @Benchmark
  public long regionFromSmallStack(Interpreter interpreter, Count count) {
    return region(interpreter, count);
  }

  @Benchmark
  public long wholeFromVirtual(Interpreter interpreter, Count count) {
    return whole(interpreter, count);
  }

  @Benchmark
  public long regionFromVirtual(Interpreter interpreter, Count count) {
    return region(interpreter, count);
  }

  private static long whole(Interpreter interpreter, Count count) {
    long value = count.next();
    long result =
        interpreter.python.call(gil -> gil.of(interpreter.identity).call(long.class, value));
    return count.same(value, result);
  }

  private static long region(Interpreter interpreter, Count count) {
    long value = count.next();
    try (Gil gil = interpreter.python.attach()) {
      return count.same(value, gil.of(interpreter.identity).call(long.class, value));
    }
  }
}
