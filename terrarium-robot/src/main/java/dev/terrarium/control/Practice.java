package dev.terrarium.control;

import dev.terrarium.control.law.Gains;
import dev.terrarium.control.law.Law;
import dev.terrarium.control.law.Laws;
import dev.terrarium.control.law.Limiting;
import dev.terrarium.control.loop.Controller;
import dev.terrarium.control.move.MoveLimits;
import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.robot.ArmState;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Does with an arm in memory what a live one may be told later: laws, targets near and far, moves,
/// targets that are too old. The first of each does then not cost a live cycle what compiling
/// costs.
final class Practice implements Controller {
  /// So many cycles each act lasts.
  private static final int ACT = 50;

  private static final Logger LOG = System.getLogger(Practice.class.getName());
  private static final long MILLI = 1_000_000;

  /// How far from where they are joints are wanted, rad; more than limits allow in an act.
  private static final double FAR = 0.6;

  private final ArmLimits limits;
  private final ArmController controller;
  private final List<Consumer<ArmState>> acts = new ArrayList<>();
  private final Random random = new Random(1);
  private int cycle;
  private int act;

  /// @param own each makes a law that is none of [Laws]
  Practice(ArmLimits limits, Limiting limiting, List<Supplier<Law>> own) {
    this.limits = limits;
    controller = new ArmController(limits, limiting, own);
    Stream<Supplier<Law>> known =
        Laws.names().stream().map(law -> () -> Laws.named(law, limits.joints()));
    for (Supplier<Law> law : Stream.concat(known, own.stream()).toList()) {
      acts.add(state -> controller.switchTo(law.get(), state));
      acts.add(this::joints);
      acts.add(this::pose);
      acts.add(this::torques);
      acts.add(this::old);
      acts.add(this::joints);
    }
    acts.add(state -> controller.gains(Gains.usual(limits)));
    acts.add(this::move);
    acts.add(this::move); // In the middle of the one before.
    acts.add(this::move);
  }

  @Override
  public void begin(ArmState state) {
    controller.begin(state);
    controller.live();
  }

  @Override
  public void torques(ArmState state, double[] torques) {
    if (cycle++ % ACT == 0) {
      next(state);
    }
    controller.torques(state, torques);
  }

  private void next(ArmState state) {
    try {
      acts.get(act++ % acts.size()).accept(state);
    } catch (IllegalArgumentException e) {
      LOG.log(Level.DEBUG, "an arm like this will not be told so, and need not rehearse it", e);
    }
  }

  @Override
  public long law() {
    return controller.law();
  }

  @Override
  public String subject() {
    return controller.subject();
  }

  @Override
  public int extras() {
    return controller.extras();
  }

  @Override
  public void extras(double[] into) {
    controller.extras(into);
  }

  private void joints(ArmState state) {
    controller.aim(Target.joints(somewhere(state)), Age.NONE, state);
  }

  private void pose(ArmState state) {
    double[] ee = state.ee.clone();
    for (int axis = 0; axis < 3; axis++) {
      ee[4 * axis + 3] *= 1 - 0.1 * random.nextDouble(); // Nearer to the base, and within reach.
    }
    controller.aim(Target.pose(ee), Age.NONE, state);
  }

  private void torques(ArmState state) {
    controller.aim(Target.torques(torques()), Age.NONE, state);
  }

  /// A target that is too old in the midst of its act.
  private void old(ArmState state) {
    controller.aim(
        Target.joints(somewhere(state)), new Age(state.nanoTime, ACT / 2 * MILLI), state);
  }

  private void move(ArmState state) {
    var _ = controller.move(somewhere(state), MoveLimits.usual(limits.joints()), () -> state);
  }

  private double[] somewhere(ArmState state) {
    double[] q = new double[limits.joints()];
    for (int joint = 0; joint < q.length; joint++) {
      double wanted = state.q[joint] + FAR * (2 * random.nextDouble() - 1);
      q[joint] = Math.clamp(wanted, limits.lower(joint), limits.upper(joint));
    }
    return q;
  }

  private double[] torques() {
    double[] torques = new double[limits.joints()];
    for (int joint = 0; joint < torques.length; joint++) {
      torques[joint] = 0.2 * limits.torque(joint) * (2 * random.nextDouble() - 1);
    }
    return torques;
  }
}
