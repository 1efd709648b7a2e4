package dev.terrarium.bench;

import java.nio.file.Path;
import java.util.Optional;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/// The C side of a row, run in the JMH worker thread before and after each iteration of the Java
/// side.
///
/// A *round* is therefore C, Java, C: some milliseconds each, in one process, on one thread, with
/// one libpython. The two C figures leave the fork as JMH's auxiliary counters, so that each
/// iteration carries its own; their mean is what the iteration is compared with. A machine that
/// slows down for longer than a round slows both sides, and a disturbance shorter than one spoils
/// one round of many, which a median does not see.
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class Twin {
  private static final double SLICE_NANOS = 2.5e6;

  @Param("")
  String library = "";

  private Optional<Floor.Work> work = Optional.empty();
  private long count = 1;
  private double before = Double.NaN;
  private double after = Double.NaN;

  /// Loads the floor; libpython is open by then, which is why the interpreter is asked for.
  @Setup(Level.Trial)
  public void open(Interpreter interpreter, BenchmarkParams benchmark) {
    if (library.isEmpty()) {
      return;
    }
    Floor floor = Floor.open(Path.of(library), interpreter.workload());
    work = Row.of(benchmark.getBenchmark()).floor().map(floor::work);
    work.ifPresent(this::settleCount);
  }

  private void settleCount(Floor.Work twin) {
    while (twin.nanosEach(count) * count < SLICE_NANOS) {
      count *= 2;
    }
  }

  @Setup(Level.Iteration)
  public void runBefore() {
    work.ifPresent(twin -> before = twin.nanosEach(count));
  }

  @TearDown(Level.Iteration)
  public void runAfter() {
    work.ifPresent(twin -> after = twin.nanosEach(count));
  }

  /// Nanoseconds for one, measured before the iteration; not a number without a C side.
  public double before() {
    return before;
  }

  /// Nanoseconds for one, measured after the iteration; not a number without a C side.
  public double after() {
    return after;
  }
}
