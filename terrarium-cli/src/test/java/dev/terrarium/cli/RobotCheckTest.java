package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `robot check` and `robot docs`, which need no Python.
class RobotCheckTest {
  private static final String EXAMPLE =
      Path.of("../examples/perception/robot.toml").toAbsolutePath().normalize().toString();

  private static final String FAULTY =
      """
      [robot]
      name = "Toy"
      isolatoin = "inline"

      [commands.spin]
      handler = "python:toy"
      timeout_ms = -1
      """;

  @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void open() {
    place = new Workplace(folder);
  }

  @Test
  void saysThatTheExampleIsRight() throws IOException {
    var said = place.call("robot", "check", EXAMPLE);

    assertThat(said.exit()).isZero();
    assertThat(said.output()).isEqualTo(EXAMPLE + ": ok, 1 command, 2 topics, 0 parameters\n");
    assertThat(said.errors()).isEmpty();
  }

  @Test
  void listsAllFaultsWithFieldAndLine() throws IOException {
    place.write("robot.toml", FAULTY);

    var said = place.call("robot", "check", "robot.toml");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.output()).isEmpty();
    assertThat(said.errors())
        .contains("line 2: robot.name: ")
        .contains("line 3: robot.isolatoin: ", "did you mean 'isolation'?")
        .contains("line 6: commands.spin.handler: ")
        .contains("line 7: commands.spin.timeout_ms: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "check", "docs"})
  void pointsToTheHelpOfTheCommandThatWasCalled(String command) throws IOException {
    var said = place.call("robot", command, EXAMPLE, "--foo");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors())
        .contains("There is no option --foo", " See terrarium robot " + command + " --help.");
  }

  @Test
  void tellsAProgramEachFaultByItself() throws IOException {
    place.write("robot.toml", FAULTY);

    var said = place.call("robot", "check", "robot.toml", "--json-errors");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors())
        .startsWith("{\"kind\":\"manifest\"")
        .contains("{\"path\":\"robot.name\",\"message\":\"line 2: ")
        .contains("{\"path\":\"commands.spin.timeout_ms\",\"message\":\"line 7: ");
  }

  @Test
  void saysWhichFileIsNotThere() throws IOException {
    var said = place.call("robot", "check", "none.toml");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors()).isEqualTo("terrarium: There is no declaration none.toml.\n");
  }

  @Test
  void asksForACommand() throws IOException {
    var said = place.call("robot");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors()).contains("robot needs one of run, demo, check, docs and serve.");
  }

  @Test
  void writesDownWhatARobotOffers() throws IOException {
    var printed = place.call("robot", "docs", EXAMPLE);
    var written = place.call("robot", "docs", EXAMPLE, "-o", "lookout.md");

    assertThat(printed.output())
        .startsWith("# lookout\n")
        .contains("### `follow`", "`estimator.objects`", "| `most` | integer | `5` |");
    assertThat(written.exit()).isZero();
    assertThat(folder.resolve("lookout.md")).content().isEqualTo(printed.output());
  }

  @Test
  void doesNotWriteOverTheDeclaration() throws IOException {
    place.write("robot.toml", "[robot]\nname = \"toy\"\n");

    var said = place.call("robot", "docs", "robot.toml", "-o", "robot.toml");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(folder.resolve("robot.toml")).content().contains("toy");
  }
}
