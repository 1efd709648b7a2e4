package dev.terrarium.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.terrarium.control.loop.LoopOptions;
import dev.terrarium.control.loop.WarmUp;
import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.ArmState;
import dev.terrarium.control.sim.SimulatedFranka;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a minute of whole cycles leaves for the collector: a Franka's dynamics, the law `osc`,
/// every limit, the permit, the board and the ring, on the loop's own thread.
@Timeout(120)
class WholeCycleAllocationTest {
  private static final RobotId ID = new RobotId("cell");

  private final Safety safety = Safety.open();
  private final Gate gate = safety.register(ID, GateOptions.defaults());

  @AfterEach
  void close() {
    safety.close();
  }

  @Test
  void allocatesNothingInAMinuteOfCyclesOfASimulatedFranka() {
    var hasty = new HastyArm(SimulatedFranka.fr3());
    LoopOptions loop =
        LoopOptions.standard()
            .withoutRealTime()
            .withWarmUp(new WarmUp(6_000, Duration.ofSeconds(5)));
    safety.arm(ID);
    try (var arm = ControlledArm.of(hasty, gate, ArmOptions.standard().withLoop(loop))) {
      arm.switchTo("osc");

      arm.start();
      long least = hasty.least.join();
      var state = arm.snapshot();

      assertThat(least).as("bytes of the loop's thread in 60,000 cycles").isZero();
      assertThat(state.law).as("osc").isEqualTo(3);
      assertThat(state.cycle).isGreaterThanOrEqualTo(HastyArm.MINUTE);
      assertThat(arm.stop().toCompletableFuture().join().isFault()).isFalse();
    }
  }

  /// Has a millisecond pass at each read, without waiting, and counts what its thread allocates.
  private static final class HastyArm implements Arm {
    static final int MINUTE = 60_000;
    private static final int MOST = 10;

    final CompletableFuture<Long> least = new CompletableFuture<>();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Arm arm;
    private long now;
    private int reads;
    private long before;

    HastyArm(Arm arm) {
      this.arm = arm;
    }

    @Override
    public String name() {
      return arm.name();
    }

    @Override
    public ArmLimits limits() {
      return arm.limits();
    }

    @Override
    public boolean isSimulated() {
      return true;
    }

    @Override
    public Arm rehearsal() {
      return arm.rehearsal();
    }

    @Override
    public boolean keepsTime() {
      return true;
    }

    @Override
    public void begin(long nanoTime) {
      now = nanoTime;
      arm.begin(now);
    }

    @Override
    public void read(ArmState into, long nanoTime) {
      now += 1_000_000;
      arm.read(into, now);
      if (reads++ % MINUTE == 0) {
        count(threads.getCurrentThreadAllocatedBytes());
      }
    }

    /// Tells of the first minute without any, as all of it has to be compiled; or of the last.
    private void count(long bytes) {
      if (reads > 1 && (bytes == before || reads > MOST * MINUTE)) {
        least.complete(bytes - before);
      }
      before = threads.getCurrentThreadAllocatedBytes();
    }

    @Override
    public void write(double[] torques, long nanoTime) {
      arm.write(torques, now);
    }

    @Override
    public void end() {
      arm.end();
    }
  }
}
