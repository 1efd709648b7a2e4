package dev.terrarium.control.loop;

import dev.terrarium.control.robot.ArmException;
import dev.terrarium.safety.Gate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a loop ends, by the first reason there was, unless the arm was not let go of; its thread's
/// own, and made once.
final class Ending {
  /// The reasons.
  enum Reason {
    NONE,
    STOPPED,
    SAFETY,
    REFLEXES,
    CONTROLLER,
    NOT_A_NUMBER,
    ARM
  }

  Reason reason = Reason.NONE;
  private @Nullable Throwable cause;
  private long reflexes;
  private int joint;
  private double torque;

  /// Whether there is a reason.
  boolean has() {
    return reason != Reason.NONE;
  }

  void because(Reason first) {
    if (!has()) {
      reason = first;
    }
  }

  void failed(Reason first, Throwable thrown) {
    if (!has()) {
      reason = first;
      cause = thrown;
    }
  }

  /// The arm was not let go of, which is worse than every reason before.
  void notLetGo(Throwable thrown) {
    var failed = new ArmException("it was not let go of: " + thrown.getMessage(), thrown);
    if (cause != null) {
      failed.addSuppressed(cause);
    }
    reason = Reason.ARM;
    cause = failed;
  }

  void reflexes(long mask) {
    if (!has()) {
      reason = Reason.REFLEXES;
      reflexes = mask;
    }
  }

  /// @param index of the joint, from 0
  void notANumber(int index, double value) {
    if (!has()) {
      reason = Reason.NOT_A_NUMBER;
      joint = index + 1;
      torque = value;
    }
  }

  /// Returns what was thrown, if anything was.
  @Nullable Throwable cause() {
    return cause;
  }

  /// Returns the joint whose torque was no number, from 1.
  int joint() {
    return joint;
  }

  /// Returns the torque that was no number.
  double torque() {
    return torque;
  }

  /// Tells it to others.
  LoopEnd told(Gate gate, List<CycleRow> last) {
    return switch (reason) {
      case NONE, STOPPED -> new LoopEnd.Stopped(last);
      case SAFETY -> new LoopEnd.SafetyLeft(gate.state(), last);
      case REFLEXES -> new LoopEnd.Reflexes(reflexes, last);
      case CONTROLLER -> new LoopEnd.ControllerFailed(thrown(), last);
      case NOT_A_NUMBER -> new LoopEnd.NotANumber(joint, torque, last);
      case ARM -> new LoopEnd.ArmFailed(armException(thrown()), last);
    };
  }

  private Throwable thrown() {
    return cause == null ? new AssertionError("nothing was thrown") : cause;
  }

  private static ArmException armException(Throwable thrown) {
    return thrown instanceof ArmException it
        ? it
        : new ArmException("its driver threw what it must not, " + thrown, thrown);
  }
}
