package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.bus.SubscriptionOptions;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.worker.script.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A trip while Python is at work: whoever waits is freed, and the interpreter serves again.
class TripInPythonTest {
  private static final String MODULE =
      """
      import os, time
      import numpy as np
      from terrarium import bus

      def said(text):
          print(text, flush=True)

      def spin():
          said("spinning")
          while True:
              pass

      def sleep():
          said("sleeping")
          time.sleep(10)

      def crunch():
          a = np.ones((3000, 3000))
          said("crunching")
          for _ in range(20):
              a = a @ a * 1e-4
          return float(a[0, 0])

      # Each swallows what comes while the one inside goes on.
      def swallow(said, work, over, inside=9):
          while not os.path.exists(over):
              try:
                  if inside:
                      swallow(said, work, over, inside - 1)
                  print(said, flush=True)
                  while not os.path.exists(over):
                      work()
              except BaseException:
                  pass

      def shut_out(over):
          swallow("shutting out", lambda: None, over)

      def nap(over):
          swallow("napping", lambda: time.sleep(0.05), over)

      def chat(over):
          swallow("chatting", lambda: bus.publish("seen", {"n": 1}), over)

      def some(n):
          return sum(range(n))
      """;

  private static final int RACES = Boolean.getBoolean("terrarium.test.full") ? 10_000 : 2_000;

  private static final int HEALTHY = RACES / 5;

  private @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void freesTheCallerOfAnEndlessLoop(Isolation isolation) {
    isFreed(isolation, "spin", "spinning");
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void freesTheCallerOfASleep(Isolation isolation) {
    isFreed(isolation, "sleep", "sleeping");
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void freesTheCallerOfALongCalculationInNumPy(Isolation isolation) {
    isFreed(isolation, "crunch", "crunching");
  }

  private void isFreed(Isolation isolation, String function, String said) {
    try (var robot = open(isolation)) {
      CompletableFuture<?> call =
          robot.broker.callAsync(PythonCall.of("trips", function), CallOptions.usual());
      robot.awaitPrinted(said);

      robot.trip();

      assertThat(call.handle((_, fault) -> fault).join())
          .isInstanceOf(BrokerException.SafetyDisarmed.class);
      robot.arm();
      assertThat(robot.patiently("trips", "some", 10)).isEqualTo(45L);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void tellsWhereTheInterruptHasReachedTheCode(Isolation isolation) {
    try (var robot = open(isolation)) {
      var _ = robot.broker.callAsync(PythonCall.of("trips", "spin"), CallOptions.usual());
      robot.awaitPrinted("spinning");

      robot.trip();

      assertThat(robot.await(BrokerEvent.Reached.class).traceback()).contains("in spin");
    }
  }

  @Test
  void freesTheCallerOfCodeThatSwallowsEverythingAndServesFromANewProcess()
      throws InterruptedException {
    try (var robot = open(Isolation.PROCESS)) {
      var reports =
          robot.bus.subscribe(TopicPath.of("safety.error"), SubscriptionOptions.named("reports"));
      CompletableFuture<?> call = swallowing(robot, "shut_out");
      robot.awaitPrinted("shutting out");

      robot.trip();

      assertThat(call.handle((_, fault) -> fault).join())
          .isInstanceOf(BrokerException.SafetyDisarmed.class);
      assertThat(robot.await(BrokerEvent.Marked.class).poisoned()).isTrue();
      assertThat(reports.take(Duration.ofMinutes(1)).orElseThrow().payload().toString())
          .contains("trips.shut_out swallows its interrupts", "in swallow");
      robot.await(BrokerEvent.Killed.class);
      robot.arm();
      assertThat(robot.patiently("trips", "some", 10)).isEqualTo(45L);
      robot.await(BrokerEvent.Restarted.class);
    }
  }

  @ParameterizedTest
  @MethodSource("swallowers")
  void saysThatCodeWhichSwallowsInterruptsAroundWhatBlocksIsPoisoned(
      Isolation isolation, String function, String said) throws IOException {
    try (var robot = open(isolation)) {
      var _ = swallowing(robot, function);
      robot.awaitPrinted(said);

      robot.trip();
      robot.await(BrokerEvent.Marked.class);
      Files.createFile(folder.resolve("over"));
      robot.await(BrokerEvent.Ended.class);
      robot.arm();
      assertThat(robot.patiently("trips", "some", 10)).isEqualTo(45L);

      assertThat(robot.told(BrokerEvent.Marked.class))
          .allSatisfy(mark -> assertThat(mark.poisoned()).as(mark.toString()).isTrue());
    }
  }

  private CompletableFuture<?> swallowing(LiveRobot robot, String function) {
    var over = folder.resolve("over").toString();
    return robot.broker.callAsync(PythonCall.of("trips", function, over), CallOptions.usual());
  }

  static Stream<Arguments> swallowers() {
    return LiveRobot.isolations()
        .flatMap(isolation ->
            Stream.of(
                Arguments.of(isolation, "nap", "napping"),
                Arguments.of(isolation, "chat", "chatting")));
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void tellsACallThatReturnsAtOnceAsNothingButItsResult(Isolation isolation) {
    try (var robot = open(isolation)) {
      for (int i = 0; i < HEALTHY; i++) {
        assertThat(robot.call("trips", "some", 10)).isEqualTo(45L);
      }

      while (robot.told(BrokerEvent.Ended.class).size() < HEALTHY) {
        Thread.onSpinWait();
      }
      assertThat(robot.events)
          .noneMatch(BrokerEvent.Interrupted.class::isInstance)
          .noneMatch(BrokerEvent.Refused.class::isInstance);
      assertThat(robot.told(BrokerEvent.Ended.class))
          .allSatisfy(ended -> {
            assertThat(ended.report().outcome()).isEqualTo("ok");
            assertThat(ended.report().level()).isEqualTo(InterruptLevel.NONE);
          });
    }
  }

  /// Either the result or the trip, never both, and the interpreter is as good as before.
  @ParameterizedTest
  @MethodSource("dev.terrarium.broker.LiveRobot#isolations")
  void racesATripWithTheEndOfACall(Isolation isolation) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(6);
    int results = 0;
    try (var robot = open(isolation)) {
      for (int i = 0; i < RACES; i++) {
        CompletableFuture<@Nullable Object> call =
            robot.broker.callAsync(PythonCall.of("trips", "some", 200), CallOptions.usual());
        long spins = i == 0 ? Long.MAX_VALUE : random.nextLong(60_000);
        for (long spin = 0; spin < spins && !call.isDone(); spin++) {
          Thread.onSpinWait();
        }
        robot.trip();
        results += outcome(call);
        robot.arm();
        assertThat(robot.call("trips", "some", 10)).isEqualTo(45L);
      }

      assertThat(robot.told(BrokerEvent.Marked.class)).isEmpty();
      assertThat(robot.told(BrokerEvent.Ended.class))
          .allSatisfy(ended -> assertThat(ended.report().outcome()).isIn("ok", "safety_disarmed"));
    }
    assertThat(results).as("races that the call won").isBetween(1, RACES - 1);
  }

  private static int outcome(CompletableFuture<@Nullable Object> call) {
    try {
      assertThat(call.join()).isEqualTo(19900L);
      return 1;
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(BrokerException.SafetyDisarmed.class);
      return 0;
    }
  }

  private LiveRobot open(Isolation isolation) {
    LiveRobot.PRINTED.clear();
    LiveRobot.write(folder, "trips", MODULE);
    return new LiveRobot(folder, isolation, options -> options.importing("trips"));
  }
}
