package dev.terrarium.session.arm;

import dev.terrarium.control.loop.LoopEnd;
import dev.terrarium.safety.ArmResult;
import dev.terrarium.safety.DisarmResult;
import dev.terrarium.safety.ForceDisarmResult;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import dev.terrarium.safety.SafetyState;
import java.util.stream.Collectors;

/// The operator's part of one robot: to arm it, to disarm it, and to look after a fault.
///
/// Whoever holds it can arm. Any thread.
public final class ArmKeeper {
  private final Safety safety;
  private final Gate gate;
  private final Operator operator;

  /// Who arms.
  private enum Operator {
    TERMINAL,
    START,
    NOBODY
  }

  private ArmKeeper(Safety safety, Gate gate, Operator operator) {
    this.safety = safety;
    this.gate = gate;
    this.operator = operator;
  }

  /// Makes one that arms when its operator says so, at the terminal that serves the arm.
  ///
  /// @param safety that has the robot in care, and stays the caller's
  public static ArmKeeper of(Safety safety, Gate gate) {
    return new ArmKeeper(safety, gate, Operator.TERMINAL);
  }

  /// Makes one for a simulated robot, which arms it at each start of its arm.
  ///
  /// @param safety that has the robot in care, and stays the caller's
  public static ArmKeeper armingOnStart(Safety safety, Gate gate) {
    return new ArmKeeper(safety, gate, Operator.START);
  }

  /// Makes one for a simulated robot that nobody arms.
  ///
  /// @param safety that has the robot in care, and stays the caller's
  static ArmKeeper withoutOperator(Safety safety, Gate gate) {
    return new ArmKeeper(safety, gate, Operator.NOBODY);
  }

  /// Returns what everybody else sees.
  public Gate gate() {
    return gate;
  }

  /// Arms the robot, and says what came of it.
  public String arm() {
    ArmResult result = safety.arm(robot());
    return switch (result) {
      case ArmResult.Armed _ -> "armed";
      case ArmResult.AlreadyArmed _ -> "armed already";
      case ArmResult.Disarming _ -> "not armed: it is being disarmed; arm it when that is over";
      case ArmResult.InError _ ->
          "not armed: it is in error; look at it, say recover if it is safe, and arm it then";
      case ArmResult.NotRegistered _ -> "not armed: it has been closed";
      case ArmResult.CommandFailed(var reason) -> "not armed: " + reason;
    };
  }

  /// Disarms the robot, waits until its arm is at rest, and says what came of it.
  public String disarm() {
    DisarmResult result = safety.disarm(robot());
    return switch (result) {
      case DisarmResult.Disarmed _ -> "disarmed";
      case DisarmResult.AlreadyDisarmed _ -> "disarmed already";
      case DisarmResult.AlreadyDisarming _ -> "it is being disarmed";
      case DisarmResult.AlreadyInError _ ->
          "it is in error, and may not move; look at it, and say recover if it is safe";
      case DisarmResult.NotRegistered _ -> "it has been closed";
      case DisarmResult.Failed(var failures) ->
          "not made safe: "
              + failures.stream().map(Object::toString).collect(Collectors.joining("; "));
      case DisarmResult.CommandFailed(var reason) -> "the command that disarms failed: " + reason;
    };
  }

  /// Takes the operator's word that a robot in error is safe, and says what came of it.
  public String recover() {
    ForceDisarmResult result = safety.forceDisarm(robot());
    return switch (result) {
      case ForceDisarmResult.Disarmed _ -> "disarmed, on your word that it is safe";
      case ForceDisarmResult.NotInError(var state) ->
          "there is nothing to recover from: it is " + state.words();
      case ForceDisarmResult.HandlersRunning _ ->
          "it is still being made safe; say recover again when that is over";
      case ForceDisarmResult.NotRegistered _ -> "it has been closed";
    };
  }

  /// Puts the robot in error, whose loop has ended by a fault.
  public void failed(LoopEnd end) {
    var _ = safety.transitionToError(robot(), end.words());
  }

  /// Arms a robot that is armed by the start of its arm, after a fault, too; nothing moves by that
  /// but in memory.
  void beforeStart() {
    if (operator == Operator.START) {
      if (gate.state() == SafetyState.ERROR) {
        var _ = safety.forceDisarm(robot());
      }
      var _ = safety.arm(robot()); // Where it is not armed by this, the start says so.
    }
  }

  /// Returns why the arm was not started, and who does what about it.
  ///
  /// @param state of its robot then
  String refusal(SafetyState state) {
    return "the arm '%s' was not started: %s".formatted(robot(), reason(state));
  }

  private String reason(SafetyState state) {
    String stands = "its robot is " + state.words();
    return switch (state) {
      case ARMED -> "its robot was disarmed meanwhile; see why, and start it again";
      case DISARMING -> stands + "; when that is over, have it armed and start it again";
      case DISARMED, ERROR ->
          switch (operator) {
            case TERMINAL ->
                stands
                    + (state == SafetyState.ERROR
                        ? ". Its operator looks at it, and says recover and then arm"
                        : ". Its operator says arm")
                    + " at the terminal where it is served; then start it again";
            case START -> stands + " again; see why, and start it again";
            case NOBODY ->
                stands
                    + ", and has no operator in a program of its own: open it with arm=\"on_start\", and each start arms it";
          };
    };
  }

  private RobotId robot() {
    return gate.robot();
  }
}
