package dev.terrarium.session.arm;

import dev.terrarium.control.robot.Arm;
import dev.terrarium.control.robot.ArmException;
import dev.terrarium.control.sim.MujocoFranka;
import dev.terrarium.control.sim.SimulatedFranka;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// What computes a simulated arm.
public sealed interface ArmSimulator {
  /// The one that needs nothing else.
  record BuiltIn() implements ArmSimulator {}

  /// MuJoCo, where its library is installed.
  ///
  /// @param library its file; without it, the newest where systems install it
  record Mujoco(Optional<Path> library) implements ArmSimulator {}

  /// Returns what a text means: `built-in`, `mujoco`, or `mujoco:` and the path of its library.
  ///
  /// @throws IllegalArgumentException if it means none of them; says what was expected
  static ArmSimulator of(String text) {
    String library = "mujoco:";
    if (text.equals("built-in")) {
      return new BuiltIn();
    }
    if (text.equals("mujoco")) {
      return new Mujoco(Optional.empty());
    }
    if (text.length() > library.length() && text.startsWith(library)) {
      try {
        return new Mujoco(Optional.of(Path.of(text.substring(library.length()))));
      } catch (InvalidPathException e) {
        throw new IllegalArgumentException(
            "'%s' names no file: %s; expected mujoco:PATH".formatted(text, e.getReason()), e);
      }
    }
    throw new IllegalArgumentException(
        "there is no simulator '%s': expected built-in, mujoco, or mujoco:PATH of its library"
            .formatted(text));
  }

  /// Makes an arm, which its receiver closes if it can be closed.
  ///
  /// @throws ArmException if the simulator is not there; says what to do
  default Arm arm(ArmModel model) {
    return switch (this) {
      case BuiltIn() -> SimulatedFranka.of(model.parameters(), model.home());
      case Mujoco(var library) ->
          MujocoFranka.open(
              library.or(MujocoFranka::find).orElseThrow(ArmSimulator::missing),
              model.parameters(),
              model.home());
    };
  }

  private static ArmException missing() {
    return new ArmException(
        "MuJoCo was not found where systems install it: name its library by mujoco:PATH, such as mujoco:/opt/mujoco/lib/libmujoco.so.3.3.0, or take the simulator built-in");
  }
}
