package dev.terrarium.session.arm;

import dev.terrarium.control.loop.LoopOptions;
import dev.terrarium.safety.ComponentPath;
import java.util.Objects;

/// What an arm is opened with.
///
/// @param model which arm it is
/// @param simulator what computes it
/// @param component what it is to its robot's safety
/// @param loop what its loop is started with; without files for its state and its cycles, these lie
///   in a folder of the station's own
/// @param explainsStops whether the Flight Recorder tells why cycles were late, where there is one;
///   it takes a second at the first start
public record ArmSettings(
    ArmModel model,
    ArmSimulator simulator,
    ComponentPath component,
    LoopOptions loop,
    boolean explainsStops) {
  public ArmSettings {
    Objects.requireNonNull(model, "model is which arm it is, not null");
    Objects.requireNonNull(simulator, "simulator is what computes the arm, not null");
    Objects.requireNonNull(component, "component is the arm's path, not null");
    Objects.requireNonNull(loop, "loop is what the loop is started with, not null");
  }

  /// Returns what holds unless something is said: a Franka Research 3, computed by what is built
  /// in, as the component `arm`.
  public static ArmSettings standard() {
    return new ArmSettings(
        ArmModel.FR3,
        new ArmSimulator.BuiltIn(),
        ComponentPath.of("arm"),
        LoopOptions.standard(),
        true);
  }

  /// Returns these with another model.
  public ArmSettings withModel(ArmModel value) {
    return new ArmSettings(value, simulator, component, loop, explainsStops);
  }

  /// Returns these with another simulator.
  public ArmSettings withSimulator(ArmSimulator value) {
    return new ArmSettings(model, value, component, loop, explainsStops);
  }

  /// Returns these with another component.
  public ArmSettings withComponent(ComponentPath value) {
    return new ArmSettings(model, simulator, value, loop, explainsStops);
  }

  /// Returns these with another loop.
  public ArmSettings withLoop(LoopOptions value) {
    return new ArmSettings(model, simulator, component, value, explainsStops);
  }

  /// Returns these with the Flight Recorder asked, or not.
  public ArmSettings explainingStops(boolean value) {
    return new ArmSettings(model, simulator, component, loop, value);
  }
}
