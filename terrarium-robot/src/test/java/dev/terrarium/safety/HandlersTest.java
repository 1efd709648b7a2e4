package dev.terrarium.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandlersTest {
  private static final RobotId ARM = new RobotId("arm");
  private static final ComponentPath MOTOR = ComponentPath.of("motor");
  private static final ComponentPath BRAKE = ComponentPath.of("brake");

  private final LoggedLines log = new LoggedLines();
  private final List<Runnable> alarms = new ArrayList<>();
  private final List<Duration> times = new ArrayList<>();
  private final Safety safety =
      new Safety(
          SafetyOptions.defaults(),
          (time, _, work) -> {
            times.add(time);
            alarms.add(work);
          });
  private final Gate gate =
      safety.register(ARM, GateOptions.defaults().withComponents(Set.of(MOTOR, BRAKE)));
  private final List<String> handled = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    safety.close();
    log.close();
  }

  @Test
  void actsByItsOptionsWhenWhoeverRegisteredItIsGone() {
    gate.handler(MOTOR, new Port("can0", 4), port -> note(port.toString()));

    armAndDisarm();

    assertThat(handled).containsExactly("Port[bus=can0, id=4]");
  }

  @Test
  void isGoneWhenItsRegistrationIsClosed() {
    Registration registration = gate.handler(MOTOR, "pin 4", this::note);

    registration.close();
    armAndDisarm();

    assertThat(handled).isEmpty();
  }

  @Test
  void isGoneWhenItsOwnerEndsHoweverItEnds() {
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletableFuture<String> second = new CompletableFuture<>();
    gate.handler(MOTOR, "motor", this::note).until(first);
    gate.handler(BRAKE, "brake", this::note).until(second);

    first.completeExceptionally(new IllegalStateException("crash"));
    armAndDisarm();

    assertThat(handled).containsExactly("brake");
  }

  @Test
  void isThereAgainWhenItsOwnerIsRestarted() {
    CompletableFuture<String> owner = new CompletableFuture<>();
    gate.handler(MOTOR, "first life", this::note).until(owner);
    owner.complete("over");

    gate.handler(MOTOR, "second life", this::note);
    armAndDisarm();

    assertThat(handled).containsExactly("second life");
  }

  @Test
  void refusesASecondHandlerOfAComponent() {
    gate.handler(MOTOR, "pin 4", this::note);

    assertThatThrownBy(() -> gate.handler(MOTOR, "pin 5", this::note))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The component motor of the robot 'arm' has a disarm handler; close its registration"
                + " before another is registered");
  }

  @Test
  void warnsOfComponentsThatWereDeclaredAndHaveNotRegisteredAfterASecond() {
    gate.handler(MOTOR, "pin 4", this::note);

    alarms.forEach(Runnable::run);

    assertThat(times).containsExactly(Duration.ofSeconds(1));
    assertThat(log.lines())
        .containsExactly(
            "WARNING The robot 'arm' was declared with components that have registered no disarm"
                + " handler within 1000 ms, so a disarm does not reach them: brake");
  }

  @Test
  void warnsOfNothingWhenAllHaveRegistered() {
    gate.handler(MOTOR, "pin 4", this::note);
    gate.handler(BRAKE, "pin 5", this::note);

    alarms.forEach(Runnable::run);

    assertThat(log.lines()).isEmpty();
  }

  @Test
  void warnsOfNothingWhenTheRobotHasLeft() {
    safety.unregister(ARM);

    alarms.forEach(Runnable::run);

    assertThat(log.lines()).isEmpty();
  }

  /// Scripts, and all who are given a gate, read safety and never change it.
  @Test
  void noPublicMethodOfAGateChangesTheState() {
    List<String> methods =
        Arrays.stream(Gate.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(Method::getName)
            .sorted()
            .toList();

    assertThat(methods)
        .containsExactly(
            "admits",
            "handler",
            "isArmed",
            "listen",
            "moving",
            "permit",
            "report",
            "robot",
            "state",
            "toString");
    assertThat(Gate.class.getConstructors()).isEmpty();
  }

  private void armAndDisarm() {
    safety.arm(ARM);
    assertThat(safety.disarm(ARM)).isEqualTo(new DisarmResult.Disarmed());
  }

  private HandlerResult note(String what) {
    handled.add(what);
    return HandlerResult.safe();
  }

  private record Port(String bus, int id) {}
}
