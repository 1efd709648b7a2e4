package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// `robot run`, as an operator calls it.
@Tag("native")
@Execution(ExecutionMode.CONCURRENT)
class RobotRunTest {
  private static final String ROBOT =
      """
      [robot]
      name = "toy"
      simulated = true
      python_path = ["scripts"]
      scripts = ["toy"]

      [topics.state_machine]
      scripts = "subscribe"

      [commands.spin]
      handler = "python:toy:spin"

      [commands.add]
      handler = "python:toy:add"

      [commands.add.arguments]
      a = { type = "integer", required = true }
      b = { type = "integer", default = 1 }

      [commands.fall]
      handler = "python:toy:fall"
      """;

  private static final String SCRIPT =
      """
      import sys

      def spin():
          print("spinning", file=sys.stderr, flush=True)
          while True:
              pass

      def add(a, b):
          return a + b

      def fall():
          raise ValueError("fallen")
      """;

  private static final String PARAMETERS =
      """

      [parameters]
      detector.threshold = { type = "float", default = 0.5, min = 0, max = 1 }
      arm.reach = { type = "unit", unit = "mm", default = 500 }

      [commands.read]
      handler = "python:toy:read"
      """;

  private static final String READER =
      """
      from terrarium import bus

      def read():
          return [bus.parameter("detector.threshold"), bus.parameter("arm.reach")]
      """;

