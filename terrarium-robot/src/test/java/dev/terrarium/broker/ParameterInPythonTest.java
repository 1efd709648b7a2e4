package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.broker.declaration.RobotToml;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.Safety;
import dev.terrarium.worker.PythonSettings;
import dev.terrarium.worker.script.Isolation;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Scripts of the bundled Python that read a robot's parameters.
class ParameterInPythonTest {
  private static final String TOML =
      """
      [robot]
      name = "scout"
      simulated = true
      arm = "on_start"
      isolation = "%s"
      scripts = ["reader"]

      [parameters]
      detector.threshold = { type = "float", default = 0.5 }
      detector.least = { type = "integer", default = 3 }
      detector.model = { type = "string", default = "v8" }
      detector.quick = { type = "boolean", default = false }
      arm.reach = { type = "unit", unit = "mm", default = 500 }
      """;

  private static final String SCRIPT =
      """
      from terrarium import bus

      at_import = bus.parameter("detector.threshold")

      def first():
          return at_import

      def read(path):
          return bus.parameter(path)

      def refused(path):
          try:
              bus.parameter(path)
          except bus.Refused as refusal:
              return [refusal.code, refusal.message, refusal.details]

      def spawned():
          read = []
          bus.spawn(lambda: read.append(bus.parameter(["detector", "least"]))).wait(60)
          return read
      """;

  private final Safety safety = Safety.open();
  private @TempDir Path folder;

  @AfterEach
  void close() {
    safety.close();
  }

  static Stream<Isolation> isolations() {
    return LiveRobot.isolations();
  }

  private Robot open(Isolation isolation) throws InterruptedException {
    LiveRobot.write(folder, "reader", SCRIPT);
    var python =
        new PythonSettings(LiveRobot::python, List.of(folder), LiveRobot.SINK, LiveRobot.SINK);
    return Robot.open(
        safety,
        RobotToml.parse(TOML.formatted(isolation.name().toLowerCase(Locale.ROOT))),
        python,
        RobotOptions.none().setting("detector.threshold", 0.25));
  }

  private static @Nullable Object call(Robot robot, String function, Object... arguments)
      throws InterruptedException {
    return robot.broker().call("reader", function, arguments);
  }

  @ParameterizedTest
  @MethodSource("isolations")
  void aScriptReadsEachParameterAsItsTypeWhenItIsImportedAndLater(Isolation isolation)
      throws InterruptedException {
    try (var robot = open(isolation)) {
      assertThat(call(robot, "first")).isEqualTo(0.25);
      assertThat(call(robot, "read", "detector.threshold")).isEqualTo(0.25);
      assertThat(call(robot, "read", "detector.least")).isEqualTo(3L);
      assertThat(call(robot, "read", "detector.model")).isEqualTo("v8");
      assertThat(call(robot, "read", "detector.quick")).isEqualTo(false);
      assertThat(call(robot, "read", "arm.reach")).hasToString("{value=500.0, unit=mm}");
      assertThat(call(robot, "spawned")).isEqualTo(List.of(3L));

      robot.parameters().set(TopicPath.of("detector.model"), "v9");

      assertThat(call(robot, "read", "detector.model")).isEqualTo("v9");
    }
  }

  @ParameterizedTest
  @MethodSource("isolations")
  void aParameterThatThereIsNotIsRefusedWithTheNameThatMayHaveBeenMeant(Isolation isolation)
      throws InterruptedException {
    try (var robot = open(isolation)) {
      assertThat(call(robot, "refused", "detector.treshold"))
          .hasToString(
              "[invalid_argument, there is no parameter 'detector.treshold'; did you mean"
                  + " 'detector.threshold'?, {parameter=detector.treshold}]");
      assertThat(call(robot, "refused", "zzz"))
          .asString()
          .contains("there is no parameter 'zzz'; there are: [detector.threshold, detector.least,");
      assertThat(call(robot, "refused", "Not a path"))
          .asString()
          .startsWith("[invalid_argument, Segment 1 of a topic's path");
    }
  }
}
