package dev.terrarium.broker.declaration;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// An arm that a loop controls every millisecond; to safety it is the component [#COMPONENT].
///
/// @param model which arm it is
/// @param simulator what computes it: `built-in`, `mujoco`, or `mujoco:` and the path of a library,
///   relative to the declaration
/// @param law which law it begins with
/// @param gains those that are not the usual ones, by their names: one number for all joints or
///   directions, or one for each
/// @param hold how long a policy's target is held; then the arm gives way
/// @param scheduling what its loop asks of the system
public record ArmDeclaration(
    Model model,
    String simulator,
    StartingLaw law,
    Map<String, List<Double>> gains,
    Duration hold,
    Scheduling scheduling) {
  /// What an arm is to safety, and below `actuator` on the bus.
  public static final String COMPONENT = "arm";

  static final String BUILT_IN = "built-in";
  static final Duration USUAL_HOLD = Duration.ofMillis(200);

  public ArmDeclaration {
    Required.components(ArmDeclaration.class, model, simulator, law, gains, hold, scheduling);
    var copies = new LinkedHashMap<String, List<Double>>();
    Required.map("gains", gains)
        .forEach((name, values) -> copies.put(name, Required.list("gains." + name, values)));
    gains = Required.map("gains", copies);
  }

  /// Which arm it is.
  public enum Model {
    /// Franka Research 3.
    FR3,
    /// Franka Emika Robot, also known as Panda.
    FER
  }

  /// Which law it begins with, spelt in small letters.
  public enum StartingLaw {
    IMPEDANCE,
    PID,
    OSC,
    OSC_DAMPED,
    TORQUE,
    /// Takes no targets: the arm is led by hand.
    GRAVITY
  }

  /// What a loop asks of the system; what is not granted is told, and the loop runs all the same.
  ///
  /// @param priority of `SCHED_FIFO`, 1 to 99
  /// @param cpu the processor that it stays on; otherwise one is chosen
  /// @param shield whether the threads of all processes are kept off that processor
  /// @param nice whether the robot's Python gives way to all other threads where the priority is
  ///   refused
  public record Scheduling(int priority, OptionalInt cpu, boolean shield, boolean nice) {
    static final int USUAL_PRIORITY = 80;

    /// What is asked where nothing is said.
    public static final Scheduling USUAL = new Scheduling(USUAL_PRIORITY, OptionalInt.empty());

    public Scheduling {
      Required.components(Scheduling.class, priority, cpu, shield, nice);
    }

    /// Asks for a priority and a processor, and has Python give way where that is refused.
    public Scheduling(int priority, OptionalInt cpu) {
      this(priority, cpu, false, true);
    }
  }

  /// Returns an arm of which nothing more is said.
  public static ArmDeclaration of(Model model) {
    return new ArmDeclaration(
        model, BUILT_IN, StartingLaw.IMPEDANCE, Map.of(), USUAL_HOLD, Scheduling.USUAL);
  }

  /// Returns this arm with something else that computes it.
  public ArmDeclaration simulatedBy(String other) {
    return new ArmDeclaration(model, other, law, gains, hold, scheduling);
  }

  /// Returns this arm with another law to begin with.
  public ArmDeclaration under(StartingLaw other) {
    return new ArmDeclaration(model, simulator, other, gains, hold, scheduling);
  }

  /// Returns this arm with other gains of one name.
  ///
  /// @param values one for all joints or directions, or one for each
  public ArmDeclaration gain(String name, Double... values) {
    var more = new LinkedHashMap<>(gains);
    more.put(name, List.of(values));
    return new ArmDeclaration(model, simulator, law, more, hold, scheduling);
  }

  /// Returns this arm with targets that are held for another time.
  public ArmDeclaration holding(Duration time) {
    return new ArmDeclaration(model, simulator, law, gains, time, scheduling);
  }

  /// Returns this arm with a loop that asks something else of the system.
  public ArmDeclaration scheduled(Scheduling other) {
    return new ArmDeclaration(model, simulator, law, gains, hold, other);
  }
}
