package dev.terrarium.control.loop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/// What a loop is started with.
///
/// @param period from one deadline to the next, 100 µs to 1 s; what computes torques counts on 1 ms
/// @param realTime what is asked of the system
/// @param safeStop how an arm is brought to rest
/// @param warmUp how long the loop rehearses
/// @param sharing where it publishes
public record LoopOptions(
    Duration period, RealTime realTime, SafeStop safeStop, WarmUp warmUp, Sharing sharing) {
  private static final Duration SHORTEST = Duration.ofNanos(100_000);
  private static final Duration LONGEST = Duration.ofSeconds(1);

  public LoopOptions {
    if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("period is 100 µs to 1 s, not " + period);
    }
    if (realTime.spinTail().compareTo(period) > 0) {
      throw new IllegalArgumentException(
          "spinTail is at most a period of %s, not %s".formatted(period, realTime.spinTail()));
    }
  }

  /// Returns what holds unless something is said.
  public static LoopOptions standard() {
    return new LoopOptions(
        Duration.ofMillis(1),
        RealTime.standard(),
        SafeStop.standard(),
        WarmUp.standard(),
        Sharing.standard());
  }

  /// Returns these with another time between deadlines.
  public LoopOptions withPeriod(Duration period) {
    return new LoopOptions(period, realTime, safeStop, warmUp, sharing);
  }

  /// Returns these with something else asked of the system.
  public LoopOptions withRealTime(RealTime realTime) {
    return new LoopOptions(period, realTime, safeStop, warmUp, sharing);
  }

  /// Returns these with nothing asked of the system.
  public LoopOptions withoutRealTime() {
    return withRealTime(RealTime.none());
  }

  /// Returns these with another priority.
  ///
  /// @param priority 1 to 99; 0 asks for none
  public LoopOptions withPriority(int priority) {
    return withRealTime(
        new RealTime(
            priority,
            realTime.isPinned(),
            realTime.cpu(),
            realTime.spinTail(),
            realTime.locksMemory(),
            realTime.isShielded()));
  }

  /// Returns these with a processor that the loop stays on.
  public LoopOptions withCpu(int cpu) {
    return withRealTime(
        new RealTime(
            realTime.priority(),
            true,
            OptionalInt.of(cpu),
            realTime.spinTail(),
            realTime.locksMemory(),
            realTime.isShielded()));
  }

  /// Returns these with a loop that may run on every processor.
  public LoopOptions withAnyCpu() {
    return withRealTime(
        new RealTime(
            realTime.priority(),
            false,
            OptionalInt.empty(),
            realTime.spinTail(),
            realTime.locksMemory(),
            realTime.isShielded()));
  }

  /// Returns these with another time awake before each deadline.
  public LoopOptions withSpinTail(Duration spinTail) {
    return withRealTime(
        new RealTime(
            realTime.priority(),
            realTime.isPinned(),
            realTime.cpu(),
            spinTail,
            realTime.locksMemory(),
            realTime.isShielded()));
  }

  /// Returns these with the process's memory kept from being taken away, or not.
  public LoopOptions withLockedMemory(boolean locks) {
    return withRealTime(
        new RealTime(
            realTime.priority(),
            realTime.isPinned(),
            realTime.cpu(),
            realTime.spinTail(),
            locks,
            realTime.isShielded()));
  }

  /// Returns these with the threads of all processes kept off the loop's processor, as far as the
  /// system lets this one move them, for as long as the loop lives; but for those of this JVM that
  /// the loop waits for, where it runs before them.
  public LoopOptions withShield() {
    return withRealTime(
        new RealTime(
            realTime.priority(),
            realTime.isPinned(),
            realTime.cpu(),
            realTime.spinTail(),
            realTime.locksMemory(),
            true));
  }

  /// Returns these with another damping of joints that are brought to rest.
  ///
  /// @param damping N m s/rad, for each joint
  public LoopOptions withSafeDamping(double... damping) {
    var stop = new SafeStop(Arrays.stream(damping).boxed().toList(), safeStop.settle());
    return new LoopOptions(period, realTime, stop, warmUp, sharing);
  }

  /// Returns these with another time for coming to rest.
  public LoopOptions withSettle(Duration settle) {
    var stop = new SafeStop(safeStop.damping(), settle);
    return new LoopOptions(period, realTime, stop, warmUp, sharing);
  }

  /// Returns these with another rehearsal.
  public LoopOptions withWarmUp(WarmUp warmUp) {
    return new LoopOptions(period, realTime, safeStop, warmUp, sharing);
  }

  /// Returns these with another number of cycles kept.
  public LoopOptions withRows(int rows) {
    return withSharing(new Sharing(sharing.board(), sharing.ring(), rows));
  }

  /// Returns these with the newest state in a file.
  public LoopOptions withBoard(Path file) {
    return withSharing(new Sharing(Optional.of(file), sharing.ring(), sharing.rows()));
  }

  /// Returns these with the cycles in a file.
  public LoopOptions withRing(Path file) {
    return withSharing(new Sharing(sharing.board(), Optional.of(file), sharing.rows()));
  }

  private LoopOptions withSharing(Sharing sharing) {
    return new LoopOptions(period, realTime, safeStop, warmUp, sharing);
  }
}
