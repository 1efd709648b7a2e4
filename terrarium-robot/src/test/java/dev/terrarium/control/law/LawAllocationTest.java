package dev.terrarium.control.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.control.robot.ArmLimits;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A cycle of any law leaves nothing for the collector.
class LawAllocationTest {
  private static final int CYCLES = 60_000;
  private static final double[] LIMITS = {3, 3, 3, 3, 3, 3, 3};

  private final PointMassArm arm = PointMassArm.ready();
  private final double[] torques = new double[PointMassArm.JOINTS];
  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private List<Duty> duties() {
    double[] tool = Poses.identity();
    tool[11] = 0.1;
    Setting setting =
        Setting.holding(arm.state).withTool(tool).withQDesired(0.1, -0.7, 0, -2.3, 0, 1.5, 0.7);
    List<Duty> duties = new ArrayList<>();
    for (String name : Laws.names()) {
      duties.add(new Duty(Laws.named(name, PointMassArm.JOINTS), setting, duties.size()));
    }
    Law spring =
        Law.of("spring", (state, wanted, torques) -> torques[0] = wanted.qDesired(0) - state.q[0]);
    duties.add(new Duty(spring, setting, duties.size()));
    return duties;
  }

  private long allocated(LawSwitch lawSwitch, Duty[] duties) {
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      arm.state.nanoTime += 1_000_000;
      lawSwitch.torques(duties[cycle % duties.length], arm.state, torques);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void sixtyThousandCyclesOfAllLawsInTurnAllocateNothing() {
    Duty[] duties = duties().toArray(Duty[]::new);
    var limits =
        ArmLimits.between(new double[PointMassArm.JOINTS], LIMITS)
            .velocity(LIMITS)
            .acceleration(LIMITS)
            .torque(LIMITS);

    for (Limiting limiting : Limiting.values()) {
      var lawSwitch = LawSwitch.through(TorqueLimiter.of(limits.build(), limiting));
      lawSwitch.begin(arm.state);
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 4; round++) {
        least = Math.min(least, allocated(lawSwitch, duties));
      }

      assertThat(least).as(limiting.name()).isZero();
    }
  }
}
