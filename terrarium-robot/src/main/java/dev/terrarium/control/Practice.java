package dev.terrarium.control;

import dev.terrarium.control.law.Laws;
import dev.terrarium.control.loop.WarmUp;
import dev.terrarium.control.move.MoveLimits;
import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.ArmState;

/// Does with an arm in memory what a live one may be told later, so that the first switch, move or
/// target that is too old does not cost a live cycle what compiling costs.
final class Practice {
  private static final long CYCLE = 1_000_000;

  /// Which share of the rehearsal's cycles each part has.
  private static final int SHARE = 10;

  private final Arm arm;
  private final ArmController controller;
  private final ArmState state;
  private final double[] torques;
  private final double[] extras;
  private final int cycles;
  private final long until;
  private long nanoTime = System.nanoTime();

  Practice(Arm arm, ArmOptions options) {
    this.arm = arm;
    controller = new ArmController(arm.limits(), options.limiting());
    state = new ArmState(arm.limits().joints());
    torques = new double[state.joints];
    extras = new double[controller.extras()];
    WarmUp warmUp = options.loop().warmUp();
    cycles = warmUp.cycles() / SHARE;
    until = nanoTime + warmUp.atMost().toNanos();
  }

  /// Runs it, for as long as a rehearsal may take at most.
  void run() {
    if (cycles == 0) {
      return;
    }
    arm.begin(nanoTime);
    arm.read(state, nanoTime);
    controller.begin(state);
    controller.live();
    for (String law : Laws.names()) {
      controller.switchTo(Laws.named(law, state.joints), state);
      go();
    }
    move();
    controller.aim(Target.torques(new double[state.joints]), new Age(nanoTime, CYCLE), state);
    go();
    arm.end();
  }

  private void move() {
    for (int number = 0; number < 2; number++) { // The second comes in the middle of the first.
      var _ = controller.move(state.q.clone(), MoveLimits.usual(state.joints), () -> state);
      go();
    }
  }

  private void go() {
    for (int cycle = 0; cycle < cycles && System.nanoTime() - until < 0; cycle++) {
      nanoTime += CYCLE;
      arm.read(state, nanoTime);
      controller.torques(state, torques);
      controller.extras(extras);
      arm.write(torques, nanoTime);
    }
  }
}
