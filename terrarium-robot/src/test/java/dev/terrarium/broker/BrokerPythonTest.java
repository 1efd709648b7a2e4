package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.geometry.Quaternion;
import dev.terrarium.message.geometry.Transform;
import dev.terrarium.message.geometry.Vec3;
import dev.terrarium.worker.script.Isolation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The same broker in front of the bundled Python, in this process and in one of its own.
class BrokerPythonTest {
  private static final String MODULE =
      """
      import time
      import numpy as np

      class Detector:
          def __init__(self, scale):
              self.scale = scale
          def find(self, x):
              return x * self.scale

      def add(a, b=1):
          return a + b

      def make(scale):
          return Detector(scale)

      def use(detector, x):
          return detector.find(x)

      def fail(text):
          raise ValueError(text)

      def kinds(*values):
          return [f"{type(v).__name__} {getattr(v, 'shape', v)}" for v in values]

      def twice(v):
          return v * 2

      def turned(transform):
          return transform @ transform

      def objects():
          import numpy as np
          return np.array(["a", None], dtype=object)

      def unfit():
          return {"a": [1, object()]}

      async def later(x):
          import asyncio
          await asyncio.sleep(0)
          return x
      """;

  private @TempDir Path folder;

  private LiveRobot open(Isolation isolation) {
    LiveRobot.write(folder, "m", MODULE);
    return new LiveRobot(folder, isolation);
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void callsFunctionsByPositionAndByName(Isolation isolation) throws Exception {
    try (var robot = open(isolation)) {
      assertThat(robot.call("m", "add", 2)).isEqualTo(3L);
      assertThat(robot.broker.call(PythonCall.of("m", "add", 2).with("b", 40), CallOptions.usual()))
          .isEqualTo(42L);
      assertThat(robot.call("m", "later", "x")).isEqualTo("x");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void refusesHalfACharacterWhereverItIs(Isolation isolation) {
    try (var robot = open(isolation)) {
      Object given = List.of("é?", Map.of("cup", "c\ud800"));

      var unfit =
          catchThrowableOfType(
              BrokerException.Marshal.class, () -> robot.call("m", "kinds", 1, given));

      assertThat(unfit.path()).isEqualTo("$[1][1].cup");
      assertThat(unfit).hasMessageContaining("An argument of m.kinds", "half of a character");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void givesAnArrayOfOtherThanNumbersAsLists(Isolation isolation) {
    try (var robot = open(isolation)) {
      assertThat(robot.call("m", "objects")).isEqualTo(Arrays.asList("a", null));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void showsNoFramesOfItsOwnWhereArgumentsDoNotFitTheCall(Isolation isolation) {
    try (var robot = open(isolation)) {
      var error =
          catchThrowableOfType(
              BrokerException.PythonError.class, () -> robot.call("m", "fail", 1, 2, 3));

      assertThat(error).hasMessageContaining("TypeError: fail() takes");
      assertThat(error.traceback()).startsWith("TypeError: ").doesNotContain("File ");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void tellsWhatPythonRaised(Isolation isolation) {
    try (var robot = open(isolation)) {
      var error =
          catchThrowableOfType(
              BrokerException.PythonError.class, () -> robot.call("m", "fail", "no cup"));

      assertThat(error).hasMessage("m.fail raised ValueError: no cup");
      assertThat(error.traceback()).contains("m.py", "raise ValueError(text)");
      assertThatThrownBy(() -> robot.call("nowhere", "find"))
          .isInstanceOf(BrokerException.UnknownModule.class);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void marshalsGeometryBothWays(Isolation isolation) throws Exception {
    try (var robot = open(isolation)) {
      var turn = Quaternion.about(Vec3.Z, Math.PI / 2);
      var moved = Transform.of(turn, new Vec3(1, 0, 0));

      assertThat(robot.call("m", "kinds", new Vec3(1, 2, 3), turn, moved))
          .isEqualTo(List.of("ndarray (3,)", "ndarray (4,)", "ndarray (4, 4)"));
      assertThat(
              robot.broker.call(
                  PythonCall.of("m", "twice", new Vec3(1, 2, 3)),
                  CallOptions.returning(ReturnType.vec3())))
          .isEqualTo(new Vec3(2, 4, 6));
      Transform twice =
          robot.broker.call(
              PythonCall.of("m", "turned", moved), CallOptions.returning(ReturnType.transform()));
      assertThat(twice.translation().minus(moved.compose(moved).translation()).norm())
          .isLessThan(1e-12);
      assertThat(robot.call("m", "twice", new Vec3(1, 2, 3))).isInstanceOf(ArrayView.class);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void saysWhereAResultIsNoSuchValue(Isolation isolation) {
    try (var robot = open(isolation)) {
      assertThatThrownBy(() -> robot.call("m", "unfit"))
          .isInstanceOf(BrokerException.Marshal.class)
          .hasMessageContaining("$");
      assertThatThrownBy(() ->
              robot.broker.call(
                  PythonCall.of("m", "add", 2), CallOptions.returning(ReturnType.vec3())))
          .isInstanceOf(BrokerException.Marshal.class)
          .hasMessageContaining("expected 3 numbers, got an int");
    }
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void keepsOpaqueResultsInPython(Isolation isolation) throws Exception {
    try (var robot = open(isolation);
        Opaque detector =
            robot.broker.call(
                PythonCall.of("m", "make", 3), CallOptions.returning(ReturnType.opaque()))) {
      assertThat(detector.typeName()).endsWith("Detector");
      assertThat(robot.call("m", "use", detector, 14)).isEqualTo(42L);
    }
  }

  @Test
  void refusesAnOpaqueResultOfAProcessThatWasKilled() throws Exception {
    try (var robot = open(Isolation.PROCESS);
        Opaque detector =
            robot.broker.call(
                PythonCall.of("m", "make", 3), CallOptions.returning(ReturnType.opaque()))) {
      assertThatThrownBy(() -> robot.call("os", "kill", robot.call("os", "getpid"), 9))
          .isInstanceOf(BrokerException.WorkerCrashed.class);
      robot.await(BrokerEvent.Restarted.class);

      assertThatThrownBy(() -> robot.call("m", "use", detector, 14))
          .isInstanceOfSatisfying(
              BrokerException.Marshal.class,
              unfit -> assertThat(unfit.path()).isEqualTo("$[2][0]"));
      assertThat(robot.call("os", "getpid")).isNotNull();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void evaluatesTextWithGlobals(Isolation isolation) throws Exception {
    try (var robot = open(isolation)) {
      Evaluation<@Nullable Object> sum =
          robot.broker.eval(
              "import math\nb = a + 1\n(bb_robot, a + b)", Map.of("a", 2), CallOptions.usual());

      assertThat(sum.result()).isEqualTo(List.of("arm", 5L));
      assertThat(sum.globals()).containsEntry("a", 2L).containsEntry("b", 3L);
      assertThat(sum.globals()).doesNotContainKeys("math", "bb_robot");
    }
  }

  @Test
  void replacesAProcessThatAScriptHasTakenTheModulesFrom() {
    LiveRobot.write(folder, "vandal", "import sys\ndef clear(): sys.modules.clear()\n");
    try (var robot = new LiveRobot(folder, Isolation.PROCESS)) {
      assertThatThrownBy(() -> robot.call("vandal", "clear"))
          .isInstanceOf(BrokerException.WorkerCrashed.class)
          .hasMessageContaining("vandal.clear")
          .hasMessageContaining("a script has taken away what it needs");

      assertThat(robot.call("math", "floor", 1.5)).isEqualTo(1L);
    }
  }
}
