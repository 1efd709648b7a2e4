package dev.terrarium.worker.process;

import dev.terrarium.pipeline.WorkerReport;
import dev.terrarium.pipeline.WorkerReport.State;
import dev.terrarium.pipeline.events.Recording;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What a seat saw of its worker processes in a run.
///
/// The thread that uses the seat writes, and pays an addition for an item; any thread may read.
final class Figures {
  private static final Logger LOGGER = System.getLogger(Figures.class.getPackageName());

  private final Owner owner;
  private final AtomicLong items = new AtomicLong();
  private final AtomicBoolean isWaiting = new AtomicBoolean();
  private final AtomicInteger load = new AtomicInteger();
  private State state = State.OPENING;
  private @Nullable ProcessHandle process;
  private @Nullable ProcessHandle replaced;
  private long crashes;
  private long restarts;
  private long cpuBefore;
  private long cpuOfOthers;
  private long cpu;
  private boolean isCpuKnown;
  private @Nullable WorkerReport last;

  Figures(Owner owner) {
    this.owner = owner;
  }

  /// Returns figures that begin with these, of another process.
  synchronized Figures goOn() {
    var further = new Figures(owner);
    var now = now();
    further.items.setOpaque(now.items());
    further.crashes = crashes;
    further.restarts = restarts;
    further.cpuOfOthers = cpuOfOthers + cpu;
    further.isCpuKnown = isCpuKnown;
    return further;
  }

  /// A process was taken, which may have been at work for others.
  synchronized void began(ProcessHandle taken) {
    var before = process;
    replaced = replaced == null ? before : replaced;
    restarts += before == null ? 0 : 1;
    cpuOfOthers += cpu;
    cpu = 0;
    cpuBefore = Usage.of(taken).cpuNanos().orElse(0);
    process = taken;
    state = State.OPENING;
  }

  /// The node is there.
  void opened() {
    var before = open();
    if (before != null) {
      LOGGER.log(
          Level.WARNING,
          () ->
              "%s is started again (process %d in the place of %d)"
                  .formatted(owner.subject(), report().pid().orElse(0), before.pid()));
    }
  }

  private synchronized @Nullable ProcessHandle open() {
    var before = replaced;
    replaced = null;
    state = State.IDLE;
    return before;
  }

  /// The node was made: says at the first time if it has one half of what hands a state over.
  ///
  /// @return whether it can flush
  boolean made(Told.Opened made) {
    if (!made.missing().isEmpty() && owner.number() == 1 && report().restarts() == 0) {
      LOGGER.log(
          Level.WARNING,
          () ->
              "node %s has no %s(), so its state is not handed over when its process ends: it takes both snapshot() and restore()"
                  .formatted(owner.node(), made.missing()));
    }
    return made.canFlush();
  }

  void countItem() {
    items.setOpaque(items.getPlain() + 1);
  }

  /// Notes whether an answer is waited for.
  void waits(boolean waits) {
    isWaiting.setOpaque(waits);
  }

  /// Returns how many requests are under way that were made before their turn.
  int load() {
    return load.getPlain();
  }

  void load(int requests) {
    load.setOpaque(requests);
  }

  /// The process has ended by itself.
  ///
  /// @param how a sentence
  void crashed(String how) {
    tell(note(1), how);
  }

  /// The process was ended.
  ///
  /// @param how a sentence
  void ended(String how) {
    tell(note(0), how);
  }

  private synchronized long note(int crash) {
    crashes += crash;
    state = State.ENDED;
    return process == null ? 0 : process.pid();
  }

  private void tell(long pid, String how) {
    LOGGER.log(Level.WARNING, () -> "%s (process %d)".formatted(how, pid));
    var event = Recording.workerEnd();
    if (event != null) {
      event.record(owner.node(), owner.number(), pid, how);
    }
  }

  /// Another process could not be started, or the node not be made in it.
  ///
  /// @param how a sentence
  void notStarted(String how) {
    var _ = put(State.ENDED);
    LOGGER.log(Level.WARNING, how);
  }

  void gaveUp() {
    if (put(State.GIVEN_UP) != State.GIVEN_UP) {
      LOGGER.log(
          Level.WARNING,
          () ->
              "%s has ended too often and is not started again: what was meant for it fails"
                  .formatted(owner.subject()));
    }
  }

  private synchronized State put(State next) {
    var before = state;
    state = next;
    return before;
  }

  /// The node was closed; its process, if it has one, is at hand for the last time.
  synchronized void closed() {
    state = state == State.GIVEN_UP ? state : State.CLOSED;
    last = now();
  }

  /// Returns how things are.
  synchronized WorkerReport report() {
    var known = last;
    return known == null ? now() : known;
  }

  private WorkerReport now() {
    var known = process;
    var usage = known == null ? Usage.NONE : Usage.of(known);
    if (usage.cpuNanos().isPresent()) {
      cpu = usage.cpuNanos().getAsLong() - cpuBefore;
      isCpuKnown = true;
    }
    boolean isAtWork = isWaiting.getOpaque() || load.getOpaque() > 0;
    return new WorkerReport(
        owner.number(),
        known == null ? OptionalLong.empty() : OptionalLong.of(known.pid()),
        state == State.IDLE && isAtWork ? State.WORKING : state,
        items.getOpaque(),
        crashes,
        restarts,
        usage.memory(),
        usage.peak(),
        isCpuKnown ? OptionalLong.of(cpuOfOthers + cpu) : OptionalLong.empty());
  }
}
