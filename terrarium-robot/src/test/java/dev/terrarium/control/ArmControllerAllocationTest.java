package dev.terrarium.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.terrarium.control.law.Laws;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a minute of cycles leaves for the collector, whatever the arm was told.
class ArmControllerAllocationTest {
  private static final int MINUTE = 60_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void allocatesNothingInAMinuteOfCyclesOfAnyOrder() {
    Bench bench = Bench.live(0, 0);
    List<Runnable> orders =
        List.of(
            () -> bench.controller.switchTo(Laws.operationalSpace(2), bench.state()),
            () -> bench.controller.switchTo(Laws.pid(2), bench.state()),
            () -> bench.move(0.3, 0.3),
            () -> bench.controller.aim(Target.joints(0, 0), new Age(bench.now, 1), bench.state()));

    for (Runnable order : orders) {
      order.run();
      long least = allocated(bench);
      for (int minute = 0; minute < 10 && least > 0; minute++) { // Until all of it is compiled.
        order.run();
        least = allocated(bench);
      }

      assertThat(least).isZero();
    }
  }

  private long allocated(Bench bench) {
    long before = threads.getCurrentThreadAllocatedBytes();
    bench.cycles(MINUTE);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
