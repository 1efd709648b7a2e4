package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.bus.command.CommandDefinition;
import dev.terrarium.bus.command.CommandResult;
import dev.terrarium.bus.command.CommandSet;
import dev.terrarium.bus.command.Commands;
import dev.terrarium.worker.script.Isolation;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Commands that scripts of the bundled Python begin, wait for and await.
class CommandInPythonTest {
  private static final String MODULE =
      """
      from terrarium import bus

      def look():
          return bus.command("look").result(30)

      async def later():
          return await bus.command("look")

      async def later_thing():
          return await bus.command("thing")

      def thing():
          return bus.command("thing").result(30)

      def hide():
          return bus.command("hide").result(30)
      """;

  private @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void waitsForACommandAndAwaitsOneAndIsToldOfAResultThatCannotCross(Isolation isolation)
      throws Exception {
    LiveRobot.write(folder, "commanding", MODULE);
    try (var robot = new LiveRobot(folder, isolation);
        var commands =
            Commands.open(
                CommandSet.builder()
                    .command(CommandDefinition.of("look", _ -> CommandResult.ok(7L)).build())
                    .command(
                        CommandDefinition.of("thing", _ -> CommandResult.ok(new Object())).build())
                    .build(),
                robot.safety,
                robot.gate,
                robot.bus);
        var broker =
            Broker.open(
                robot.options.exposing(Exposure.NOTHING.commanding("look", "thing")),
                robot.gate,
                robot.bus,
                commands)) {
      assertThat(broker.call("commanding", "look")).isEqualTo(7L);
      assertThat(broker.call("commanding", "later")).isEqualTo(7L);
      assertThatThrownBy(() -> broker.call("commanding", "hide"))
          .isInstanceOf(BrokerException.PythonError.class)
          .hasMessageContaining("unknown_command");
      for (String function : List.of("thing", "later_thing")) {
        assertThatThrownBy(() -> broker.call("commanding", function))
            .isInstanceOf(BrokerException.PythonError.class)
            .hasMessageContaining("terrarium.bus.Refused: command_failed")
            .hasMessageContaining("The result of a command cannot cross, at $");
      }
    }
  }
}
