package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `robot run` of a robot that has an arm and policies.
@Tag("native")
class ArmRunTest {
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

  /// In place of `pass`.
  private static final String SWALLOWING =
      """
              try:
                  while True:
                      pass
              except BaseException:
                  pass
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
    return Reflexes.without(() -> place.call(all));
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
    assertThat(causesOf(said).stream().mapToLong(Long::parseLong).sum())
        .as(said.output())
        .isEqualTo(Long.parseLong(found(said, "\"overruns\":(\\d+)").getFirst()));
    assertThat(said.output()).doesNotContain("undecided");
    assertThat(Files.readString(folder.resolve("page.html")))
        .contains(
            ">arm</text>",
            ">loop, ",
            ">wave, ",
            "<dt>Loop</dt>",
            "<dt>Late cycles, by cause</dt>",
            "<dt>Policy wave</dt>",
            ">warm-up, ",
            ", policy wave (inline), policy fall (process)</dd>")
        .containsPattern("[Aa]rm at rest after|loop ended by a fault");
    if (Reflexes.excuse(said)) {
      assertThat(said.exit()).isEqualTo(3);
      assertThat(said.errors())
          .contains("DISARMED by arm: the arm stopped by a reflex: " + Reflexes.WORDS)
          .contains("The robot is in error: the arm stopped by a reflex: " + Reflexes.WORDS);
    } else {
      assertThat(said.exit()).isZero();
      assertThat(said.errors())
          .containsSubsequence("s  EMERGENCY STOP", "s  the permit to move is over")
          .containsSubsequence("s  EMERGENCY STOP", "s  disarmed");
    }
  }

  /// Returns how many late cycles there are of each cause that there are some of.
  private static List<String> causesOf(Workplace.Said said) {
    return Pattern.compile(":(\\d+)")
        .matcher(found(said, "\"causes\":\\{([^}]*)\\}").getFirst())
        .results()
        .map(count -> count.group(1))
        .toList();
  }

  private static List<String> found(Workplace.Said said, String pattern) {
    return Pattern.compile(pattern)
        .matcher(said.output())
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void tellsWhatThePolicyRaisedThatWasAskedFor() throws IOException {
    var said = run("--arm", "--policy", "fall", "--stop-after", "2");

    assertThat(said.exit()).isEqualTo(3);
    if (!Reflexes.excuse(said)) {
      assertThat(said.errors())
          .contains("s  the policy 'fall' moves the arm")
          .contains("s  the policy 'fall' ended: waving.fall raised ValueError: fallen")
          .containsOnlyOnce("raise ValueError(\"fallen\")")
          .endsWith(
              "terrarium: The policy 'fall' ended: waving.fall raised ValueError: fallen; its traceback stands above.\n");
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

    if (!Reflexes.excuse(said)) {
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
  void tellsAsKilledAndCountsOnceAPolicyThatDidNotEndAtTheStop() throws IOException {
    place
        .write("robot.toml", ROBOT + STUCK.formatted("process"))
        .write("waving.py", SCRIPT.replace("        pass\n", SWALLOWING));

    var said = run("--arm", "--policy", "stick", "--stop-after", "2", "--timeline", "page.html");

    if (!Reflexes.excuse(said)) {
      var sentence = "waving.stick did not end when it was interrupted, so its process was killed.";
      assertThat(said.exit()).as(said.errors()).isEqualTo(3);
      assertThat(said.errors())
          .containsPattern("Python ended after [0-9.]+ ms: waving.stick, killed")
          .contains(sentence)
          .doesNotContain("runs on");
      assertThat(said.output())
          .contains(
              "\"failures\":{\"count\":1,\"last\":\"the process of the policy stick: was killed, as waving.stick")
          .contains("\"level\":\"killed\"")
          .contains("\"error\":\"" + sentence)
          .doesNotContain("runs_on");
      assertThat(Files.readString(folder.resolve("page.html")))
          .contains("<td class=\"text\">killed</td>", sentence)
          .doesNotContain("runs on");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"loading", "s  armed", "s  the arm is started"})
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
  void endsAtCtrlCWhileItStartsAndLeavesNoProcess(String word) throws IOException {
    place.write(
        "waving.py", "import sys\nprint('loading', file=sys.stderr, flush=True)\n" + SCRIPT);

    var said = Reflexes.without(() -> interruptedAt(word));

    assertThat(said.errors()).doesNotContain("Exception", "Error", "\tat ");
    if (!Reflexes.excuse(said)) {
      assertThat(said.exit()).as(said.errors()).isEqualTo(130);
      assertThat(said.output()).startsWith("{\"robot\":\"cell\",\"state\":\"disarmed\"");
    }
  }

  /// Runs it until it says a word, and returns when none of its processes is left.
  private Workplace.Said interruptedAt(String word) throws IOException {
    var call = place.start("robot", "run", "robot.toml", "--arm");
    call.process().getOutputStream().close();
    call.awaitWord(word);
    var children = call.process().descendants().toList();
    call.signal("INT");
    var said = call.await();
    children.forEach(child -> child.onExit().join());
    return said;
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
