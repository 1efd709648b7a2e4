package dev.terrarium.broker;

import dev.terrarium.bus.Bus;
import dev.terrarium.bus.BusOptions;
import dev.terrarium.environment.Environment;
import dev.terrarium.environment.Installation;
import dev.terrarium.environment.SearchPath;
import dev.terrarium.safety.ArmResult;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import dev.terrarium.worker.PythonSettings;
import dev.terrarium.worker.script.Isolation;
import dev.terrarium.worker.script.ScriptHostProvider;
import dev.terrarium.worker.script.ScriptSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A robot with a broker in front of the bundled Python, whose scripts the test writes.
final class LiveRobot implements AutoCloseable {
  /// What was printed by all: an interpreter of this process prints to one sink for ever.
  static final ConcurrentLinkedQueue<String> PRINTED = new ConcurrentLinkedQueue<>();

  static final Consumer<String> SINK = PRINTED::add;
  static final RobotId ARM = new RobotId("arm");

  final Safety safety = Safety.open();
  final Gate gate = safety.register(ARM, GateOptions.defaults());
  final Bus bus = Bus.open(Optional.of(ARM), BusOptions.of("test"));
  final ConcurrentLinkedQueue<BrokerEvent> events = new ConcurrentLinkedQueue<>();
  final BrokerOptions options;
  final Broker broker;

  /// @param folder where the scripts are
  LiveRobot(Path folder, Isolation isolation) {
    this(folder, isolation, options -> options);
  }

  LiveRobot(Path folder, Isolation isolation, UnaryOperator<BrokerOptions> changed) {
    var python = new PythonSettings(LiveRobot::python, List.of(folder), SINK, SINK);
    options = BrokerOptions.of(ScriptSettings.of("arm", python, isolation));
    try {
      broker = Broker.open(changed.apply(options.telling(events::add)), gate, bus);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (!(safety.arm(ARM) instanceof ArmResult.Armed)) {
      throw new AssertionError("The robot cannot be armed");
    }
  }

  /// Returns where scripts can run.
  static Stream<Isolation> isolations() {
    return ServiceLoader.load(ScriptHostProvider.class).stream()
        .map(provider -> provider.get().isolation());
  }

  static Installation python() {
    return Environment.choose(
        SearchPath.ofProcess()
            .withRequest(System.getProperty("terrarium.test.python", "bundled"), "the test"));
  }

  /// Writes a module.
  static void write(Path folder, String module, String text) {
    try {
      Files.writeString(folder.resolve(module + ".py"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Calls a function of a module and waits.
  @Nullable Object call(String module, String function, @Nullable Object... arguments) {
    try {
      return broker.call(module, function, arguments);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /// Calls a function, and again while the interpreter refuses to begin.
  @Nullable Object patiently(String module, String function, @Nullable Object... arguments) {
    while (true) {
      try {
        return call(module, function, arguments);
      } catch (BrokerException.InterpreterBusy | BrokerException.InterpreterPoisoned refused) {
        Thread.onSpinWait();
      }
    }
  }

  <E extends BrokerEvent> List<E> told(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// Waits until something was told that fits.
  <E extends BrokerEvent> E await(Class<E> kind) {
    while (true) {
      for (BrokerEvent event : events) {
        if (kind.isInstance(event)) {
          return kind.cast(event);
        }
      }
      Thread.onSpinWait();
    }
  }

  /// Waits until Python has printed a line.
  void awaitPrinted(String line) {
    while (PRINTED.stream().noneMatch(text -> text.contains(line))) {
      Thread.onSpinWait();
    }
  }

  void trip() {
    safety.disarm(ARM, Duration.ofMinutes(1));
  }

  void arm() {
    safety.arm(ARM);
  }

  @Override
  public void close() {
    broker.close();
    bus.close();
    safety.close();
  }
}
