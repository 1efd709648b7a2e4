package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.broker.declaration.CommandHandling;
import dev.terrarium.bus.command.CommandDefinition;
import dev.terrarium.bus.command.CommandResult;
import dev.terrarium.bus.command.CommandSet;
import dev.terrarium.bus.command.Commands;
import dev.terrarium.message.geometry.Vec3;
import dev.terrarium.message.payload.Geometry;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.worker.script.Isolation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
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

      def seven():
          return 7

      def waiting():
          return bus.command("seven").result(600)

      async def awaiting():
          return await bus.command("seven")

      def polling():
          try:
              bus.command("seven").result(0)
          except bus.Refused as refused:
              return refused.code

      def beside():
          seven = bus.command("seven")
          bus.spawn(lambda: print("beside:", seven.result(600), flush=True))

      async def awaits(message):
          print("awaited:", await bus.command("seven"), flush=True)

      def listen():
          bus.on("sensor.point", awaits)

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

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void refusesToHaveAnOperationWaitForACommandThatCouldBeginOnlyAfterIt(Isolation isolation)
      throws Exception {
    LiveRobot.PRINTED.clear();
    LiveRobot.write(folder, "commanding", MODULE);
    var opened = new AtomicReference<@Nullable Broker>();
    var seven =
        new PythonCommand(
            new CommandHandling.Python("commanding", "seven"),
            Duration.ofMinutes(10),
            () -> Optional.ofNullable(opened.get()));
    try (var robot = new LiveRobot(folder, isolation);
        var commands =
            Commands.open(
                CommandSet.builder()
                    .category("many", 100)
                    .command(CommandDefinition.of("seven", seven).category("many").build())
                    .build(),
                robot.safety,
                robot.gate,
                robot.bus);
        var broker =
            Broker.open(
                robot.options.exposing(Exposure.NOTHING.seeing("sensor").commanding("seven")),
                robot.gate,
                robot.bus,
                commands)) {
      opened.set(broker);

      for (String function : List.of("waiting", "awaiting")) {
        assertThatThrownBy(() -> broker.call("commanding", function))
            .isInstanceOf(BrokerException.PythonError.class)
            .hasMessageContaining("state_not_allowed: the command 'seven' is written in Python")
            .hasMessageContaining("await it in a coroutine handler");
      }
      assertThat(broker.call("commanding", "polling")).isEqualTo("timeout");
      broker.call("commanding", "beside");
      robot.awaitPrinted("beside: 7");
      broker.call("commanding", "listen");
      robot.bus.publish(TopicPath.of("sensor.point"), new Geometry.Point3D(new Vec3(0, 0, 0)));
      robot.awaitPrinted("awaited: 7");
    }
  }
}
