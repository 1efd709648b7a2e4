package dev.terrarium.safety;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Disarms a robot when whoever is to be heard is silent for too long.
///
/// An operator's console, a control loop or a network link gives heartbeats, on any thread and
/// without a lock. The silence is counted from the last of them, or from the arming if that was
/// later, and only while the robot is armed. It disarms without the command that the robot may
/// declare for it, as nobody may be there to carry that out. It watches on whatever listeners and
/// handlers do, and takes a clock that throws for silence. What it has disarmed for is reported as
/// an emergency stop by `watchdog`.
public final class Watchdog implements AutoCloseable {
  private static final ComponentPath WATCHDOG = ComponentPath.of("watchdog");

  private final Safety safety;
  private final Gate gate;
  private final Duration silence;
  private final Timepiece clock;
  private final Executor followers;
  private final Pulse pulse;
  private final Registration listening;
  private volatile boolean closed;

  private Watchdog(Safety safety, Gate gate, Duration silence, Executor followers) {
    this.safety = safety;
    this.gate = gate;
    this.silence = silence;
    this.followers = followers;
    var its = new Timepiece(safety.options().nanos());
    clock = its;
    var first = new Pulse(silence, its.now());
    pulse = first;
    listening = gate.listen(onArming(first, its));
  }

  /// What listens does not know the watchdog: from a gate no way leads to what can arm.
  private static SafetyListener onArming(Pulse pulse, Timepiece clock) {
    return transition -> {
      if (transition.to() == SafetyState.ARMED) {
        clock.read().ifPresent(pulse::beat);
      }
    };
  }

  /// Makes one that looks only when it is told to.
  static Watchdog of(Safety safety, RobotId robot, Duration silence) {
    return of(safety, robot, silence, Runnable::run);
  }

  /// @param followers tell listeners of a trip and wait for its handlers
  private static Watchdog of(Safety safety, RobotId robot, Duration silence, Executor followers) {
    Durations.requirePositive(silence, "silence");
    Gate gate =
        safety
            .gate(robot)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "There is no robot '" + robot + "'; register it before it is watched"));
    return new Watchdog(safety, gate, silence, followers);
  }

  /// Starts to watch a robot, until this is closed.
  ///
  /// @param silence how long there may be no heartbeat while the robot is armed
  /// @throws IllegalArgumentException if there is no such robot
  public static Watchdog start(Safety safety, RobotId robot, Duration silence) {
    Executor followers = work -> Threads.start("terrarium-watchdog-trip-" + robot, work);
    Watchdog watchdog = of(safety, robot, silence, followers);
    Thread.ofPlatform().daemon().name("terrarium-watchdog-" + robot).start(watchdog::watch);
    return watchdog;
  }

  /// Says that somebody is there.
  public void heartbeat() {
    clock.read().ifPresent(pulse::beat);
  }

  private void watch() {
    while (!closed) {
      long next = Durations.nanos(silence);
      try {
        next = look();
      } catch (Throwable e) { // Whatever it is, it goes on watching.
        Journal.log(Level.ERROR, () -> "The watchdog of '" + gate.robot() + "' has failed", e);
      }
      LockSupport.parkNanos(next);
    }
  }

  /// Disarms the robot if it is armed and there was silence; returns when to look again, in
  /// nanoseconds.
  long look() {
    OptionalLong now = clock.read();
    long left = now.isPresent() ? pulse.left(now.getAsLong()) : 0;
    if (left > 0 || !gate.isArmed()) {
      return left > 0 ? left : Durations.nanos(silence);
    }
    Supplier<DisarmResult> trip = safety.trip(gate.robot());
    boolean isBroken = now.isEmpty();
    followers.execute(() -> follow(trip, isBroken));
    return Durations.nanos(silence);
  }

  /// Listeners may keep this thread; the watchdog's own goes on.
  private void follow(Supplier<DisarmResult> trip, boolean isBroken) {
    DisarmResult result = trip.get();
    String reason =
        isBroken
            ? "its clock does not work"
            : "there was no heartbeat within " + Durations.words(silence);
    safety.reportError(gate.robot(), WATCHDOG, new Fault.EmergencyStop("the watchdog", reason));
    Journal.log(
        Level.WARNING,
        () ->
            "The watchdog has disarmed the robot '%s', as %s: %s"
                .formatted(gate.robot(), reason, result));
  }

  /// Stops watching; the robot stays as it is.
  @Override
  public void close() {
    closed = true;
    listening.close();
  }
}
