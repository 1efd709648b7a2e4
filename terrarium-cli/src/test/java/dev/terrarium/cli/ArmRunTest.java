package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `robot run` of a robot that has an arm and policies.
///
/// On a machine that keeps the loop waiting for 20 ms the arm stops by its reflex, as it should;
/// the run is then a failed one, and tells so.
@Tag("native")
class ArmRunTest {
  private static final String REFLEX = "communication_constraints_violation";

  private static final String ROBOT =
      """
      [robot]
      name = "cell"
      simulated = true
      python_path = ["."]

      [arm]
      hold_ms = 2000

      [policies.wave]
      call = "waving:wave"
      autostart = true

      [policies.fall]
      call = "waving:fall"
      isolation = "process"
      """;

  private static final String SCRIPT =
      """
      import math

      def wave(seen):
          q = list(seen["initial_q"])
          q[0] += 0.05 * math.sin(seen["seconds"])
          return {"q": q}

      def fall(seen):
          if seen["number"] == 3:
              raise ValueError("fallen")
          return seen["initial_q"]

      def stick(seen):
          while seen["number"] > 3:
              pass
          return seen["initial_q"]
      """;

  private static final String STUCK =
      """

      [policies.stick]
      call = "waving:stick"
      isolation = "%s"
      deadline_ms = 60000
      """;

  @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void write() throws IOException {
    place = new Workplace(folder).write("robot.toml", ROBOT).write("waving.py", SCRIPT);
  }

  private Workplace.Said run(String... more) throws IOException {
    String[] all = new String[3 + more.length];
    all[0] = "robot";
    all[1] = "run";
    all[2] = "robot.toml";
    System.arraycopy(more, 0, all, 3, more.length);
    return place.call(all);
  }

  @Test
  void startsTheArmAndThePolicyThatStartsWithIt() throws IOException {
    var said = run("--arm", "--stop-after", "2", "--timeline", "page.html");

    assertThat(said.errors())
        .contains("s  the arm is started", "s  scheduling: ", "s  the policy 'wave' moves the arm");
    assertThat(said.output())
        .contains("\"arm\":{\"model\":\"fr3\",\"simulator\":\"built-in\",\"started\":true,")
        .contains("\"loop\":{\"cycles\":", "\"lateness_us\":{\"p50\":")
        .containsPattern("\"policies\":\\{\"wave\":\\{\"asked\":[1-9]");
    assertThat(Files.readString(folder.resolve("page.html")))
        .contains(">arm</text>", ">loop, ", ">wave, ", "<dt>Loop</dt>", "<dt>Policy wave</dt>");
    if (said.errors().contains(REFLEX)) {
      assertThat(said.exit()).isEqualTo(3);
      assertThat(said.errors())
          .contains("DISARMED by arm: the arm stopped by a reflex: " + REFLEX)
          .contains("The robot is in error: the arm stopped by a reflex: " + REFLEX);
    } else {
      assertThat(said.exit()).isZero();
      assertThat(said.errors())
          .containsSubsequence("s  EMERGENCY STOP", "s  the permit to move is over")
          .containsSubsequence("s  EMERGENCY STOP", "s  disarmed");
    }
  }

  @Test
  void tellsWhatThePolicyRaisedThatWasAskedFor() throws IOException {
    var said = run("--arm", "--policy", "fall", "--stop-after", "2");

    assertThat(said.exit()).isEqualTo(3);
    if (!said.errors().contains(REFLEX)) {
      assertThat(said.errors())
          .contains("s  the policy 'fall' moves the arm")
          .contains("s  the policy 'fall' ended: waving.fall raised ValueError: fallen")
          .contains("raise ValueError(\"fallen\")");
      assertThat(said.output())
          .contains("\"failures\":{\"count\":1,\"last\":\"policy fall: waving.fall raised")
          .contains("\"fall\":{\"asked\":3,\"taken\":2,")
          .contains(
              "\"error\":\"The policy 'fall' ended: waving.fall raised ValueError: fallen.\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline", "thread", "process"})
  void tellsWhenAPolicyHadEndedThatWasStuckAtTheStop(String isolation) throws IOException {
    place.write("robot.toml", ROBOT + STUCK.formatted(isolation));

    var said = run("--arm", "--policy", "stick", "--stop-after", "2", "--timeline", "page.html");

    if (!said.errors().contains(REFLEX)) {
      assertThat(said.exit()).isZero();
      assertThat(said.errors())
          .containsPattern("Python ended after [0-9.]+ ms: waving.stick, \\w+");
      assertThat(said.output())
          .containsPattern("\"stop\":\\{[^}]*\"python_ended_ms\":[0-9.]+,\"level\":\"");
      assertThat(Files.readString(folder.resolve("page.html")))
          .contains("Python ended after ")
          .doesNotContain("Nothing was in flight.");
    }
  }

  @Test
  void leavesTheArmOfARobotThatIsNotArmedAlone() throws IOException {
    var said = run("--stop-after", "0");

    assertThat(said.exit()).isZero();
    assertThat(said.errors())
        .contains("the arm is not started, as the robot is not armed; --arm arms it");
    assertThat(said.output()).contains("\"started\":false,\"policies\":{}");
  }

  @Test
  void refusesAPolicyThatIsNotDeclared() throws IOException {
    var said = run("--policy", "wavs");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors())
        .contains("The robot cell has no policy 'wavs'; it has wave, fall", "wave");
  }

  @Test
  void doesNotOpenARobotWhosePolicyHasNoTargetToGive() throws IOException {
    place.write("waving.py", SCRIPT.replace("return {\"q\": q}", "return {\"angles\": q}"));

    var said = run("--arm", "--stop-after", "1");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.errors())
        .contains("returned a dict with the key 'angles': expected {\"q\": 7 numbers in rad}");
  }

  @Test
  void isCheckedAndWrittenDownWithItsArm() throws IOException {
    var checked = place.call("robot", "check", "robot.toml");
    var written = place.call("robot", "docs", "robot.toml");

    assertThat(checked.output())
        .isEqualTo("robot.toml: ok, 0 commands, 0 topics, 0 parameters, an arm, 2 policies\n");
    assertThat(written.output()).contains("## Arm", "## Policies", "| `wave` | 50.0 | `inline` |");
  }
}
