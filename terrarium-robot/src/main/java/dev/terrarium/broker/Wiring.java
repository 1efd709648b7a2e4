package dev.terrarium.broker;

import dev.terrarium.broker.declaration.ActuatorDeclaration;
import dev.terrarium.broker.declaration.CommandHandling;
import dev.terrarium.broker.declaration.RobotDeclaration;
import dev.terrarium.bus.Bus;
import dev.terrarium.bus.BusOptions;
import dev.terrarium.bus.actuator.ActuatorDriver;
import dev.terrarium.bus.actuator.ActuatorPort;
import dev.terrarium.bus.command.Commands;
import dev.terrarium.bus.command.CommandsOptions;
import dev.terrarium.bus.parameter.Parameters;
import dev.terrarium.message.payload.ActuatorCommand;
import dev.terrarium.message.payload.PayloadType;
import dev.terrarium.message.payload.PayloadTypes;
import dev.terrarium.safety.ComponentPath;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.Safety;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.safety.Watchdog;
import dev.terrarium.worker.PythonSettings;
import dev.terrarium.worker.script.Isolation;
import dev.terrarium.worker.script.ScriptHosts;
import dev.terrarium.worker.script.ScriptSettings;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Opens the rooms of a robot one after the other, and closes them in the reverse order.
///
/// One thread opens; whoever closes afterwards may be any.
final class Wiring implements AutoCloseable {
  private final Safety safety;
  private final RobotDeclaration declaration;
  private final RobotOptions options;
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final Map<String, ActuatorPort> actuators = new LinkedHashMap<>();
  private volatile Optional<Broker> broker = Optional.empty();
  private Optional<Watchdog> watchdog = Optional.empty();
  private PythonSettings interpreter;
  private Exposure scriptsMay;
  private Gate gate;
  private Bus bus;
  private Parameters parameters;
  private Commands commands;

  @SuppressWarnings("NullAway.Init") // open() comes before anybody else has it.
  Wiring(Safety safety, RobotDeclaration declaration, RobotOptions options) {
    this.safety = safety;
    this.declaration = declaration;
    this.options = options;
  }

  void open(PythonSettings python) throws InterruptedException {
    requireFitting();
    var declared = new Declared(declaration, options, () -> broker);
    // Built before anything is open: what is wrong with it costs nothing then.
    var set = declared.commands();
    var exposure = declared.exposure();
    var interpreter =
        declaration
            .python()
            .pyproject()
            .map(project -> python.in(options.folder().resolve(project)))
            .orElse(python);
    openSafety();
    parameters = Parameters.open(declared.parameters(), options.store(), options.parameters(), bus);
    commands =
        Commands.open(set, safety, gate, bus, Optional.of(parameters), CommandsOptions.standard());
    closing.push(commands::close);
    declaration.surface().actuators().forEach(this::openActuator);
    openBroker(interpreter, exposure);
    declaration
        .safety()
        .watchdog()
        .ifPresent(silence -> {
          var its = Watchdog.start(safety, declaration.robot(), silence);
          watchdog = Optional.of(its);
          closing.push(its::close);
        });
    closing.push(this::disarm);
  }

  /// What is given must be asked for, and what is asked for given, so that a slip in a name shows.
  private void requireFitting() {
    var surface = declaration.surface();
    var javaCommands =
        surface.commands().entrySet().stream()
            .filter(command -> command.getValue().handling() instanceof CommandHandling.Java)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    requireKnown("a handler of the command", options.handlers().keySet(), javaCommands);
    requireKnown(
        "a driver of the actuator", options.drivers().keySet(), surface.actuators().keySet());
    var undriven = new HashSet<>(surface.actuators().keySet());
    undriven.removeAll(options.drivers().keySet());
    if (!declaration.operation().simulated() && !undriven.isEmpty()) {
      throw new IllegalArgumentException(
          "The robot '%s' is real, and no driver was given for %s: open it with RobotOptions.driving(…), or declare it as simulated"
              .formatted(declaration.robot(), undriven.stream().sorted().toList()));
    }
  }

