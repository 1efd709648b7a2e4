package dev.terrarium.control.loop;

import dev.terrarium.control.loop.Grant.Answer;
import dev.terrarium.os.Attempt;
import java.util.BitSet;
import java.util.OptionalInt;

/// What the system has granted a loop's thread, and is given back when the loop ends; except for
/// locked memory, which belongs to the process.
final class Privileges {
  private final OperatingSystem system;
  private BitSet before = new BitSet();
  private boolean isScheduled;
  private boolean isPinned;

  Privileges(OperatingSystem system) {
    this.system = system;
  }

  /// Asks for what is wanted; the priority last, so that nothing else is done under it.
  RealTimeReport take(RealTime wanted) {
    KernelReport kernel = system.kernel();
    Grant latency =
        wanted.priority() > 0
            ? grant(system.holdWakeLatency())
            : Grant.notAsked("no real-time scheduling is wanted");
    Grant slack = grant(system.leastTimerSlack());
    Grant memory =
        wanted.locksMemory() ? grant(system.lockMemory()) : Grant.notAsked("it is not wanted");
    Grant affinity = pin(wanted, kernel);
    Grant scheduling =
        wanted.priority() > 0
            ? grant(system.fifo(wanted.priority()))
            : Grant.notAsked("it is not wanted");
    isScheduled = scheduling.isGranted();
    return new RealTimeReport(scheduling, affinity, memory, slack, latency, kernel);
  }

  private Grant pin(RealTime wanted, KernelReport kernel) {
    if (!wanted.isPinned()) {
      return Grant.notAsked("it is not wanted");
    }
    before = system.processors();
    OptionalInt chosen =
        wanted.cpu().isPresent() ? wanted.cpu() : chosen(before, kernel.isolated());
    if (chosen.isEmpty()) {
      return Grant.notAsked(
          before.isEmpty()
              ? "it is not known which processors there are"
              : "there is one processor only, and everything else runs on it, too");
    }
    var one = new BitSet();
    one.set(chosen.getAsInt());
    Grant grant = grant(system.affinity(one));
    isPinned = grant.isGranted();
    return grant;
  }

  /// Chooses the last processor that is isolated, or else the last of two or more.
  ///
  /// @param isolated as the kernel lists them, such as `1,4-5`
  static OptionalInt chosen(BitSet processors, String isolated) {
    if (!isolated.isEmpty()) {
      String last =
          isolated.substring(1 + Math.max(isolated.lastIndexOf(','), isolated.lastIndexOf('-')));
      return OptionalInt.of(Integer.parseInt(last));
    }
    return processors.cardinality() < 2
        ? OptionalInt.empty()
        : OptionalInt.of(processors.length() - 1);
  }

  /// Gives back what the thread was granted.
  void giveBack() {
    if (isScheduled) {
      var _ = system.usual();
    }
    if (isPinned) {
      var _ = system.affinity(before);
    }
    system.releaseWakeLatency();
  }

  private static Grant grant(Attempt attempt) {
    return new Grant(attempt.isGranted() ? Answer.GRANTED : Answer.REFUSED, attempt.words());
  }
}
