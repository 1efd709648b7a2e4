package dev.terrarium.control.loop;

import dev.terrarium.control.robot.ArmException;
import dev.terrarium.control.robot.Reflex;
import dev.terrarium.safety.SafetyState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// How a loop ended. Whichever way, joints were damped until they rested, as far as the arm took
/// torques and their time to settle allowed, and the arm was let go of.
///
/// `last` are the newest cycles, the oldest of them first, and belong to the receiver.
public sealed interface LoopEnd {
  /// How many cycles it tells of at most.
  int CYCLES = 50;

  /// A joint that is slower has come to rest, rad/s.
  double REST = 0.05;

  /// Returns the last cycles.
  List<CycleRow> last();

  /// Returns a sentence that tells it.
  String words();

  /// Whether something is wrong, and safety has to hear of it.
  default boolean isFault() {
    return true;
  }

  /// Returns a sentence on the first joint that still moved when the loop let go of the arm, if one
  /// did.
  default Optional<String> unrest() {
    if (last().isEmpty()) {
      return Optional.empty();
    }
    double[] dq = last().getLast().dq;
    for (int joint = 0; joint < dq.length; joint++) {
      if (!(Math.abs(dq[joint]) < REST)) {
        return Optional.of(
            "joint %d moved at %s rad/s when the loop let go of the arm"
                .formatted(joint + 1, dq[joint]));
      }
    }
    return Optional.empty();
  }

  /// Somebody asked for it. A fault only if a joint still moved at its end.
  record Stopped(List<CycleRow> last) implements LoopEnd {
    @Override
    public boolean isFault() {
      return unrest().isPresent();
    }

    @Override
    public String words() {
      return "the loop was stopped" + unrest().map(it -> ", and " + it).orElse("");
    }

    @Override
    public String toString() {
      return words();
    }
  }

  /// The robot may not move any more. A fault only if a joint still moved at its end.
  ///
  /// @param state of its safety when the arm was at rest
  record SafetyLeft(SafetyState state, List<CycleRow> last) implements LoopEnd {
    @Override
    public boolean isFault() {
      return unrest().isPresent();
    }

    @Override
    public String words() {
      return "the permit to move is over, and the robot is %s%s"
          .formatted(state.id(), unrest().map(it -> ", and " + it).orElse(""));
    }

    @Override
    public String toString() {
      return words();
    }
  }

  /// The arm stopped by itself.
  ///
  /// @param mask the arm's bits, those that have no name here among them
  record Reflexes(long mask, List<CycleRow> last) implements LoopEnd {
    /// Returns those that have a name.
    public List<Reflex> reflexes() {
      return Reflex.of(mask);
    }

    @Override
    public String words() {
      String names = reflexes().stream().map(Reflex::id).collect(Collectors.joining(", "));
      return "the arm stopped by a reflex: "
          + (names.isEmpty() ? "bits 0x" + Long.toHexString(mask) : names);
    }

    @Override
    public String toString() {
      return words();
    }
  }

  /// The controller threw something.
  record ControllerFailed(Throwable cause, List<CycleRow> last) implements LoopEnd {
    @Override
    public String words() {
      return "the controller failed: " + cause;
    }

    @Override
    public String toString() {
      return words();
    }
  }

  /// The controller gave a torque that is no number.
  ///
  /// @param joint the first of those joints, from 1
  /// @param torque what it gave, NaN or infinite
  record NotANumber(int joint, double torque, List<CycleRow> last) implements LoopEnd {
    @Override
    public String words() {
      return "the controller gave %s for joint %d: expected a finite torque"
          .formatted(torque, joint);
    }

    @Override
    public String toString() {
      return words();
    }
  }

  /// The arm threw something, gave what is no number, or was not let go of.
  record ArmFailed(ArmException cause, List<CycleRow> last) implements LoopEnd {
    @Override
    public String words() {
      return "the arm failed: " + cause.getMessage();
    }

    @Override
    public String toString() {
      return words();
    }
  }
}
