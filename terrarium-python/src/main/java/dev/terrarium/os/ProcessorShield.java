package dev.terrarium.os;

import dev.terrarium.os.Platform.Kernel;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/// Keeps the threads of all processes, and of the kernel, off one processor for as long as it is
/// open, apart from those that may run nowhere else.
///
/// Even before a thread with a priority comes the kernel's own work: what it does for another
/// thread, in a system call or of its own, it does not always interrupt. What a thread starts
/// inherits where it may run, so those that come later stay off, too.
///
/// All that are open of one processor are the same shield: the last to be closed lets everybody
/// back whom it kept off, and what they have started since. So does the end of the JVM, if somebody
/// has not closed his; one that is killed or halted does not.
public final class ProcessorShield implements AutoCloseable {
  private static final ReentrantLock ORDER = new ReentrantLock();

  /// By their processors; guarded by the lock.
  private static final Map<Integer, Raised> RAISED = new HashMap<>();

  static {
    Thread last =
        Thread.ofPlatform().name("terrarium-shields").unstarted(ProcessorShield::lowerAll);
    try {
      Runtime.getRuntime().addShutdownHook(last);
    } catch (IllegalStateException itIsEnding) { // Then a shield is there until it is closed.
    }
  }

  private final int processor;
  private final Attempt attempt;
  private final AtomicBoolean isHeld = new AtomicBoolean(true);

  private ProcessorShield(int processor, Attempt attempt) {
    this.processor = processor;
    this.attempt = attempt;
  }

  /// Moves every thread that may run elsewhere to where else it may run.
  ///
  /// @param processor by its number, from 0
  public static ProcessorShield raise(int processor) {
    ORDER.lock();
    try {
      Raised raised = RAISED.computeIfAbsent(processor, Raised::new);
      raised.holders++;
      return new ProcessorShield(processor, raised.sweep());
    } finally {
      ORDER.unlock();
    }
  }

  /// Returns what came of asking; where it is refused for some threads, the others are kept off
  /// nevertheless.
  public Attempt attempt() {
    return attempt;
  }

  /// Has those threads of this JVM run on the processor, and nowhere else, for which all others
  /// wait in a safepoint: elsewhere they would take a processor from who has to reach it first, or
  /// others from them. For whom the processor is kept must come before them.
  public Attempt admitSafepointThreads() {
    ORDER.lock();
    try {
      Raised raised = RAISED.get(processor);
      return raised == null
          ? Attempt.unavailable(Raised.ADMITTING, "the shield was put down")
          : raised.admit(SafepointThreads.of(Threads.OWN));
    } finally {
      ORDER.unlock();
    }
  }

  /// Lets everybody back, unless somebody else keeps them off.
  @Override
  public void close() {
    if (!isHeld.compareAndSet(true, false)) {
      return;
    }
    ORDER.lock();
    try {
      Raised raised = RAISED.get(processor);
      if (raised != null && --raised.holders == 0) {
        RAISED.remove(processor);
        raised.lower();
      }
    } finally {
      ORDER.unlock();
    }
  }

  private static void lowerAll() {
    ORDER.lock();
    try {
      RAISED.values().forEach(Raised::lower);
      RAISED.clear();
    } finally {
      ORDER.unlock();
    }
  }

  /// Whether a thread that was moved runs where shields have left it; where it does not, somebody
  /// has chosen a processor for it since.
  ///
  /// @param may where it may run
  /// @param before where it might, before
  /// @param shielded the processors of this shield and of others
  static boolean isWhereShieldsLeftIt(BitSet may, BitSet before, Set<Integer> shielded) {
    var left = (BitSet) before.clone();
    shielded.forEach(left::clear);
    return may.cardinality() > 1 || may.equals(left);
  }

  /// A shield, and whom it keeps off.
  private static final class Raised {
    static final String ADMITTING =
        "of this JVM are back there, for which all others wait in a safepoint";

    private static final int NOT_PERMITTED = 1;

    /// Threads that are started while others are moved are seen by the next look.
    private static final int LOOKS = 5;

