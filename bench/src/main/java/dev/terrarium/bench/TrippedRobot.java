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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;

/// A robot that is tripped in the middle of Python code, which says when it is at it.
final class TrippedRobot implements AutoCloseable {
  private static final RobotId ROBOT = new RobotId("arm");
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

  private final Safety safety = Safety.open();
  private final Gate gate = safety.register(ROBOT, GateOptions.defaults());
  private final Bus bus = Bus.open(Optional.of(ROBOT), BusOptions.of("bench"));
  private final Broker broker;

  /// @param folder for its scripts
  /// @param python the interpreter
  TrippedRobot(Path folder, String python, Isolation isolation)
      throws IOException, InterruptedException {
    Files.writeString(folder.resolve("trips.py"), MODULE);
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

  Broker broker() {
    return broker;
  }

  void arm() {
    if (safety.arm(ROBOT) instanceof ArmResult.InError) {
      throw new IllegalStateException("the robot is in error");
    }
  }

  /// Returns the nanoseconds from a trip to the caller that goes on, when Python has ended, too.
  double freedAndOver(String function) throws InterruptedException {
    double nanos = freed(function);
    Heard.OVER.take();
    return nanos;
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
    return end - start;
  }

  @Override
  public void close() {
    broker.close();
    bus.close();
    safety.close();
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
