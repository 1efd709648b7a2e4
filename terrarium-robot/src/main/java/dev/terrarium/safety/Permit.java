package dev.terrarium.safety;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Proof that a robot was armed, for as long as that arming lasts.
///
/// Only the gate makes one. It is never valid again once its robot has stopped being armed, even if
/// the robot is armed anew; ask [Gate#permit] then. Any thread may ask it. What accepts permits of
/// others asks [Gate#admits] first: a permit of another robot is a permit, too.
public final class Permit {
  private static final StackWalker CALLERS =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  /// Null only where the object was made without its constructor; then it is never valid.
  private final @Nullable Epoch epoch;

  Permit(Epoch epoch) {
    Epoch.requireGate(CALLERS.getCallerClass());
    this.epoch = epoch;
  }

  /// Whether the robot may move: one volatile read.
  public boolean isValid() {
    Epoch its = epoch;
    return its != null && its.open() != null && its.isOpen();
  }

  /// Returns which arming of the robot it belongs to, counted from 1.
  public long epoch() {
    return Objects.requireNonNull(epoch).number();
  }

  /// Returns which robot it is for.
  public RobotId robot() {
    return Objects.requireNonNull(epoch).robot();
  }

  /// Returns if the robot may move.
  ///
  /// @throws NotArmedException if it may not any more
  public void require() {
    if (!isValid()) {
      throw new NotArmedException(
          "This permit to move "
              + (epoch == null ? "was not made by a gate" : epoch.robot() + " is over")
              + ": the robot is not armed any more, or was armed anew. Ask Gate.permit() for the one"
              + " that holds");
    }
  }

  /// Ends the arming; what it proved does not hold from here on.
  void revoke() {
    Objects.requireNonNull(epoch).end();
  }

  @Override
  public String toString() {
    return epoch == null
        ? "no permit"
        : "permit " + epoch.number() + " of " + epoch.robot() + (isValid() ? "" : ", over");
  }
}
