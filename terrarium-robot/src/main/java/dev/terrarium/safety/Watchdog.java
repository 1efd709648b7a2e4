package dev.terrarium.safety;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/// Disarms a robot when whoever is to be heard is silent for too long.
///
/// An operator's console, a control loop or a network link gives heartbeats, on any thread and
/// without a lock. The silence is counted from the last of them, or from the arming if that was
/// later, and only while the robot is armed. It disarms without the command that the robot may
/// declare for it, as nobody may be there to carry that out.
public final class Watchdog implements AutoCloseable {
  private final Safety safety;
  private final Gate gate;
  private final Duration silence;
  private final LongSupplier nanos;
  private final Pulse pulse;
  private final Registration listening;
  private volatile boolean closed;

  private Watchdog(Safety safety, Gate gate, Duration silence) {
    this.safety = safety;
    this.gate = gate;
    this.silence = silence;
    nanos = safety.options().nanos();
    var its = new Pulse(silence, nanos.getAsLong());
    pulse = its;
    listening = gate.listen(onArming(its, nanos));
  }

  /// What listens does not know the watchdog: from a gate no way leads to what can arm.
  private static SafetyListener onArming(Pulse pulse, LongSupplier nanos) {
    return transition -> {
      if (transition.to() == SafetyState.ARMED) {
        pulse.beat(nanos.getAsLong());
      }
    };
  }

  /// Makes one that looks only when it is told to.
  static Watchdog of(Safety safety, RobotId robot, Duration silence) {
    Durations.requirePositive(silence, "silence");
    Gate gate =
        safety
            .gate(robot)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "There is no robot '" + robot + "'; register it before it is watched"));
    return new Watchdog(safety, gate, silence);
  }

  /// Starts to watch a robot, until this is closed.
  ///
  /// @param silence how long there may be no heartbeat while the robot is armed
  /// @throws IllegalArgumentException if there is no such robot
  public static Watchdog start(Safety safety, RobotId robot, Duration silence) {
    Watchdog watchdog = of(safety, robot, silence);
    Thread.ofPlatform().daemon().name("terrarium-watchdog-" + robot).start(watchdog::watch);
    return watchdog;
  }

  /// Says that somebody is there.
  public void heartbeat() {
    pulse.beat(nanos.getAsLong());
  }

  private void watch() {
    while (!closed) {
      LockSupport.parkNanos(look());
    }
  }

  /// Disarms the robot if it is armed and there was silence; returns when to look again, in
  /// nanoseconds.
  long look() {
    long left = pulse.left(nanos.getAsLong());
    if (left > 0 || !gate.isArmed()) {
      return left > 0 ? left : Durations.nanos(silence);
    }
    String reason = "no heartbeat within " + silence.toMillis() + " ms";
    DisarmResult result = safety.disarmDirectly(gate.robot());
    System.getLogger(Watchdog.class.getPackageName())
        .log(
            Level.WARNING,
            "The watchdog has disarmed the robot ''{0}'', as there was {1}: {2}",
            gate.robot(),
            reason,
            result);
    return Durations.nanos(silence);
  }

  /// Stops watching; the robot stays as it is.
  @Override
  public void close() {
    closed = true;
    listening.close();
  }
}
