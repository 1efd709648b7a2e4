package dev.terrarium.control.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.terrarium.control.robot.ArmState;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a minute of cycles leaves for the collector.
class AllocationTest {
  private static final int MINUTE = 60_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void allocatesNothingInAMinuteOfCycles() {
    try (var robot = new ArmedRobot()) {
      SteppedArm arm = SteppedArm.ofTwo();
      arm.isKept = false;
      var cycles =
          new Cycles(
              arm,
              new Spring(),
              robot.permit,
              LoopOptions.standard(),
              new LoopClock.OfRehearsal(),
              Records.create(2, 3, new Sharing(Optional.empty(), Optional.empty(), 1024)));
      cycles.begin();

      long least = allocated(cycles);
      for (int minute = 0; minute < 10 && least > 0; minute++) { // Until all of it is compiled.
        least = allocated(cycles);
      }

      assertThat(least).isZero();
      assertThat(arm.writes()).isGreaterThanOrEqualTo(2 * MINUTE - MINUTE);
    }
  }

  private long allocated(Cycles cycles) {
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int cycle = 0; cycle < MINUTE; cycle++) {
      cycles.cycle();
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  /// Draws each joint to 0, and tells three numbers of its own.
  private static final class Spring implements Controller {
    @Override
    public void begin(ArmState state) {}

    @Override
    public void torques(ArmState state, double[] torques) {
      for (int joint = 0; joint < torques.length; joint++) {
        torques[joint] = -10 * state.q[joint] - 2 * state.dq[joint] + 0.1;
      }
    }

    @Override
    public long law() {
      return 7;
    }

    @Override
    public int extras() {
      return 3;
    }

    @Override
    public void extras(double[] into) {
      into[0] = 1;
      into[1] = 2;
      into[2] = 3;
    }
  }
}
