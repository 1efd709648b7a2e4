package dev.terrarium.control;

import dev.terrarium.control.law.Limiting;
import dev.terrarium.control.loop.BoardState;
import dev.terrarium.control.move.MoveLimits;
import dev.terrarium.control.robot.ArmState;
import java.util.List;

/// An arm and its controller, whose cycles a test runs.
final class Bench {
  static final MoveLimits QUICK =
      new MoveLimits(new double[] {5, 5}, new double[] {50, 50}, new double[] {1000, 1000});

  final ElapsedArm arm = new ElapsedArm();
  final ArmController controller = new ArmController(arm.limits, Limiting.FULL, List.of());
  final double[] torques = new double[2];
  final BoardState told = new BoardState(2, controller.extras());
  long now = 5_000_000_000L;

  /// Makes one whose loop is live.
  static Bench live(double... q) {
    var bench = new Bench();
    System.arraycopy(q, 0, bench.arm.q, 0, q.length);
    bench.arm.begin(bench.now);
    bench.arm.read(bench.state(), bench.now);
    bench.controller.begin(bench.state());
    bench.controller.live();
    return bench;
  }

  ArmState state() {
    return told.arm;
  }

  void cycles(int count) {
    for (int cycle = 0; cycle < count; cycle++) {
      now += 1_000_000;
      arm.read(state(), now);
      controller.torques(state(), torques);
      controller.extras(told.extras);
      told.law = controller.law();
      arm.write(torques, now);
    }
  }

  Moving move(double... goal) {
    return controller.move(goal, QUICK, this::state);
  }
}
