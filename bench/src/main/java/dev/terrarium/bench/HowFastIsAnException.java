package dev.terrarium.bench;

import dev.terrarium.python.PythonException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/// How fast does an exception raised in Python arrive in Java, without and with its traceback as
/// text?
public class HowFastIsAnException {

  @Benchmark
  public void message(HeldGil held, Twin twin, Blackhole blackhole) {
    PythonException raised = raised(held);
    blackhole.consume(raised.typeName());
    blackhole.consume(raised.getMessage());
  }

  @Benchmark
  public void traceback(HeldGil held, Twin twin, Blackhole blackhole) {
    PythonException raised = raised(held);
    blackhole.consume(raised.typeName());
    blackhole.consume(raised.getMessage());
    blackhole.consume(raised.traceback());
  }

  private static PythonException raised(HeldGil held) {
    try {
      held.fail.call();
    } catch (PythonException e) {
      return e;
    }
    throw new IllegalStateException("fail() did not raise");
  }
}
