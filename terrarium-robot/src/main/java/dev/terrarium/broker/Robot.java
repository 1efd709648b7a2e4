package dev.terrarium.broker;

import dev.terrarium.broker.declaration.OperationDeclaration.Arming;
import dev.terrarium.broker.declaration.RobotDeclaration;
import dev.terrarium.bus.Bus;
import dev.terrarium.bus.actuator.ActuatorPort;
import dev.terrarium.bus.command.Commands;
import dev.terrarium.bus.parameter.Parameters;
import dev.terrarium.safety.ArmResult;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.Safety;
import dev.terrarium.worker.PythonSettings;
import dev.terrarium.worker.script.Isolation;
import java.util.List;
import java.util.Optional;

/// A robot as it was declared, open: its gate, bus, parameters, commands, actuators and Python.
///
/// Nothing here can arm it: that is for whoever holds the [Safety] that it was opened with, and who
/// keeps that. To close the robot disarms it first.
public final class Robot implements AutoCloseable {
  private final RobotDeclaration declaration;
  private final Wiring wiring;

  private Robot(RobotDeclaration declaration, Wiring wiring) {
    this.declaration = declaration;
    this.wiring = wiring;
  }

  /// Opens a robot that needs no Java of its own.
  ///
  /// @see #open(Safety, RobotDeclaration, PythonSettings, RobotOptions)
  public static Robot open(Safety safety, RobotDeclaration declaration, PythonSettings python)
      throws InterruptedException {
    return open(safety, declaration, python, RobotOptions.none());
  }

  /// Opens a robot: registers it, opens its rooms, imports its scripts, and arms it where the
  /// declaration has it armed on its start. Nothing stays open if any of that fails.
  ///
  /// @param safety the operator's; it stays with the caller
  /// @param python chooses the interpreter, or makes the environment of the `pyproject` that is
  ///   declared; the declaration's folders go before its path
  /// @throws IllegalArgumentException if the Java that the declaration asks for is not given, or
  ///   some is given that it does not ask for; or if it has a `pyproject`, and `python` is for one
  ///   interpreter
  /// @throws dev.terrarium.environment.EnvironmentException if that environment cannot be made
  /// @throws NotArmedOnStartException if it is declared to be armed on its start, and cannot be
  /// @throws IllegalStateException if there is a robot of that name
  /// @throws BrokerException if there is no interpreter, or a script cannot be imported
  /// @throws InterruptedException if the thread is interrupted meanwhile
  public static Robot open(
      Safety safety, RobotDeclaration declaration, PythonSettings python, RobotOptions options)
      throws InterruptedException {
    var wiring = new Wiring(safety, declaration, options);
    boolean isOpen = false;
    try {
      wiring.open(python);
      if (declaration.operation().arming() == Arming.ON_START) {
        arm(safety, declaration);
      }
      isOpen = true;
      return new Robot(declaration, wiring);
    } finally {
      if (!isOpen) {
        wiring.close();
      }
    }
  }

  private static void arm(Safety safety, RobotDeclaration declaration) {
    ArmResult result = safety.arm(declaration.robot());
    if (!(result instanceof ArmResult.Armed)) {
      throw new NotArmedOnStartException(
          "The robot %s is declared with arm = \"on_start\" and was not armed: %s"
              .formatted(declaration.robot().name(), reason(result)));
    }
  }

  private static String reason(ArmResult result) {
    return switch (result) {
      case ArmResult.CommandFailed(var reason) -> reason;
      case ArmResult.Armed _, ArmResult.AlreadyArmed _ -> "it is armed already";
      case ArmResult.Disarming _ -> "it is being disarmed";
      case ArmResult.InError _ -> "it is in error";
      case ArmResult.NotRegistered _ -> "its safety was closed";
    };
  }

  /// Returns what it was declared as.
  public RobotDeclaration declaration() {
    return declaration;
  }

  public Gate gate() {
    return wiring.gate();
  }

  public Bus bus() {
    return wiring.bus();
  }

  public Commands commands() {
    return wiring.commands();
  }

  public Parameters parameters() {
    return wiring.parameters();
  }

  public Broker broker() {
    return wiring.broker();
  }

  /// Opens one more broker of this robot, with a queue, a thread and scripts of its own: what those
  /// of [#broker] do keeps nobody waiting here. It may do what they may, and is closed with the
  /// robot, or earlier by whoever opened it.
  ///
  /// @param name what it is called beside the robot, in the names of threads and of a process
  /// @param isolation inline, it shares the interpreter of this process with others, and with that
  ///   modules and the GIL; otherwise it has a process of its own
  /// @param modules are imported first
  /// @param listeners are told what it does
  /// @throws IllegalStateException if the robot is closed
  /// @throws BrokerException if there is no interpreter, or a module cannot be imported
  /// @throws InterruptedException if the thread is interrupted meanwhile; nothing is open then
  public Broker openBeside(
      String name, Isolation isolation, List<String> modules, List<BrokerListener> listeners)
      throws InterruptedException {
    return wiring.openBeside(name, isolation, modules, listeners);
  }

  /// Returns where commands to an actuator arrive, by its declared name.
  public Optional<ActuatorPort> actuator(String name) {
    return Optional.ofNullable(wiring.actuators().get(name));
  }

  /// Says that whoever the watchdog waits for is there; without a watchdog it says nothing.
  public void heartbeat() {
    wiring.heartbeat();
  }

  @Override
  public String toString() {
    return "robot " + declaration.robot() + ", " + gate().state().id();
  }

  /// Disarms it if it is armed, then closes what was opened, the last first, and forgets it. A
  /// second time does nothing.
  @Override
  public void close() {
    wiring.close();
  }
}
