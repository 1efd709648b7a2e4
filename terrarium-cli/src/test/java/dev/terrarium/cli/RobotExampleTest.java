package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `examples/perception`, as its page says.
@Tag("native")
class RobotExampleTest {
  @TempDir Path folder;

  @Test
  void stopsTheLookoutWhileItFollowsPeople() throws IOException {
    var robot = Path.of("../examples/perception/robot.toml").toAbsolutePath().normalize();

    var said =
        new Workplace(folder)
            .call(
                "robot",
                "run",
                robot.toString(),
                "--arm",
                "--command",
                "follow",
                "--stop-after",
                "5",
                "--timeline",
                "timeline.html");

    assertThat(said.exit()).as(said.errors()).isZero();
    assertThat(said.errors())
        .contains("first message of a script: estimator.objects, count ")
        .contains("s  EMERGENCY STOP", "ms with safety_disarmed")
        .containsPattern("Python ended after [0-9.]+ ms: detector.follow, (interrupted|marked)");
    assertThat(said.output())
        .contains("\"status\":\"cancelled\",\"code\":\"safety_disarmed\"")
        .contains("\"state\":\"disarmed\"", "\"boxes\":[[");
    assertThat(folder.resolve("timeline.html"))
        .content()
        .contains("<h2 id=\"seen\">Seen last</h2>", "class=\"found\"", "class=\"ragged\"")
        .contains(">sensor.camera.rgb</text>", ">estimator.objects</text>");
  }

  @Test
  void stopsTheLookoutInAProcessOfItsOwnAsWell() throws IOException {
    var example = Path.of("../examples/perception").toAbsolutePath().normalize();
    var text =
        Files.readString(example.resolve("robot.toml"))
            .replace("[robot]", "[robot]\nisolation = \"process\"")
            .replace("[\"scripts\"]", "['%s']".formatted(example.resolve("scripts")))
            .replace("\"frames\"", "'%s'".formatted(example.resolve("frames")));

    var said =
        new Workplace(folder)
            .write("robot.toml", text)
            .call(
                "robot", "run", "robot.toml", "--arm", "--command", "follow", "--stop-after", "5");

    assertThat(said.exit()).as(said.errors()).isZero();
    assertThat(said.errors())
        .contains("s  EMERGENCY STOP", "ms with safety_disarmed")
        .containsPattern("Python ended after [0-9.]+ ms: detector.follow, (interrupted|marked)");
    assertThat(said.output())
        .contains("\"status\":\"cancelled\",\"code\":\"safety_disarmed\"", "\"boxes\":[[");
  }
}
