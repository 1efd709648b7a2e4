package dev.terrarium.broker.declaration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.terrarium.broker.declaration.CommandDeclaration.Role;
import dev.terrarium.broker.declaration.OperationDeclaration.Arming;
import dev.terrarium.broker.declaration.TopicDeclaration.ScriptAccess;
import dev.terrarium.bus.Overflow;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.worker.script.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A declaration as TOML.
class RobotTomlTest {
  @Test
  void aTableThatIsThereTwiceIsOneMistakeWhateverItsKeys() {
    var twice = "[policies.a]\ncall = \"m:f\"\n[policies.a]\ncall = \"m:g\"\n[b]\nc = 1\nc = 2\n";

    assertThatThrownBy(() -> RobotToml.parse(twice))
        .isInstanceOfSatisfying(
            DeclarationException.class,
            refused ->
                assertThat(refused.faults())
                    .extracting(DeclarationFault::line, DeclarationFault::message)
                    .containsExactly(
                        tuple(
                            3,
                            "is not TOML: policies.a previously defined at line 1, column 1, at column 1"),
                        tuple(
                            7,
                            "is not TOML: c previously defined at line 6, column 1, at column 1")));
  }

  @Test
  void readsEveryField() {
    var robot = RobotToml.parse(Complete.text());

    assertThat(robot.robot().name()).isEqualTo("scout");
    assertThat(robot.python())
        .isEqualTo(
            new PythonDeclaration(
                Optional.of("pyproject.toml"),
                List.of("scripts", "shared"),
                List.of("detector", "survey.plan"),
                Isolation.PROCESS,
                Duration.ofSeconds(2)));
    assertThat(robot.operation().arming()).isEqualTo(Arming.ON_START);
    assertThat(robot.operation().categories()).containsEntry("recording", 2);
    assertThat(robot.safety().restarts().within()).isEqualTo(Duration.ofMillis(2500));
    var camera = robot.surface().topics().get(TopicPath.of("sensor.camera.rgb"));
    assertThat(camera)
        .isEqualTo(
            TopicDeclaration.of("sensor.image", ScriptAccess.SUBSCRIBE)
                .throttled(Duration.ofMillis(50), true)
                .queued(4, Overflow.DROP_NEWEST)
                .budgeted(Duration.ofMillis(200))
                .documented("What the camera sees."));
    assertThat(robot.surface().parameters())
        .containsOnlyKeys("detector.threshold", "detector.name", "drive.speed")
        .containsEntry(
            "detector.threshold",
            ParameterDeclaration.of(ValueType.FLOAT, 0.5, "How different a pixel must be.")
                .between(0, 1));
    var survey = robot.surface().commands().get("survey");
    assertThat(survey.handling()).isEqualTo(new CommandHandling.Python("detector", "survey"));
    assertThat(survey.arguments().get("speed"))
        .isEqualTo(ArgumentDeclaration.choice(List.of("slow", "fast"), "").or("slow"));
    assertThat(survey.arguments().get("count"))
        .isEqualTo(ArgumentDeclaration.required(ValueType.INTEGER, ""));
    assertThat(robot.surface().commands().get("ready").rules().role()).isEqualTo(Role.ARM);
    assertThat(robot.equipment().sources().get("camera").rate()).isEqualTo(10);
  }

