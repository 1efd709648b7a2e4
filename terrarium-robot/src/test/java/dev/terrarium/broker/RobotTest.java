package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.broker.declaration.RobotDeclaration;
import dev.terrarium.broker.declaration.RobotToml;
import dev.terrarium.broker.declaration.SurfaceDocs;
import dev.terrarium.bus.Mailbox;
import dev.terrarium.bus.SubscriptionOptions;
import dev.terrarium.bus.actuator.ActuatorResult;
import dev.terrarium.bus.command.CommandError.Code;
import dev.terrarium.bus.command.CommandOutcome;
import dev.terrarium.bus.command.CommandResult;
import dev.terrarium.bus.command.Execution;
import dev.terrarium.bus.command.Submission;
import dev.terrarium.bus.parameter.SetResult;
import dev.terrarium.message.payload.ActuatorCommand;
import dev.terrarium.message.payload.DeclaredPayload;
import dev.terrarium.message.payload.Sensor;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.ArmResult;
import dev.terrarium.safety.DisarmResult;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.worker.PythonSettings;
import dev.terrarium.worker.script.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A robot that is declared in TOML and opened: with Python of its own, and an operator.
class RobotTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final RobotId SCOUT = new RobotId("scout");
  private static final TopicPath JOINTS = TopicPath.of("sensor.joints");
  private static final TopicPath SEEN = TopicPath.of("perception.seen");

  private static final String TOML =
      """
      [robot]
      name = "scout"
      simulated = true
      python_path = ["scripts"]
      scripts = ["detector"]

      [payloads.seen.fields]
      joints = "integer"
      note = { type = "string", required = false }

      [topics."sensor.joints"]
      type = "sensor.joint_state"
      scripts = "subscribe"
      capacity = 4
      budget_ms = 30000

      [topics."perception.seen"]
      type = "seen"
      scripts = "publish"

      [parameters.detector.threshold]
      type = "float"
      default = 0.5
      min = 0
      max = 1

      [parameters.arm.reach]
      type = "unit"
      default = 500
      max = 1000
      unit = "mm"

      [commands.survey]
      handler = "python:detector:survey"
      exposed = true
      doc = "Looks around."

      [commands.survey.arguments]
      area = { type = "float", doc = "m²" }
      speed = { type = "choice", values = ["slow", "fast"], default = "slow" }

      [commands.wander]
      handler = "python:detector:wander"

      [commands.fail]
      handler = "python:detector:fail"

      [actuators.gripper]
      path = "actuator.gripper"
      accepts = ["actuator.command.stop"]
      """;

  private static final String SCRIPT =
      """
      from terrarium import bus

      @bus.on("sensor.joints")
      def joints(message):
          bus.publish("perception.seen", {"joints": len(message["payload"]["names"])})

      def survey(area, speed):
          return {"area": area, "speed": speed}

      def wander():
          bus.publish("perception.seen", {"joints": 0, "note": "on my way"})
          while True:
              pass

      def fail():
          raise ValueError("no idea")
      """;

  private @TempDir Path folder;
  private Safety safety;
  private RobotDeclaration declaration;

  @BeforeEach
  void declare() throws IOException {
    Files.createDirectories(folder.resolve("scripts"));
    Files.writeString(folder.resolve("scripts/detector.py"), SCRIPT);
    safety = Safety.open();
    declaration = RobotToml.parse(TOML);
  }

  @AfterEach
  void close() {
    safety.close();
  }

  private Robot open() throws InterruptedException {
    return Robot.open(safety, declaration, python(), RobotOptions.none().in(folder));
  }

  private static PythonSettings python() {
    return new PythonSettings(LiveRobot::python, List.of(), LiveRobot.SINK, LiveRobot.SINK);
  }

  private static Execution begun(Robot robot, String command, Map<String, Object> goal) {
    return switch (robot.commands().execute(command, goal)) {
      case Submission.Accepted(var execution) -> execution;
      case Submission.Refused(var refusal) -> throw new AssertionError(refusal.error().message());
    };
  }

  private static CommandOutcome outcome(Execution execution) throws InterruptedException {
    return execution.await(PATIENCE).ifOver().orElseThrow();
  }

  private static DeclaredPayload next(Mailbox mailbox) throws InterruptedException {
    return (DeclaredPayload) mailbox.take(PATIENCE).orElseThrow().payload();
  }

  @Test
  void runsInTheEnvironmentOfTheProjectThatItDeclares() throws InterruptedException {
    declaration = RobotToml.parse(TOML.replace("[robot]", "[robot]\npyproject = \"project\""));
    List<Path> made = new ArrayList<>();
    var python =
        new PythonSettings(
            () -> {
              throw new AssertionError("Another interpreter is declared");
            },
            List.of(),
            LiveRobot.SINK,
            LiveRobot.SINK,
            Optional.of(project -> {
              made.add(project);
              return LiveRobot.python();
            }));

    try (var _ = Robot.open(safety, declaration, python, RobotOptions.none().in(folder))) {
      assertThat(made).containsExactly(folder.resolve("project"));
    }
  }

  @Test
  void refusesToOpenWhereNobodyMakesTheEnvironmentThatItDeclares() {
    declaration = RobotToml.parse(TOML.replace("[robot]", "[robot]\npyproject = \"project\""));

    assertThatThrownBy(this::open)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The environment of " + folder.resolve("project") + " is asked for")
        .hasMessageContaining("PythonSettings.choosing(…)");
    assertThat(safety.gate(SCOUT)).isEmpty();
  }

  @Test
  void itsScriptsSubscribeAndPublishAsDeclared() throws InterruptedException {
    try (var robot = open()) {
      var seen = robot.bus().subscribe(SEEN, SubscriptionOptions.named("test"));

      robot
          .bus()
          .publish(
              JOINTS, new Sensor.JointState(List.of("a", "b"), List.of(), List.of(), List.of()));

      assertThat(next(seen).fields()).containsEntry("joints", 2L).containsEntry("note", null);
    }
  }

  @Test
  void aCommandWrittenInPythonRunsOnceTheOperatorHasArmed() throws InterruptedException {
    try (var robot = open()) {
      var early = robot.commands().execute("survey", Map.of("area", 2.0));
      assertThat(early)
          .isInstanceOfSatisfying(
              Submission.Refused.class,
              refused ->
                  assertThat(refused.refusal().error().code()).isEqualTo(Code.SAFETY_DISARMED));

      assertThat(safety.arm(SCOUT)).isInstanceOf(ArmResult.Armed.class);

      assertThat(outcome(begun(robot, "survey", Map.of("area", 2.0))))
          .isEqualTo(new CommandOutcome.Succeeded("survey", Map.of("area", 2.0, "speed", "slow")));
    }
  }

  static Stream<Isolation> isolations() {
    return LiveRobot.isolations();
  }

  @ParameterizedTest
  @MethodSource("isolations")
  void aTripInTheMiddleEndsTheCommandAndTheRobotGoesOnAfterwards(Isolation isolation)
      throws InterruptedException {
    var word = isolation.name().toLowerCase(Locale.ROOT);
    declaration =
        RobotToml.parse(
            TOML.replace("simulated = true", "simulated = true\nisolation = \"" + word + "\""));
    try (var robot = open()) {
      safety.arm(SCOUT);
      var seen = robot.bus().subscribe(SEEN, SubscriptionOptions.named("test"));
      var wandering = begun(robot, "wander", Map.of());
      assertThat(next(seen).fields()).containsEntry("note", "on my way");

      assertThat(safety.disarm(SCOUT)).isInstanceOf(DisarmResult.Disarmed.class);

      assertThat(outcome(wandering).error())
          .hasValueSatisfying(error -> assertThat(error.code()).isEqualTo(Code.SAFETY_DISARMED));
      safety.arm(SCOUT);
      assertThat(outcome(begun(robot, "survey", Map.of("area", 1.0))).isSuccess()).isTrue();
    }
  }

  @Test
  void whatPythonRaisesIsTheReasonOfTheFailure() throws InterruptedException {
    try (var robot = open()) {
      safety.arm(SCOUT);

      var error = outcome(begun(robot, "fail", Map.of())).error().orElseThrow();

      assertThat(error.code()).isEqualTo(Code.COMMAND_FAILED);
      assertThat(error.message()).isEqualTo("detector.fail raised ValueError: no idea");
      assertThat(error.details()).containsEntry("type", "ValueError").containsKey("traceback");
    }
  }

  @Test
  void itsParametersHaveTheirBounds() throws InterruptedException {
    var options = RobotOptions.none().in(folder).setting("detector.threshold", 0.25);
    try (var robot = Robot.open(safety, declaration, python(), options)) {
      var threshold = TopicPath.of("detector.threshold");

      assertThat(robot.parameters().real(threshold)).isEqualTo(0.25);
      assertThat(robot.parameters().real(TopicPath.of("arm.reach"))).isEqualTo(0.5);
      assertThat(robot.parameters().set(threshold, 1.5)).isInstanceOf(SetResult.Refused.class);
    }
  }

  @Test
  void aSimulatedActuatorTakesCommandsOnlyWhileArmed() throws InterruptedException {
    try (var robot = open()) {
      var gripper = robot.actuator("gripper").orElseThrow();
      var stop = new ActuatorCommand.Stop(ActuatorCommand.StopMode.IMMEDIATE, Optional.empty());

      assertThat(gripper.call(stop)).isInstanceOf(ActuatorResult.NotArmed.class);
      safety.arm(SCOUT);
      assertThat(gripper.call(stop)).isInstanceOf(ActuatorResult.Applied.class);
    }
  }

  @Test
  void closingDisarmsFirstAndForgetsTheRobot() throws InterruptedException {
    var robot = open();
    safety.arm(SCOUT);
    var changes = new ConcurrentLinkedQueue<SafetyState>();
    robot.gate().listen(transition -> changes.add(transition.to()));

    robot.close();
    robot.close();

    assertThat(changes).containsExactly(SafetyState.DISARMING, SafetyState.DISARMED);
    assertThat(safety.gate(SCOUT)).isEmpty();
    try (var again = open()) {
      assertThat(again.gate().state()).isEqualTo(SafetyState.DISARMED);
    }
  }

  @Test
  void aSimulatedRobotMayBeArmedOnItsStart() throws InterruptedException {
    declaration =
        RobotToml.parse(TOML.replace("simulated = true", "simulated = true\narm = \"on_start\""));

    try (var robot = open()) {
      assertThat(robot.gate().isArmed()).isTrue();
    }
  }

  @Test
  void commandsThatArmAndDisarmAreTheOperatorsWay() throws InterruptedException {
    declaration =
        RobotToml.parse(
            TOML
                + """
                [commands.ready]
                handler = "java"
                arm = true
                [commands.rest]
                handler = "disarm"
                """);
    var options =
        RobotOptions.none()
            .in(folder)
            .handling(
                "ready",
                context ->
                    context.arm() instanceof ArmResult.Armed
                        ? CommandResult.ok("brakes off")
                        : CommandResult.error("no"));

    try (var robot = Robot.open(safety, declaration, python(), options)) {
      assertThat(safety.arm(SCOUT)).isInstanceOf(ArmResult.Armed.class);
      assertThat(robot.commands().execute("rest", Map.of())).isInstanceOf(Submission.Refused.class);
      assertThat(safety.disarm(SCOUT)).isInstanceOf(DisarmResult.Disarmed.class);
    }
  }

  @Test
  void tellsWhyItCouldNotBeArmedOnItsStart() {
    declaration =
        RobotToml.parse(
            TOML.replace("simulated = true", "simulated = true\narm = \"on_start\"")
                + """
                [commands.ready]
                handler = "java"
                arm = true
                """);
    var options =
        RobotOptions.none().in(folder).handling("ready", _ -> CommandResult.error("no power"));

    assertThatThrownBy(() -> Robot.open(safety, declaration, python(), options))
        .isInstanceOf(NotArmedOnStartException.class)
        .hasMessageContaining("was not armed: ")
        .hasMessageContaining("no power");
  }

  @Test
  void itsImportsHaveAsLongAsItsCallsAndNoLessThanIsUsual() {
    assertThat(Wiring.limits(Duration.ofMinutes(2)).importing()).isEqualTo(Duration.ofMinutes(2));
    assertThat(Wiring.limits(Duration.ofMillis(1)).importing()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void nothingStaysOpenWhenAScriptCannotBeImported() throws IOException {
    Files.writeString(folder.resolve("scripts/detector.py"), "import nothing_of_that_name\n");

    assertThatThrownBy(this::open).isInstanceOf(BrokerException.class);

    assertThat(safety.gate(SCOUT)).isEmpty();
  }

  @Test
  void javaThatIsAskedForIsGivenAndWhatIsGivenIsAskedFor() {
    var asking = RobotToml.parse(TOML + "[commands.go]\nhandler = \"java\"\n");
    var real = RobotToml.parse(TOML.replace("simulated = true", ""));

    assertThatThrownBy(() -> Robot.open(safety, asking, python()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The command 'go' of scout is declared as java, and no handler was given: open the robot"
                + " with RobotOptions.handling(\"go\", …)");
    assertThatThrownBy(() ->
            Robot.open(
                safety, declaration, python(), RobotOptions.none().driving("griper", (_, _) -> {})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'griper' was given")
        .hasMessageContaining("[gripper]");
    assertThatThrownBy(() -> Robot.open(safety, real, python()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("The robot 'scout' is real, and no driver was given for [gripper]");
    assertThat(safety.gate(SCOUT)).isEmpty();
  }

  @Test
  void itsSurfaceIsDocumented() {
    assertThat(SurfaceDocs.markdown(declaration))
        .contains(
            "### `survey`",
            "| `area` | float | required | m² |",
            "| `perception.seen` | publish | `seen` |");
  }
}
