package dev.terrarium.bus.command;

import dev.terrarium.safety.ArmResult;
import dev.terrarium.safety.DisarmResult;
import java.util.function.Supplier;

/// What safety lends to an execution that it runs in order to arm or to disarm.
///
/// Each throws IllegalStateException for an execution that it was not lent to.
record Lever(Supplier<ArmResult> arm, Supplier<DisarmResult> disarm) {
  static final Lever NONE = new Lever(Lever::noArm, Lever::noDisarm);

  static Lever ofArm(Supplier<ArmResult> lever) {
    return new Lever(lever, Lever::noDisarm);
  }

  static Lever ofDisarm(Supplier<DisarmResult> lever) {
    return new Lever(Lever::noArm, lever);
  }

  private static ArmResult noArm() {
    throw new IllegalStateException(
        "this execution cannot arm: only a command that is declared to arm can, when Safety.arm"
            + " runs it");
  }

  private static DisarmResult noDisarm() {
    throw new IllegalStateException(
        "this execution cannot disarm: only a command that is declared to disarm can, when"
            + " Safety.disarm runs it");
  }
}
