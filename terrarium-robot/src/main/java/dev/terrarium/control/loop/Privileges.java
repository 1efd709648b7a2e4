package dev.terrarium.control.loop;

import dev.terrarium.control.loop.Grant.Answer;
import dev.terrarium.os.Attempt;
import java.util.BitSet;
import java.util.OptionalInt;

/// What the system has granted a loop's thread, and is given back when the loop ends.
final class Privileges {
  /// How far below the loop the JVM's own thread stays, which stops all others.
  private static final int BELOW = 10;

  private static final int HIGHEST = 99;

  private static final String NO_PROCESSOR = "the loop has no processor that it stays on";

  private final OperatingSystem system;
  private BitSet before = new BitSet();
  private volatile boolean isScheduled;
  private boolean isPinned;
  private boolean isShared;

  Privileges(OperatingSystem system) {
    this.system = system;
  }

  /// Asks for what is wanted; the priority after all that takes long, so that nothing of it is done
  /// under it.
  RealTimeReport take(RealTime wanted) {
    KernelReport kernel = system.kernel();
    before = system.processors();
    Grant shield = raise(wanted, kernel);
    Grant latency =
        wanted.priority() > 0
            ? grant(system.holdWakeLatency())
            : Grant.notAsked("no real-time scheduling is wanted");
    Grant slack = grant(system.leastTimerSlack());
    Grant memory =
        wanted.locksMemory() ? grant(system.lockMemory()) : Grant.notAsked("it is not wanted");
    Grant scheduling =
        wanted.priority() > 0
            ? grant(system.fifo(wanted.priority()))
            : Grant.notAsked("it is not wanted");
    isScheduled = scheduling.isGranted();
    var processor = processor(wanted, kernel, shield);
    Grant virtualMachine =
        isScheduled
            ? grant(system.holdVirtualMachine(beside(wanted.priority())))
            : Grant.notAsked("the loop has no real-time scheduling itself");
    return new RealTimeReport(
        scheduling, virtualMachine, processor, memory, new WakeUps(slack, latency), kernel);
  }

  /// Returns the priority of the JVM's own thread: where it shares the loop's processor, before the
  /// loop, which may never return from a controller and would keep all others waiting.
  private int beside(int priority) {
    return isShared ? priority + 1 : Math.max(1, priority - BELOW);
  }

  private OwnProcessor processor(RealTime wanted, KernelReport kernel, Grant shield) {
    Grant affinity = pin(wanted, kernel);
    if (!isPinned) {
      return new OwnProcessor(affinity, lower(shield));
    }
    boolean mayShare = isScheduled && wanted.priority() < HIGHEST;
    return new OwnProcessor(
        affinity, mayShare && shield.answer() != Answer.NOT_ASKED ? shared(shield) : shield);
  }

  /// Keeps others off the processor that the thread will ask for.
  private Grant raise(RealTime wanted, KernelReport kernel) {
    OptionalInt processor = chosen(wanted, kernel);
    if (!wanted.isShielded()) {
      return Grant.notAsked("it is not wanted");
    }
    return processor.isPresent()
        ? grant(system.raiseShield(processor.getAsInt()))
        : Grant.notAsked(NO_PROCESSOR);
  }

  /// Has the JVM's own threads run beside the loop; they would else keep those from running for
  /// which it waits.
  private Grant shared(Grant shield) {
    Attempt admitted = system.admitVirtualMachine();
    isShared = admitted.isGranted();
    return new Grant(shield.answer(), shield.words() + "; " + admitted.words());
  }

  private Grant lower(Grant shield) {
    if (shield.answer() == Answer.NOT_ASKED) {
      return shield;
    }
    system.lowerShield();
    return Grant.notAsked(NO_PROCESSOR);
  }

  /// Keeps the thread on one processor where it need not wait for others there: it runs before
  /// them, the kernel keeps them off, or whoever named the processor knows.
  private Grant pin(RealTime wanted, KernelReport kernel) {
    if (!wanted.isPinned()) {
      return Grant.notAsked("it is not wanted");
    }
    OptionalInt chosen = chosen(wanted, kernel);
    if (chosen.isEmpty()) {
      return Grant.notAsked(
          before.isEmpty()
              ? "it is not known which processors there are"
              : "this process has one processor only, " + before + ", which all its threads share");
    }
    if (!isScheduled && wanted.cpu().isEmpty() && kernel.isolated().isEmpty()) {
      return Grant.notAsked(
          "without SCHED_FIFO it would wait for every thread that is busy there; it may run on processors "
              + before);
    }
    var one = new BitSet();
    one.set(chosen.getAsInt());
    Grant grant = grant(system.affinity(one));
    isPinned = grant.isGranted();
    return grant;
  }

  private OptionalInt chosen(RealTime wanted, KernelReport kernel) {
    if (!wanted.isPinned() || wanted.cpu().isPresent()) {
      return wanted.cpu();
    }
    return chosen(before, listed(kernel.isolated()));
  }

  /// Chooses the last processor that is isolated, or else the last of two or more.
  static OptionalInt chosen(BitSet processors, BitSet isolated) {
    if (!isolated.isEmpty()) {
      return OptionalInt.of(isolated.length() - 1);
    }
    return processors.cardinality() < 2
        ? OptionalInt.empty()
        : OptionalInt.of(processors.length() - 1);
  }

  /// Reads processors as the kernel lists them, such as `1,4-5`.
  static BitSet listed(String listed) {
    var processors = new BitSet();
    for (String range : listed.split(",", -1)) {
      if (!range.isEmpty()) {
        String[] ends = range.split("-", 2);
        processors.set(Integer.parseInt(ends[0]), 1 + Integer.parseInt(ends[ends.length - 1]));
      }
    }
    return processors;
  }

  /// Has the thread run as threads usually do, and lets others on its processor; called by another.
  ///
  /// @return whether it did not before
  boolean takePriority(long thread) {
    system.lowerShield();
    return isScheduled && system.usual(thread).isGranted();
  }

  /// Gives back what the thread was granted.
  void giveBack() {
    if (isScheduled) {
      var _ = system.usual();
    }
    if (isPinned) {
      var _ = system.affinity(before);
    }
    system.lowerShield();
    system.releaseVirtualMachine();
    system.releaseWakeLatency();
    system.releaseMemory();
  }

  private static Grant grant(Attempt attempt) {
    return new Grant(attempt.isGranted() ? Answer.GRANTED : Answer.REFUSED, attempt.words());
  }
}
