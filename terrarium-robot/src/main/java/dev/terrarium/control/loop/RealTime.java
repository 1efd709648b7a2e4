package dev.terrarium.control.loop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/// What a loop asks of the system so that nothing delays it.
///
/// @param priority of SCHED_FIFO, 1 to 99; 0 asks for none
/// @param isPinned whether it stays on one processor
/// @param cpu which, whatever else is granted; without it, the last that is isolated, or else, with
///   the priority, the last of two or more
/// @param spinTail how long before each deadline it is awake and waits, at most a period
/// @param locksMemory whether the process's memory is kept from being taken away
/// @param isShielded whether the threads of all processes are kept off the loop's processor
public record RealTime(
    int priority,
    boolean isPinned,
    OptionalInt cpu,
    Duration spinTail,
    boolean locksMemory,
    boolean isShielded) {
  public RealTime {
    if (priority < 0 || priority > 99) {
      throw new IllegalArgumentException(
          "priority is that of SCHED_FIFO, 1 to 99, or 0 to ask for none, not " + priority);
    }
    if (cpu.isPresent() && cpu.getAsInt() < 0) {
      throw new IllegalArgumentException(
          "cpu is the number of a processor, from 0, not " + cpu.getAsInt());
    }
    if (spinTail.isNegative()) {
      throw new IllegalArgumentException("spinTail is a time before a deadline, not " + spinTail);
    }
  }

  /// Refuses a processor that this machine does not have, so that a start need not.
  ///
  /// @throws IllegalArgumentException names those it has
  public void requireProcessor() {
    requireProcessor(KernelReport.online(Path.of("/")));
  }

  /// Refuses a processor that is not among some.
  ///
  /// @param online as the kernel lists them; nothing where it does not
  void requireProcessor(String online) {
    if (cpu.isPresent() && !online.isEmpty() && !Privileges.listed(online).get(cpu.getAsInt())) {
      throw new IllegalArgumentException(
          "cpu is %d: expected a processor of this machine, %s".formatted(cpu.getAsInt(), online));
    }
  }

  /// Returns what holds unless something is said: priority 80, a processor, 80 µs, locked memory.
  public static RealTime standard() {
    return new RealTime(80, true, OptionalInt.empty(), Duration.ofNanos(80_000), true, false);
  }

  /// Returns what asks for nothing.
  public static RealTime none() {
    return new RealTime(0, false, OptionalInt.empty(), Duration.ofNanos(80_000), false, false);
  }
}