  @Test
  void aNameIsAllThatARobotNeeds() {
    var robot = RobotToml.parse("[robot]\nname = \"scout\"\n");

    assertThat(robot).isEqualTo(RobotDeclaration.builder("scout").build());
    assertThat(robot.operation().arming()).isEqualTo(Arming.OPERATOR);
    assertThat(robot.python().deadline()).isEqualTo(Duration.ofSeconds(30));
    assertThat(robot.safety().disarmTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(robot.safety().restarts().most()).isEqualTo(3);
  }

  @Test
  void tellsAllFaultsAtOnceInTheOrderOfTheText() {
    var text =
        """
        [robot]
        name = "Scout"
        deadline_ms = 0

        [topics."sensor.rgb"]
        type = "sensor.imaeg"

        [commands.survey]
        handler = "python:detector"
        category = "motoin"

        [categories]
        motion = 1
        """;

    assertThat(Complete.faults(text).stream().map(DeclarationFault::toString))
        .containsExactly(
            "line 2: robot.name: must be a name of a-z, 0-9 and _, a letter first, not the text"
                + " \"Scout\"",
            "line 3: robot.deadline_ms: must be a whole number of milliseconds from 1 to 2147483647, not the"
                + " number 0",
            "line 6: topics.\"sensor.rgb\".type: must be a type of messages, not the text"
                + " \"sensor.imaeg\"; did you mean 'sensor.image'?",
            "line 9: commands.survey.handler: must be \"python:module:function\", \"arm\","
                + " \"disarm\", \"set_state:name\" or \"java\", not the text"
                + " \"python:detector\"",
            "line 10: commands.survey.category: must be a category, not the text \"motoin\"; did you"
                + " mean 'motion'?");
  }

  @Test
  void tellsEveryFaultInTheNotationWithLineAndColumn() {
    var text =
        """
        [robot]
        deadline_ms = 99999999999999999999
        [commands.a]
        [commands.a]
        [commands.b]
        handler =
        """;

    var faults = Complete.faults(text);

    assertThat(faults).extracting(DeclarationFault::line).containsExactlyInAnyOrder(2, 4, 6);
    assertThat(faults)
        .allSatisfy(fault -> {
          assertThat(fault.path()).isEmpty();
          assertThat(fault.line()).isBetween(2, 6);
          assertThat(fault.message()).startsWith("is not TOML: ").contains("at column");
        });
  }

  @Test
  void refusesATableThatIsThereTwice() {
    var text = "[robot]\nname = \"scout\"\n[commands.a]\nhandler = \"java\"\n[commands.a]\n";

    assertThat(Complete.faults(text))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.line()).isEqualTo(5);
          assertThat(fault.message()).contains("previously defined");
        });
  }

  @Test
  void refusesANameThatIsThereTwiceInTwoForms() {
    var text =
        """
        [robot]
        name = "scout"
        [topics."sensor.range"]
        scripts = "subscribe"
        [topics.sensor.range]
        scripts = "publish"
        """;

    assertThat(Complete.faults(text))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.path()).isEqualTo("topics.sensor.range");
          assertThat(fault.line()).isEqualTo(5);
          assertThat(fault.message()).contains("is there twice");
        });
  }

  @Test
  void readsPathsQuotedAndAsTablesWithinTables() {
    var quoted = "[robot]\nname = \"scout\"\n[topics.\"sensor.range\"]\nscripts = \"subscribe\"\n";
    var within = "[robot]\nname = \"scout\"\n[topics.sensor.range]\nscripts = \"subscribe\"\n";

    assertThat(RobotToml.parse(within)).isEqualTo(RobotToml.parse(quoted));
  }

  @Test
  void refusesAnUnknownTable() {
    var text = "[robot]\nname = \"scout\"\n[comands.survey]\nhandler = \"java\"\n";

    assertThat(Complete.faults(text))
        .singleElement()
        .hasToString("line 3: comands: is not known; did you mean 'commands'?");
  }

  @Test
  void missesTheTableOfTheRobot() {
    assertThat(Complete.faults(""))
        .singleElement()
        .hasToString("robot: is missing; it must be a table with a name");
  }

  @Test
  void refusesWhatWouldFillTheStackOfAParser() {
    var deep = "a = " + "[".repeat(100_000) + "]".repeat(100_000);

    assertThat(Complete.faults("[robot]\nname = \"scout\"\n" + deep))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.line()).isEqualTo(3);
          assertThat(fault.message()).contains("nested at most 64 deep");
        });
  }

  @Test
  void bracketsInTextsAndCommentsAreNoNesting() {
    var brackets = "[".repeat(100);
    var text =
        "# %1$s\n[robot]\nname = \"scout\"\n[payloads.a]\ndoc = \"%1$s\\\"%1$s\"\nfields.x = \"any\"\n"
                .formatted(brackets)
            + "[payloads.b]\ndoc = '''%1$s\n%1$s'''\nfields.x = \"any\"\n".formatted(brackets);

    assertThat(RobotToml.parse(text).surface().payloads()).containsOnlyKeys("a", "b");
  }

  @Test
  void refusesATextThatIsTooLong() {
    assertThat(Complete.faults("#".repeat((1 << 20) + 1)))
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).contains("at most 1048576 characters"));
  }

  @Test
  void readsAFileAndRefusesOneOfAnotherEncoding(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("robot.toml"), Complete.text());
    var latin = Files.write(folder.resolve("latin.toml"), new byte[] {'#', (byte) 0xe9, '\n'});

    assertThat(RobotToml.read(file)).isEqualTo(RobotToml.parse(Complete.text()));
    assertThatThrownBy(() -> RobotToml.read(latin))
        .isInstanceOf(DeclarationException.class)
        .hasMessageContaining("not encoded in UTF-8");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText() {
    assertThat(RobotToml.parse("\uFEFF[robot]\r\nname = \"scout\"\r\n").robot().name())
        .isEqualTo("scout");
  }
}
