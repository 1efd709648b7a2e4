package dev.terrarium.broker;

import dev.terrarium.bus.Bus;
import dev.terrarium.bus.BusOptions;
import dev.terrarium.bus.Mailbox;
import dev.terrarium.bus.SubscriptionOptions;
import dev.terrarium.message.ArrayView;
import dev.terrarium.message.payload.Payload;
import dev.terrarium.message.topic.Delivery;
import dev.terrarium.message.topic.Envelope;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.ArmResult;
import dev.terrarium.safety.Gate;
import dev.terrarium.safety.GateOptions;
import dev.terrarium.safety.RobotId;
import dev.terrarium.safety.Safety;
import dev.terrarium.worker.PythonSettings;
import dev.terrarium.worker.script.Ask;
import dev.terrarium.worker.script.Isolation;
import dev.terrarium.worker.script.ScriptException;
import dev.terrarium.worker.script.ScriptSettings;
import dev.terrarium.worker.script.UpcallRefusal;
import dev.terrarium.worker.script.Upcalls;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A robot with a broker whose threads, clock and interpreters the test moves.
final class Rig implements AutoCloseable {
  static final RobotId ARM = new RobotId("arm");

  private static final BrokerOptions.Limits HASTY =
      new BrokerOptions.Limits(
          Duration.ofSeconds(1),
          4,
          Duration.ofSeconds(5),
          Duration.ofMillis(1),
          Duration.ofSeconds(30));

  final SteppedLanes lanes;
  final Safety safety = Safety.open();
  final Gate gate = safety.register(ARM, GateOptions.defaults());
  final Bus bus = Bus.open(Optional.of(ARM), BusOptions.of("test"));
  final List<ScriptedHost> hosts = new ArrayList<>();
  final List<BrokerEvent> events = new ArrayList<>();
  final Broker broker;
  boolean isProcess;
  int refusals;

  Rig() throws InterruptedException {
    this(options -> options);
  }

  Rig(UnaryOperator<BrokerOptions> changed) throws InterruptedException {
    this(changed, true);
  }

  Rig(UnaryOperator<BrokerOptions> changed, boolean isProcess) throws InterruptedException {
    this(changed, isProcess, new SteppedLanes());
  }

  Rig(UnaryOperator<BrokerOptions> changed, boolean isProcess, SteppedLanes lanes)
      throws InterruptedException {
    this.isProcess = isProcess;
    this.lanes = lanes;
    broker =
        Broker.open(
            changed.apply(BrokerOptions.of(settings()).within(HASTY).telling(events::add)),
            gate,
            new Parts(lanes, this::open, bus, Optional.empty(), Optional.empty()));
  }

  static Rig inline() throws InterruptedException {
    return new Rig(options -> options, false);
  }

  /// Opens another broker of the same robot, on the same threads.
  Broker another() throws InterruptedException {
    return Broker.open(
        BrokerOptions.of(settings()).within(HASTY),
        gate,
        new Parts(lanes, this::open, bus, Optional.empty(), Optional.empty()));
  }

  /// Takes what is reported of safety.
  Mailbox reports() {
    return bus.subscribe(TopicPath.of("safety.error"), SubscriptionOptions.named("reports"));
  }

  private ScriptedHost open(Upcalls upcalls) {
    if (refusals-- > 0) {
      throw new ScriptException.Unavailable("there is no room", null);
    }
    hosts.add(new ScriptedHost(upcalls, isProcess));
    return hosts.getLast();
  }

  static ScriptSettings settings() {
    return ScriptSettings.of(
        "arm",
        new PythonSettings(
            () -> {
              throw new AssertionError("No interpreter is needed");
            },
            List.of(),
            _ -> {},
            _ -> {}),
        Isolation.PROCESS);
  }

  Rig armed() {
    if (!(safety.arm(ARM) instanceof ArmResult.Armed)) {
      throw new AssertionError("The robot cannot be armed");
    }
    return this;
  }

  ScriptedHost host() {
    return hosts.getLast();
  }

  ScriptedHost.Scripted<?> running() {
    lanes.run();
    return host().last();
  }

  /// Registers a handler, as a script does.
  void see(ScriptedHost script, long number, String topic) {
    ask(script, "on", number, topic, Map.of());
  }

  /// Asks as a script does, from an operation.
  static @Nullable Object ask(ScriptedHost script, String name, @Nullable Object... arguments) {
    try {
      return script.upcalls.answer(new Ask(name, Arrays.asList(arguments), OptionalLong.empty()));
    } catch (UpcallRefusal e) {
      throw new AssertionError(e.code(), e);
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /// Waits until the interpreter has begun so many operations; returns the last.
  ScriptedHost.Scripted<?> awaitOperation(int count) {
    while (host().operations.size() < count) {
      lanes.run();
      Thread.onSpinWait();
    }
    return host().last();
  }

  static Delivery delivery(String path, Payload payload) {
    return new Delivery(
        TopicPath.of(path), new Envelope(1, 2, "test", "base", payload, Optional.empty()));
  }

  /// Returns the first number of an array.
  static double first(@Nullable Object array) {
    return ((ArrayView) Objects.requireNonNull(array)).data().getDouble(0);
  }

  /// Calls a function without waiting.
  CompletableFuture<@Nullable Object> call(String name) {
    return broker.callAsync(PythonCall.of("m", name), CallOptions.usual());
  }

  /// Calls a function that runs in any state, without waiting.
  CompletableFuture<@Nullable Object> callInAnyState(String name) {
    return broker.callAsync(PythonCall.of("m", name), CallOptions.usual().inAnyState());
  }

  /// Takes away the right to move.
  void trip() {
    safety.disarm(ARM);
  }

  <E extends BrokerEvent> List<E> told(Class<E> kind) {
    lanes.run();
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  BrokerException fault(CompletableFuture<?> failed) {
    lanes.run();
    return (BrokerException) failed.exceptionNow();
  }

  @Override
  public void close() {
    broker.close();
    bus.close();
    safety.close();
  }
}
