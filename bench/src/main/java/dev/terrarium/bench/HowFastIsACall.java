package dev.terrarium.bench;

import dev.terrarium.python.Gil;
import org.openjdk.jmh.annotations.Benchmark;

/// How fast is a call of `def identity(x): return x` with a converted int, the result converted
/// back and checked?
public class HowFastIsACall {

  @Benchmark
  public long held(HeldGil held, Twin twin, Count count) {
    long value = count.next();
    return count.same(value, held.identity.call(long.class, value));
  }

  @Benchmark
  public long attached(Interpreter interpreter, Twin twin, Count count) {
    long value = count.next();
    try (Gil gil = interpreter.python.attach()) {
      return count.same(value, gil.of(interpreter.identity).call(long.class, value));
    }
  }
}