    private static final String REMEDY =
        "Give the program CAP_SYS_NICE; the user's own threads are kept off nevertheless";

    private final int processor;

    /// Where each thread might run that was moved, by its number.
    private final Map<Long, BitSet> moved = new HashMap<>();

    /// Where each thread might run before it was moved that was then taken in again.
    private final Map<Long, BitSet> admitted = new HashMap<>();

    /// The first threads of processes that were off the processor before, by their numbers.
    private final Set<Long> strangers = new HashSet<>();

    private final BitSet own = new BitSet();

    int holders;

    Raised(int processor) {
      this.processor = processor;
      own.set(processor);
    }

    Attempt sweep() {
      String what = "keeping other threads off processor " + processor;
      if (Platform.current().kernel() != Kernel.LINUX) {
        return Attempt.unavailable(what, Scheduling.ONLY_LINUX);
      }
      int refused = 0;
      int before = -1;
      for (int look = 0; look < LOOKS && before < moved.size(); look++) {
        before = moved.size();
        refused = moveAll();
      }
      return refused == 0
          ? Attempt.granted(what + ": " + moved.size() + " of them run elsewhere")
          : Attempt.refused(what + ", for " + refused + " of them,", NOT_PERMITTED, REMEDY);
    }

    /// @return how many may not be moved by this process
    private int moveAll() {
      int refused = 0;
      for (Threads.Numbered thread : Threads.all()) {
        BitSet may = Scheduling.processors(thread.number());
        if (!may.get(processor)) {
          if (thread.isFirst() && !moved.containsKey(thread.number())) {
            strangers.add(thread.number());
          }
        } else if (may.cardinality() > 1) {
          Attempt attempt = Scheduling.affinity(thread.number(), without(may));
          if (attempt.isGranted()) {
            moved.putIfAbsent(thread.number(), may);
          } else if (attempt.errno() == NOT_PERMITTED) {
            refused++;
          }
        }
      }
      return refused;
    }

    private BitSet without(BitSet processors) {
      var others = (BitSet) processors.clone();
      others.clear(processor);
      return others;
    }

    /// Takes in threads that it has moved, and not those that another shield has taken in before.
    Attempt admit(Set<Long> threads) {
      for (long thread : threads) {
        BitSet before = moved.get(thread);
        if (before != null) {
          Attempt attempt = Scheduling.affinity(thread, own);
          if (!attempt.isGranted()) {
            return attempt;
          }
          admitted.put(thread, before);
        }
      }
      return admitted.isEmpty()
          ? Attempt.unavailable("running threads of this JVM there", "it has none to be moved")
          : Attempt.granted(admitted.size() + " " + ADMITTING);
    }

    /// Gives back the processor, and no other: other shields may be raised or lowered meanwhile.
    private void lower() {
      admitted.forEach(this::dismiss);
      var shielded = new HashSet<>(RAISED.keySet());
      shielded.add(processor);
      for (Threads.Numbered thread : Threads.all()) {
        BitSet may = Scheduling.processors(thread.number());
        BitSet before = before(thread);
        if (!may.isEmpty()
            && !may.get(processor)
            && before.get(processor)
            && isWhereShieldsLeftIt(may, before, shielded)) {
          may.set(processor);
          var _ = Scheduling.affinity(thread.number(), may);
        }
      }
    }

    /// Has a thread run again where other shields leave it.
    private void dismiss(long thread, BitSet before) {
      var left = (BitSet) before.clone();
      RAISED.keySet().forEach(left::clear);
      if (Scheduling.processors(thread).equals(own) && !left.isEmpty()) {
        var _ = Scheduling.affinity(thread, left);
      }
    }

    /// Returns where a thread might run before it was moved; one that was started since has what it
    /// has from its process, or from the process that started that. Nothing if none was moved.
    private BitSet before(Threads.Numbered thread) {
      BitSet before = moved.get(thread.number());
      long process = thread.process();
      while (before == null && process != 0 && !strangers.contains(process)) {
        before = moved.get(process);
        process = Threads.parent(process);
      }
      return before == null ? new BitSet() : before;
    }
  }
}