  private void requireKnown(String what, Set<String> given, Set<String> known) {
    for (String name : given) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "%s '%s' was given, and '%s' declares no such one to be done in Java; it declares %s"
                .formatted(what, name, declaration.robot(), known.stream().sorted().toList()));
      }
    }
  }

  private void openSafety() {
    var robot = declaration.robot();
    var terms = declaration.safety();
    Set<ComponentPath> components =
        declaration.operation().simulated()
            ? Set.of()
            : declaration.surface().actuators().values().stream()
                .map(Wiring::component)
                .collect(Collectors.toSet());
    gate =
        safety.register(
            robot,
            GateOptions.defaults()
                .withComponents(components)
                .withRestarts(terms.restarts().most(), terms.restarts().within())
                .withPerHandler(terms.disarmTimeout()));
    closing.push(() -> {
      var _ = safety.unregister(robot);
    });
    bus = Bus.open(Optional.of(robot), BusOptions.of(robot.name()));
    closing.push(bus::close);
    var news = bus.follow(gate);
    closing.push(news::close);
  }

  private static ComponentPath component(ActuatorDeclaration actuator) {
    var segments = actuator.path().segments();
    return new ComponentPath(segments.subList(1, segments.size()));
  }

  private void openActuator(String name, ActuatorDeclaration actuator) {
    ActuatorDriver driver = options.drivers().getOrDefault(name, (_, _) -> {});
    Set<PayloadType<? extends ActuatorCommand>> accepted =
        actuator.accepts().stream().map(Wiring::commandType).collect(Collectors.toSet());
    var port = ActuatorPort.open(bus, gate, component(actuator), accepted, driver);
    actuators.put(name, port);
    closing.push(port::close);
  }

  @SuppressWarnings("unchecked") // The declaration was checked: they are types of commands.
  private static PayloadType<? extends ActuatorCommand> commandType(String name) {
    return (PayloadType<? extends ActuatorCommand>) PayloadTypes.builtIn().get(name);
  }

  private void openBroker(PythonSettings python, Exposure exposure) throws InterruptedException {
    var its = declaration.python();
    interpreter =
        python.importingFirst(its.path().stream().map(options.folder()::resolve).toList());
    scriptsMay = exposure;
    var opened =
        open(declaration.robot().name(), its.isolation(), its.scripts(), options.listeners());
    broker = Optional.of(opened);
    closing.push(opened::close);
  }

  private Broker open(
      String name, Isolation isolation, List<String> modules, List<BrokerListener> listeners)
      throws InterruptedException {
    var scripts = ScriptSettings.of(name, interpreter, isolation);
    var terms =
        new BrokerOptions(
            scripts,
            new ArrayList<>(modules),
            scriptsMay,
            limits(declaration.python().deadline()),
            listeners);
    return Broker.open(
        terms,
        gate,
        new Parts(
            new ThreadLanes(name),
            upcalls -> ScriptHosts.open(scripts, upcalls),
            bus,
            Optional.of(commands),
            Optional.of(parameters)));
  }

  /// Opens a broker beside the one that there is, which is closed before that one.
  Broker openBeside(
      String name, Isolation isolation, List<String> modules, List<BrokerListener> listeners)
      throws InterruptedException {
    var opened = open(declaration.robot().name() + "-" + name, isolation, modules, listeners);
    synchronized (this) {
      if (!closing.isEmpty()) {
        closing.push(opened::close);
        // Whatever came later: the robot is disarmed before anything is closed.
        closing.push(this::disarm);
        return opened;
      }
    }
    opened.close();
    throw new IllegalStateException(
        "The robot '%s' is closed: open it again".formatted(declaration.robot()));
  }

  /// Returns the usual limits, under which imports have no less than a call.
  static BrokerOptions.Limits limits(Duration deadline) {
    var usual = BrokerOptions.Limits.USUAL;
    return deadline.compareTo(usual.importing()) > 0 ? usual.withImporting(deadline) : usual;
  }

  private void disarm() {
    if (gate.state() == SafetyState.ARMED) {
      var _ = safety.disarm(declaration.robot()); // Failures are logged where they happen.
    }
  }

  Gate gate() {
    return gate;
  }

  Bus bus() {
    return bus;
  }

  Parameters parameters() {
    return parameters;
  }

  Commands commands() {
    return commands;
  }

  Map<String, ActuatorPort> actuators() {
    return actuators;
  }

  Broker broker() {
    return broker.orElseThrow(() -> new IllegalStateException("The robot is still opening"));
  }

  void heartbeat() {
    watchdog.ifPresent(Watchdog::heartbeat);
  }

  @Override
  public synchronized void close() {
    while (!closing.isEmpty()) {
      closing.pop().run();
    }
  }
}