  @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectory(folder.resolve("scripts"));
    place = new Workplace(folder).write("robot.toml", ROBOT).write("scripts/toy.py", SCRIPT);
  }

  @Test
  void endsTheCommandInFlightByAnEmergencyStop() throws IOException {
    var said = run("--arm", "--command", "spin", "--command-after", "0", "--stop-after", "2");

    assertThat(said.exit()).isZero();
    assertThat(said.errors())
        .contains("s  armed", "s  command spin", "s  EMERGENCY STOP")
        .contains("s  operator: Emergency stop by the operator of robot run: --stop-after 2.0 s")
        .containsPattern("caller freed after [0-9.]+ ms with safety_disarmed")
        .containsPattern("Python ended after [0-9.]+ ms: toy.spin, (interrupted|marked)")
        .contains("s  disarmed");
    assertThat(said.output())
        .startsWith("{\"robot\":\"toy\",\"state\":\"disarmed\",")
        .contains("\"command\":{\"name\":\"spin\",\"status\":\"cancelled\",")
        .contains("\"code\":\"safety_disarmed\"", "\"caller_freed_ms\":", "\"python_ended_ms\":")
        .endsWith("}\n");
  }

  @Test
  void writesATimelineOfTheStop() throws IOException {
    run(
        "--arm",
        "--command",
        "spin",
        "--command-after",
        "0",
        "--stop-after",
        "2",
        "--timeline",
        "page.html");

    assertThat(folder.resolve("page.html"))
        .content()
        .contains("<h1>toy</h1>", "EMERGENCY STOP at", "Caller freed after", "Python ended after")
        .contains("<b>toy.spin</b>", "class=\"ragged\"");
  }

  @Test
  void endsWithTheCommandWhereNoStopIsAskedFor() throws IOException {
    var said = run("--arm", "--command", "add={\"a\": 41}", "--command-after", "0");

    assertThat(said.exit()).isZero();
    assertThat(said.output())
        .contains("\"command\":{\"name\":\"add\",\"status\":\"succeeded\",\"result\":42}");
    assertThat(said.errors())
        .contains("command add succeeded")
        .doesNotContain("EMERGENCY", "Emergency");
  }

  @Test
  void keepsTheWatchdogQuietUntilTheStop() throws IOException {
    place.write("robot.toml", ROBOT + "\n[safety]\nwatchdog_ms = 1500\n");

    var said = run("--arm", "--command", "spin", "--command-after", "1", "--stop-after", "3");

    assertThat(said.exit()).isZero();
    assertThat(said.errors()).contains("EMERGENCY STOP").doesNotContain("watchdog");
    assertThat(said.output()).contains("\"code\":\"safety_disarmed\"", "\"caller_freed_ms\":");
  }

  @Test
  void saysThatSomebodyIsThereSomeTimesWithinTheSilenceOfAWatchdog() {
    assertThat(RobotRun.heartbeat(Optional.of(Duration.ofMillis(10))))
        .isEqualTo(Duration.ofNanos(2_500_000));
    assertThat(RobotRun.heartbeat(Optional.of(Duration.ofSeconds(10))))
        .isEqualTo(Duration.ofMillis(20));
    assertThat(RobotRun.heartbeat(Optional.empty())).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void failsWithACommandThatFails() throws IOException {
    var said = run("--arm", "--command", "fall", "--command-after", "0");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.errors()).contains("command fall failed", "ValueError: fallen");
    assertThat(said.output()).contains("\"status\":\"failed\"", "\"error\":");
  }

  @Test
  void failsWithACommandThatADisarmedRobotRefuses() throws IOException {
    var said = run("--command", "spin", "--command-after", "0");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.output()).contains("\"status\":\"refused\"", "\"state\":\"disarmed\"");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
  void disarmsAndEndsAtCtrlC() throws IOException {
    var call =
        place.start(
            "robot", "run", "robot.toml", "--arm", "--command", "spin", "--command-after", "0");
    call.process().getOutputStream().close();
    call.awaitWord("spinning");

    call.signal("INT");
    var said = call.await();

    assertThat(said.exit()).isEqualTo(130);
    assertThat(said.errors())
        .contains("stopped by a signal", "with safety_disarmed", "s  disarmed")
        .contains("Emergency stop by the operator of robot run: the process was told to end")
        .doesNotContain("did not stop");
    assertThat(said.output()).contains("\"state\":\"disarmed\"");
  }

  @Test
  void refusesACommandThatTheRobotDoesNotHave() throws IOException {
    var said = run("--command", "spinn");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors())
        .contains("no command 'spinn'; it has spin, add, fall")
        .contains("did you mean")
        .doesNotContain("is open");
  }

  @Test
  void refusesArgumentsThatAreNoObject() throws IOException {
    assertThat(run("--command", "add=[1]").errors())
        .contains("What follows add= must be a JSON object");
    assertThat(run("--command", "add={").exit()).isEqualTo(2);
  }

  @Test
  void refusesAGoalThatTheCommandDoesNotTakeBeforeAnythingIsOpened() throws IOException {
    var said = run("--arm", "--command", "add={\"b\": 99999999999999999999, \"c\": 1}");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors())
        .contains("argument 'c': expected an argument named a or b")
        .contains("argument 'a': expected a whole number of 64 bits, was given nothing")
        .contains(
            "argument 'b': expected a whole number of 64 bits, was given the whole number 999")
        .doesNotContain("is open");
  }

  @Test
  void beginsWithTheValuesOfParametersThatAreGiven() throws IOException {
    place.write("robot.toml", ROBOT + PARAMETERS).write("scripts/toy.py", READER);

    var said =
        run(
            "--arm",
            "--parameter",
            "detector.threshold=0.25",
            "--parameter",
            "arm.reach=20 cm",
            "--command",
            "read",
            "--command-after",
            "0");

    assertThat(said.exit()).isZero();
    assertThat(said.output()).contains("\"result\":[0.25,{\"value\":200.0,\"unit\":\"mm\"}]");
  }

  @Test
  void tellsAllThatIsWrongWithTheParametersThatAreGivenAtOnce() throws IOException {
    place.write("robot.toml", ROBOT + PARAMETERS).write("scripts/toy.py", READER);

    var said =
        run(
            "--parameter=detector.threshold=2",
            "--parameter=arm.reach=3 kg",
            "--parameter=arm.raech=1",
            "--parameter=arm",
            "--parameter=arm.reach=1 m");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors())
        .contains("'detector.threshold': expected a finite float from 0.0 to 1.0, was given")
        .contains("parameter 'arm.reach': expected")
        .contains(
            "no parameter 'arm.raech'; it has detector.threshold, arm.reach; did you mean 'arm.reach'?")
        .contains("'arm' is no PATH=VALUE, such as arm.speed=0.5")
        .contains("'arm.reach' is given twice")
        .doesNotContain("is open");
  }

  @Test
  void tellsWhatAScriptRaisesWhenItIsImported() throws IOException {
    place.write("scripts/toy.py", "raise RuntimeError('no camera')\n");

    var said = run();

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.errors()).contains("RuntimeError: no camera", "toy.py\", line 1");
  }

  @Test
  void refusesAScriptThatIsNotThere() throws IOException {
    Files.delete(folder.resolve("scripts/toy.py"));

    var said = run("--json-errors");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors()).startsWith("{\"kind\":\"manifest\"").contains("'toy'");
  }

  @Test
  void refusesACameraWithoutPictures() throws IOException {
    place.write(
        "robot.toml",
        ROBOT
            + """

            [topics."sensor.camera"]
            type = "sensor.image"

            [sources.camera]
            topic = "sensor.camera"
            images = "frames"
            rate_hz = 10
            frame_id = "camera"
            """);

    var said = run();

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors()).contains("frames cannot be listed: no folder.");
  }

  @Test
  void refusesToRunARobotThatNeedsJavaOfItsOwn() throws IOException {
    place.write("robot.toml", ROBOT + "\n[commands.dance]\nhandler = \"java\"\n");

    var said = run();

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors()).contains("'dance' of the robot toy is done in Java");
  }

  private Workplace.Said run(String... options) throws IOException {
    var arguments = new String[3 + options.length];
    arguments[0] = "robot";
    arguments[1] = "run";
    arguments[2] = "robot.toml";
    System.arraycopy(options, 0, arguments, 3, options.length);
    return place.call(arguments);
  }
}
