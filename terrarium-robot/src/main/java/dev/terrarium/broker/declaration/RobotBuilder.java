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
/// What is said twice replaces what was said before; what has a name is declared once. Faults are
/// found by [#build], all at once; a name of a robot or a topic that none can have, a name that is
/// taken, and null are refused at once.
public final class RobotBuilder {
  private final RobotId robot;
  private final Map<String, Integer> categories = new LinkedHashMap<>();
  private final Map<String, PayloadDeclaration> payloads = new LinkedHashMap<>();
  private final Map<TopicPath, TopicDeclaration> topics = new LinkedHashMap<>();
  private final Map<String, ParameterDeclaration> parameters = new LinkedHashMap<>();
  private final Map<String, CommandDeclaration> commands = new LinkedHashMap<>();
  private final Map<String, ActuatorDeclaration> actuators = new LinkedHashMap<>();
  private final Map<String, SourceDeclaration> sources = new LinkedHashMap<>();
  private final Map<String, PolicyDeclaration> policies = new LinkedHashMap<>();
  private Optional<ArmDeclaration> arm = Optional.empty();
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
    this.robot = new RobotId(Required.given("the name of a robot", "a text", name));
  }

  /// Says which Python and packages it needs: a `pyproject.toml`, or its folder.
  public RobotBuilder pyproject(String place) {
    return python(
        new PythonDeclaration(
            Optional.of(Required.given("pyproject", "a path", place)),
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
            Required.list("pythonPath", folders),
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
            Required.list("scripts", modules),
            python.isolation(),
            python.deadline()));
  }

  /// Says whether Python runs in this process or in one of its own.
  public RobotBuilder isolation(Isolation isolation) {
    return python(
        new PythonDeclaration(
            python.pyproject(), python.path(), python.scripts(), isolation, python.deadline()));
  }

  /// Says how long a command in Python may take that has no timeout; each import has 30 s, or this
  /// if it is longer.
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
    arming = Required.given("simulated", "who arms the robot", by);
    return this;
  }

  /// Names operational states beside `idle`.
  public RobotBuilder states(String... names) {
    states = Required.list("states", names);
    return this;
  }

  /// Names the state that it is in when it has been armed.
  public RobotBuilder initialState(String name) {
    initialState = Required.given("initialState", "a state", name);
    return this;
  }

  /// Says what watches it.
  public RobotBuilder safety(SafetyDeclaration declaration) {
    safety = Required.given("safety", "a SafetyDeclaration", declaration);
    return this;
  }

  /// Says how many commands of a category may run at once.
  public RobotBuilder category(String name, int limit) {
    declare(categories, "category", name, limit);
    return this;
  }

  /// Declares a type of messages.
  public RobotBuilder payload(String name, PayloadDeclaration payload) {
    declare(payloads, "type of messages", name, payload);
    return this;
  }

  /// Declares a topic, by its dotted path.
  ///
  /// @throws IllegalArgumentException if the path is none
  public RobotBuilder topic(String path, TopicDeclaration topic) {
    declare(
        topics,
        "topic",
        TopicPath.of(Required.given("the path of a topic", "a text", path)),
        topic);
    return this;
  }

  /// Declares a parameter, by its dotted path.
  public RobotBuilder parameter(String path, ParameterDeclaration parameter) {
    declare(parameters, "parameter", path, parameter);
    return this;
  }

  /// Declares a command.
  public RobotBuilder command(String name, CommandDeclaration command) {
    declare(commands, "command", name, command);
    return this;
  }

  /// Declares an actuator.
  public RobotBuilder actuator(String name, ActuatorDeclaration actuator) {
    declare(actuators, "actuator", name, actuator);
    return this;
  }

  /// Declares a simulated camera.
  public RobotBuilder source(String name, SourceDeclaration source) {
    declare(sources, "source", name, source);
    return this;
  }

  /// Says which arm it has.
  public RobotBuilder arm(ArmDeclaration declaration) {
    arm = Optional.of(Required.given("arm", "an ArmDeclaration", declaration));
    return this;
  }

  /// Declares a policy that moves the arm.
  public RobotBuilder policy(String name, PolicyDeclaration policy) {
    declare(policies, "policy", name, policy);
    return this;
  }

  private static <K, V> void declare(Map<K, V> all, String what, K name, V declaration) {
    Required.given("the name of a " + what, "a text", name);
    Required.given("the " + what + " '" + name + "'", "what declares it", declaration);
    if (all.putIfAbsent(name, declaration) != null) {
      throw new IllegalArgumentException(
          "The " + what + " '" + name + "' is declared twice: give one of them another name");
    }
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
        new Equipment(sources, arm, policies));
  }
}
