package dev.terrarium.bench;

import dev.terrarium.broker.Broker;
import dev.terrarium.broker.BrokerEvent;
import dev.terrarium.broker.BrokerException;
import dev.terrarium.broker.BrokerOptions;
import dev.terrarium.broker.CallOptions;
import dev.terrarium.broker.PythonCall;
import dev.terrarium.bus.Bus;
import dev.terrarium.bus.BusOptions;
import dev.terrarium.environment.Environment;
import dev.terrarium.environment.SearchPath;
import dev.terrarium.safety.ArmResult;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import dev.terrarium.worker.PythonSettings;
import dev.terrarium.worker.script.Isolation;
import dev.terrarium.worker.script.ScriptSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;

/// How soon is a caller free when safety trips in the middle of Python code, and what does a call
/// through a broker cost?
///
/// What ruins an interpreter runs in a process of its own, which is killed and started again.
final class HowSoonIsATripTold {
  private static final RobotId ROBOT = new RobotId("arm");
  private static final double PROMISED_NANOS = 50e6;
  private static final int TRIPS = 200;
  private static final int QUICK_TRIPS = 10;
  private static final String MODULE =
      """
      import time
      import numpy as np

      def said():
          print("!", end="", flush=True)

      def spin():
          said()
          while True:
              pass

      def sleep():
          said()
          time.sleep(10)

      def crunch():
          a = np.ones((2000, 2000))
          said()
          for _ in range(100):
              a = a @ a * 1e-4

      def swallow():
          said()
          while True:
              try:
                  while True:
                      pass
              except BaseException:
                  pass

      def one(x):
          return x + 1
      """;

  private final Scores scores;
  private final Path folder;
  private final String python;

  private HowSoonIsATripTold(Scores scores, Path folder, String python) {
    this.scores = scores;
    this.folder = folder;
    this.python = python;
  }

  static void measure(Scores scores, Path folder, String python) throws Exception {
    Files.writeString(folder.resolve("trips.py"), MODULE);
    var rows = new HowSoonIsATripTold(scores, folder, python);
    for (Isolation isolation : Isolation.values()) {
      try (var robot = rows.new Robot(isolation)) {
        rows.trips(robot, isolation);
        rows.call(robot, isolation);
      }
    }
  }

  private void trips(Robot robot, Isolation isolation) {
    String where = isolation == Isolation.INLINE ? "inline" : "process";
    trip(robot, where, "spin", "while True: pass");
    trip(robot, where, "sleep", "time.sleep(10)");
    trip(robot, where, "crunch", "a long NumPy calculation");
    if (isolation == Isolation.PROCESS) {
      trip(robot, where, "swallow", "except BaseException in a loop, killed and started again");
    }
  }

  private void trip(Robot robot, String where, String function, String words) {
    int times = scores.quick() ? QUICK_TRIPS : TRIPS;
    scores.add(
        "broker-trip-" + function + "-" + where,
        "from a trip to its caller freed, " + where + ": " + words,
        new Promise.NearlyAllUnder(PROMISED_NANOS).toString(),
        () -> {
          double[] nanos = new double[times];
          for (int i = 0; i < times; i++) {
            nanos[i] = robot.freed(function);
          }
          Distribution all = Distribution.of(nanos);
          return new Scores.Finding(
              "P50 %s, P99 %s, longest %s"
                  .formatted(
                      Numbers.brief(all.p50()), Numbers.brief(all.p99()), Numbers.brief(all.max())),
              all.p99() <= PROMISED_NANOS,
              all.described());
        });
  }

  private void call(Robot robot, Isolation isolation) {
    String where = isolation == Isolation.INLINE ? "inline" : "process";
    robot.arm();
    scores.add(
        Contest.ofRuns(
            "broker-call-" + where,
            "a call of x + 1 through a broker, " + where,
            1,
            Contender.of(() -> robot.broker.call("trips", "one", 41), 42L)));
  }

  /// A robot whose scripts say when they are at it.
  private final class Robot implements AutoCloseable {
    private final Safety safety = Safety.open();
    private final Gate gate = safety.register(ROBOT, GateOptions.defaults());
    private final Bus bus = Bus.open(Optional.of(ROBOT), BusOptions.of("bench"));
    private final Broker broker;

    Robot(Isolation isolation) throws InterruptedException {
      var settings =
          new PythonSettings(
              () -> Environment.choose(SearchPath.ofProcess().withRequest(python, "--python")),
              List.of(folder),
              Heard::said,
              Heard::ignored);
      broker =
          Broker.open(
              BrokerOptions.of(ScriptSettings.of("arm", settings, isolation))
                  .importing("trips")
                  .telling(Heard::happened),
              gate,
              bus);
    }

    void arm() {
      if (safety.arm(ROBOT) instanceof ArmResult.InError) {
        throw new IllegalStateException("the robot is in error");
      }
    }

    /// Returns the nanoseconds from a trip to the caller that goes on.
    double freed(String function) throws InterruptedException {
      arm();
      CompletableFuture<Long> freed = new CompletableFuture<>();
      Thread caller =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  broker.call(PythonCall.of("trips", function), CallOptions.usual());
                  freed.completeExceptionally(new IllegalStateException("it ended by itself"));
                } catch (BrokerException.SafetyDisarmed told) {
                  freed.complete(System.nanoTime());
                } catch (RuntimeException | InterruptedException e) {
                  freed.completeExceptionally(e);
                }
              });
      Heard.SPOKEN.take();
      long start = System.nanoTime();
      safety.disarm(ROBOT);
      long end = freed.join();
      caller.join();
      Heard.OVER.take();
      return end - start;
    }

    @Override
    public void close() {
      broker.close();
      bus.close();
      safety.close();
    }
  }

  /// What scripts say, which an interpreter says to one place for ever.
  private static final class Heard {
    static final SynchronousQueue<String> SPOKEN = new SynchronousQueue<>();
    static final SynchronousQueue<BrokerEvent> OVER = new SynchronousQueue<>();

    static void said(String text) {
      if (text.contains("!")) {
        put(SPOKEN, text);
      }
    }

    static void ignored(String text) {}

    /// The Python code of a call that was freed has really ended.
    static void happened(BrokerEvent event) {
      if (event instanceof BrokerEvent.Ended(var report)
          && report.outcome().equals("safety_disarmed")) {
        put(OVER, event);
      }
    }

    private static <T> void put(SynchronousQueue<T> queue, T value) {
      try {
        queue.put(value);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
