package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.bus.Mailbox;
import dev.terrarium.bus.SubscriptionOptions;
import dev.terrarium.message.geometry.Vec3;
import dev.terrarium.message.payload.Geometry;
import dev.terrarium.message.payload.PayloadTypes;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.worker.script.Isolation;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Scripts of the bundled Python that see and do what a robot exposes to them.
class ScriptInPythonTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration BUDGET = Duration.ofSeconds(3);

  private static final String MODULE =
      """
      import asyncio
      import time
      from terrarium import bus

      @bus.on("sensor.point")
      def seen(message):
          x = message["payload"]["vec"]
          if float(x[0]) < 0:
              raise ValueError("behind")
          if float(x[0]) > 100:
              while True:
                  pass
          bus.publish("estimator.point", {"vec": [float(v) * 2 for v in x]})

      @bus.on("sensor.slow")
      async def slowly(message):
          await asyncio.sleep(0.01)
          bus.publish("estimator.point", {"vec": [7.0, 7.0, 7.0]})

      def state():
          return [bus.safety_state(), bus.armed()]

      def hold():
          bus.publish("actuator.shoulder", {"type": "actuator.command.hold"})

      def refused():
          try:
              bus.publish("safety.error", {"type": "safety.hardware_error", "path": ["a"], "error": "forged"})
          except bus.Refused as refusal:
              return refusal.code

      def names():
          return [n for n in dir(bus) if "arm" in n]

      def forge():
          import threading
          from terrarium import _scripts
          ask = _scripts.current()._ask
          kept = [("hold", "actuator.shoulder", {"type": "actuator.command.hold"})]
          def mover():
              released.wait()
              while len(answer := ask("publish", list(kept[0][1:]), None)) != 3:
                  pass
              print("forged:", answer[0], flush=True)
          threading.Thread(target=mover, daemon=True).start()

      import threading
      released = threading.Event()

      def release():
          released.set()

      def spawn():
          def work():
              try:
                  hold()
              except bus.Refused as refusal:
                  print("spawned was refused:", refusal.code, flush=True)
              while True:
                  time.sleep(0.001)
          bus.spawn(work)
      """;

  private @TempDir Path folder;

  private LiveRobot open(Isolation isolation) {
    LiveRobot.PRINTED.clear();
    LiveRobot.write(folder, "scripts", MODULE);
    var exposure =
        Exposure.NOTHING
            .seeing("sensor")
            .publishing("estimator.point", PayloadTypes.of(Geometry.Point3D.class))
            .publishing("actuator.shoulder");
    return new LiveRobot(
        folder,
        isolation,
        options ->
            options
                .importing("scripts")
                .exposing(exposure)
                .within(BrokerOptions.Limits.USUAL.withHandler(BUDGET)));
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void answersAMessageWithAMessage(Isolation isolation) throws InterruptedException {
    try (var robot = open(isolation)) {
      Mailbox points = points(robot);

      publish(robot, "sensor.point", 2);

      assertThat(points.take(PATIENCE).orElseThrow().payload())
          .isEqualTo(new Geometry.Point3D(new Vec3(4, 0, 0)));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void goesOnAfterAHandlerThatThrowsAndOneThatHangs(Isolation isolation)
      throws InterruptedException {
    try (var robot = open(isolation)) {
      Mailbox points = points(robot);

      publish(robot, "sensor.point", -1);
      publish(robot, "sensor.point", 200);
      publish(robot, "sensor.point", 3);

      assertThat(points.take(PATIENCE).orElseThrow().payload())
          .isEqualTo(new Geometry.Point3D(new Vec3(6, 0, 0)));
      assertThat(robot.await(BrokerEvent.ScriptFailed.class).traceback()).contains("behind");
      assertThat(robot.await(BrokerEvent.OverBudget.class).budget()).isEqualTo(BUDGET);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void runsTheRestOfACoroutineInATurn(Isolation isolation) throws InterruptedException {
    try (var robot = open(isolation)) {
      Mailbox points = points(robot);

      publish(robot, "sensor.slow", 0);

      assertThat(points.take(PATIENCE).orElseThrow().payload())
          .isEqualTo(new Geometry.Point3D(new Vec3(7, 7, 7)));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void tellsScriptsOfSafetyAndLetsThemChangeNothing(Isolation isolation) {
    try (var robot = open(isolation)) {
      assertThat(robot.call("scripts", "state")).hasToString("[armed, true]");
      assertThat(robot.call("scripts", "names")).hasToString("[armed]");
      assertThat(robot.call("scripts", "refused")).isEqualTo("invalid_argument");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void refusesActuatorCommandsWhileDisarmed(Isolation isolation) {
    try (var robot = open(isolation)) {
      robot.call("scripts", "hold");
      robot.trip();

      assertThatThrownBy(() ->
              robot.broker.call(PythonCall.of("scripts", "hold"), CallOptions.usual().inAnyState()))
          .isInstanceOf(BrokerException.PythonError.class)
          .hasMessageContaining("terrarium.bus.Refused: safety_not_armed");
      assertThat(robot.await(BrokerEvent.ScriptRefused.class).what())
          .isEqualTo("publish actuator.shoulder");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void stopsSpawnedWorkAtATripAndNeverLetsItMoveTheRobot(Isolation isolation) {
    try (var robot = open(isolation)) {
      robot.call("scripts", "spawn");
      robot.awaitPrinted("spawned was refused: state_not_allowed");

      robot.trip();

      robot.await(BrokerEvent.SpawnEnded.class);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void believesNoThreadThatSaysItIsAnOperation(Isolation isolation) {
    try (var robot = open(isolation)) {
      robot.call("scripts", "forge");
      robot.call("scripts", "release");

      robot.awaitPrinted("forged: state_not_allowed");
    }
  }

  private static Mailbox points(LiveRobot robot) {
    return robot.bus.subscribe(
        TopicPath.of("estimator.point"), SubscriptionOptions.named("points"));
  }

  private static void publish(LiveRobot robot, String topic, double x) {
    robot.bus.publish(TopicPath.of(topic), new Geometry.Point3D(new Vec3(x, 0, 0)));
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void interruptsACoroutineThatHangsThoughNobodyCalls(Isolation isolation) {
    LiveRobot.write(
        folder,
        "hanging",
        """
        import asyncio
        from terrarium import bus

        @bus.on("sensor.hang")
        async def hang(message):
            await asyncio.sleep(0.01)
            while True:
                pass

        def add(a, b):
            return a + b
        """);
    try (var robot =
        new LiveRobot(
            folder,
            isolation,
            options ->
                options
                    .importing("hanging")
                    .exposing(Exposure.NOTHING.seeing("sensor"))
                    .within(options.limits().withHandler(Duration.ofMillis(100))))) {
      robot.bus.publish(TopicPath.of("sensor.hang"), new Geometry.Point3D(new Vec3(0, 0, 0)));

      assertThat(robot.await(BrokerEvent.OverBudget.class).name())
          .endsWith("the handler of sensor.hang");
      assertThat(robot.patiently("hanging", "add", 2, 3)).isEqualTo(5L);
    }
  }
}
