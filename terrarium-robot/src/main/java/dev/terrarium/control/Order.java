package dev.terrarium.control;

import dev.terrarium.control.law.Duty;
import dev.terrarium.control.law.Gains;
import dev.terrarium.control.law.Law;
import dev.terrarium.control.law.Laws;
import dev.terrarium.control.law.Setting;
import dev.terrarium.control.robot.ArmState;
import org.jspecify.annotations.Nullable;

/// What an arm is to do, whole: the loop takes the newest at each cycle. Immutable.
///
/// @param duty what it is to do while its target is young enough
/// @param fallback what it does then: its joints are damped
/// @param number of the duty's law, as boards tell it
/// @param age of the target
/// @param ticket which command this is; gains change without one
/// @param moving the move that the duty is, if it is one
record Order(Duty duty, Duty fallback, long number, Age age, long ticket, @Nullable Moving moving) {
  /// The number of [#YIELDING].
  static final long YIELDS = -1;

  /// Gives way, and damps: τ = −kd q̇.
  private static final Law YIELDING = Law.of("yielding", Order::damp);

  /// Begins with a duty.
  static Order of(Duty duty) {
    return composed(duty, Age.NONE, 0, null);
  }

  /// Returns the same command with other gains or another tool.
  Order with(Setting setting) {
    return composed(duty.with(setting), age, ticket, moving);
  }

  /// Returns the next command.
  Order next(Duty nextDuty, Age nextAge, @Nullable Moving nextMoving) {
    return composed(nextDuty, nextAge, ticket + 1, nextMoving);
  }

  /// Returns the same command with a new target.
  Order aimed(Duty aimedDuty, Age aimedAge) {
    return composed(aimedDuty, aimedAge, ticket, null);
  }

  /// Returns the duty where targets may follow, which a move is not: one that goes on ends where
  /// the arm stands, one that has ended leaves its goal.
  Duty open(ArmState state) {
    if (!(duty.law() instanceof Follow)) {
      return duty;
    }
    boolean goesOn = moving != null && !moving.end().isDone();
    Setting setting = goesOn ? duty.setting().heldAt(state) : duty.setting();
    return new Duty(Laws.impedance(), setting, duty.swap() + 1);
  }

  /// Returns the move, if it goes that way.
  @Nullable Moving movingBy(Follow way) {
    return duty.law().equals(way) ? moving : null;
  }

  /// Returns the law that somebody chose; a move is by impedance.
  Law law() {
    return duty.law() instanceof Follow ? Laws.impedance() : duty.law();
  }

  private static Order composed(Duty duty, Age age, long ticket, @Nullable Moving moving) {
    var fallback = new Duty(YIELDING, duty.setting(), duty.swap());
    return new Order(
        duty, fallback, Laws.names().indexOf(duty.law().name()) + 1, age, ticket, moving);
  }

  private static void damp(ArmState state, Setting setting, double[] torques) {
    for (int joint = 0; joint < torques.length; joint++) {
      torques[joint] = -setting.gains().of(Gains.Name.KD, joint) * state.dq[joint];
    }
  }
}
