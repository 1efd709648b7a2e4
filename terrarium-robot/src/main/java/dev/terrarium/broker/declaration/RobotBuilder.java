package dev.terrarium.broker.declaration;

import dev.terrarium.broker.declaration.OperationDeclaration.Arming;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.RobotId;
import dev.terrarium.worker.script.Isolation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Collects what makes a declaration, in Java.
///
/// ```
/// RobotDeclaration scout =
///     RobotDeclaration.builder("scout")
///         .simulated(Arming.OPERATOR)
///         .scripts("detector")
///         .topic("sensor.camera.rgb", TopicDeclaration.of("sensor.image", ScriptAccess.SUBSCRIBE))
///         .build();
/// ```
///
/// What is said twice replaces what was said before. Faults are found by [#build], all at once; a
/// name of a robot or a topic that none can have is refused at once.
public final class RobotBuilder {
  private final RobotId robot;
  private final Map<String, Integer> categories = new LinkedHashMap<>();
  private final Map<String, PayloadDeclaration> payloads = new LinkedHashMap<>();
  private final Map<TopicPath, TopicDeclaration> topics = new LinkedHashMap<>();
  private final Map<String, ParameterDeclaration> parameters = new LinkedHashMap<>();
  private final Map<String, CommandDeclaration> commands = new LinkedHashMap<>();
  private final Map<String, ActuatorDeclaration> actuators = new LinkedHashMap<>();
  private final Map<String, SourceDeclaration> sources = new LinkedHashMap<>();
  private PythonDeclaration python =
      new PythonDeclaration(
          Optional.empty(),
          List.of(),
          List.of(),
          Isolation.INLINE,
          PythonDeclaration.USUAL_DEADLINE);
  private SafetyDeclaration safety = SafetyDeclaration.USUAL;
  private boolean simulated;
  private Arming arming = Arming.OPERATOR;
  private List<String> states = List.of();
  private String initialState = OperationDeclaration.IDLE;

  RobotBuilder(String name) {
    this.robot = new RobotId(name);
  }

  /// Says which Python and packages it needs: a `pyproject.toml`, or its folder.
  public RobotBuilder pyproject(String place) {
    return python(
        new PythonDeclaration(
            Optional.of(place),
            python.path(),
            python.scripts(),
            python.isolation(),
            python.deadline()));
  }

  /// Names the folders to import from, the first one first.
  public RobotBuilder pythonPath(String... folders) {
    return python(
        new PythonDeclaration(
            python.pyproject(),
            List.of(folders),
            python.scripts(),
            python.isolation(),
            python.deadline()));
  }

  /// Names the modules that are imported when the robot opens.
  public RobotBuilder scripts(String... modules) {
    return python(
        new PythonDeclaration(
            python.pyproject(),
            python.path(),
            List.of(modules),
            python.isolation(),
            python.deadline()));
  }

  /// Says whether Python runs in this process or in one of its own.
  public RobotBuilder isolation(Isolation isolation) {
    return python(
        new PythonDeclaration(
            python.pyproject(), python.path(), python.scripts(), isolation, python.deadline()));
  }

  /// Says how long a call of Python may take that says nothing else.
  public RobotBuilder deadline(Duration deadline) {
    return python(
        new PythonDeclaration(
            python.pyproject(), python.path(), python.scripts(), python.isolation(), deadline));
  }

  private RobotBuilder python(PythonDeclaration other) {
    python = other;
    return this;
  }

  /// Says that nothing real moves, and who arms the robot.
  public RobotBuilder simulated(Arming by) {
    simulated = true;
    arming = by;
    return this;
  }

  /// Names operational states beside `idle`.
  public RobotBuilder states(String... names) {
    states = List.of(names);
    return this;
  }

  /// Names the state that it is in when it has been armed.
  public RobotBuilder initialState(String name) {
    initialState = name;
    return this;
  }

  /// Says what watches it.
  public RobotBuilder safety(SafetyDeclaration declaration) {
    safety = declaration;
    return this;
  }

  /// Says how many commands of a category may run at once.
  public RobotBuilder category(String name, int limit) {
    categories.put(name, limit);
    return this;
  }

  /// Declares a type of messages.
  public RobotBuilder payload(String name, PayloadDeclaration payload) {
    payloads.put(name, payload);
    return this;
  }

  /// Declares a topic, by its dotted path.
  ///
  /// @throws IllegalArgumentException if the path is none
  public RobotBuilder topic(String path, TopicDeclaration topic) {
    topics.put(TopicPath.of(path), topic);
    return this;
  }

  /// Declares a parameter, by its dotted path.
  public RobotBuilder parameter(String path, ParameterDeclaration parameter) {
    parameters.put(path, parameter);
    return this;
  }

  /// Declares a command.
  public RobotBuilder command(String name, CommandDeclaration command) {
    commands.put(name, command);
    return this;
  }

  /// Declares an actuator.
  public RobotBuilder actuator(String name, ActuatorDeclaration actuator) {
    actuators.put(name, actuator);
    return this;
  }

  /// Declares a simulated camera.
  public RobotBuilder source(String name, SourceDeclaration source) {
    sources.put(name, source);
    return this;
  }

  /// Makes the declaration.
  ///
  /// @throws DeclarationException with all that is wrong, if anything is
  public RobotDeclaration build() {
    return new RobotDeclaration(
        robot,
        python,
        new OperationDeclaration(simulated, arming, states, initialState, categories),
        safety,
        new Surface(payloads, topics, parameters, commands, actuators),
        sources);
  }
}
