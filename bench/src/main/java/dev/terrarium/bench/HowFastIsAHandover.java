package dev.terrarium.bench;

import dev.terrarium.python.Gil;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;

/// How long does a call take from a thread that must not run Python itself?
///
/// Its stack is small, or it is a virtual thread; the call is handed over to a thread of the
/// interpreter's and awaited. What is measured is mostly two threads waking each other, so each row
/// is a histogram of single calls.
@BenchmarkMode(Mode.SampleTime)
public class HowFastIsAHandover {

  @Benchmark
  public long smallStack(Interpreter interpreter, Twin twin, Count count) {
    return handedOver(interpreter, count);
  }

  @Benchmark
  public long virtual(Interpreter interpreter, Twin twin, Count count) {
    return handedOver(interpreter, count);
  }

  private static long handedOver(Interpreter interpreter, Count count) {
    long value = count.next();
    try (Gil gil = interpreter.python.attach()) {
      return count.same(value, gil.of(interpreter.identity).call(long.class, value));
    }
  }
}
