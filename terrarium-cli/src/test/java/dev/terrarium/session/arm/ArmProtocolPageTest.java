package dev.terrarium.session.arm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.control.law.Gains;
import dev.terrarium.control.law.Laws;
import dev.terrarium.environment.Environment;
import dev.terrarium.environment.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the page about the protocol says.
class ArmProtocolPageTest {
  private static final Pattern PROGRAM =
      Pattern.compile("```python client.py\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMMAND = Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE);

  private final String page;

  ArmProtocolPageTest() throws IOException {
    page = Files.readString(Path.of("../docs/reference/arm-protocol.md"));
  }

  @Test
  void tellsEveryCommandLawAndGain() {
    String commands = page.substring(page.indexOf("## Commands"), page.indexOf("### hello"));

    assertThat(COMMAND.matcher(commands).results().map(row -> row.group(1)))
        .containsExactlyElementsOf(Arrays.stream(ArmCommand.values()).map(ArmCommand::id).toList());
    assertThat(Laws.names()).allSatisfy(law -> assertThat(commands).contains("`" + law + "`"));
    assertThat(Gains.Name.values())
        .allSatisfy(gain -> assertThat(page).contains("`" + gain.id() + "`"));
  }

  @Test
  @Tag("native")
  void commandsAnArmByTheProgramOfThePage(@TempDir Path folder) throws Exception {
    var found = PROGRAM.matcher(page);
    assertThat(found.find()).isTrue();
    Path program = Files.writeString(folder.resolve("client.py"), found.group(1));
    try (var robot = new Stations()) {
      ArmKeeper keeper = ArmKeeper.of(robot.safety, robot.gate);
      keeper.arm();
      try (ArmDesk desk = ArmDesk.of(robot.station, keeper, ArmDesk.Abandoned.STOPS);
          ArmServer server = ArmServer.open(desk, folder.resolve("arm.sock"))) {

        String printed = printed(program, server.socket());

        assertThat(printed)
            .startsWith("fr3 7 joints, armed\nthe arm has arrived; no joint is farther than ")
            .endsWith(" rad from its goal\nstopped\n");
      }
    }
  }

  private static String printed(Path program, Path socket) throws Exception {
    Path python =
        Environment.choose(SearchPath.ofProcess().withRequest("bundled", "the test")).executable();
    Process process =
        new ProcessBuilder(python.toString(), program.toString(), socket.toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }
}
