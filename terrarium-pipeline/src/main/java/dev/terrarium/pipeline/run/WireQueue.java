package dev.terrarium.pipeline.run;

import dev.terrarium.message.ForeignValue;
import dev.terrarium.pipeline.QueueBound;
import dev.terrarium.pipeline.events.Recording;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The queue on one wire: one thread puts, another takes.
///
/// It owns a share of each foreign value in it. Who takes from several wires by turns may wait for
/// another wire while this one fills: then it grows until all that came of one item of the input is
/// in it, since whoever puts must reach that end for the other wire to move.
final class WireQueue {
  private final Wire wire;
  private final String from;
  private final String to;
  private final boolean grows;
  private final Ending ending;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notFull = lock.newCondition();
  private final Condition notEmpty = lock.newCondition();
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private Runnable onArrival = () -> {};
  private int items;
  private int marks;
  private boolean isRefused;
  private boolean isAborted;
  private long put;
  private long dropped;
  private int deepest;
  private long blockedNanos;

  /// @param from the node that puts; empty for the input of the pipeline
  /// @param to the node that takes; empty for the output of the pipeline
  WireQueue(Wire wire, String from, String to, boolean grows, Ending ending) {
    this.wire = wire;
    this.from = from;
    this.to = to;
    this.grows = grows;
    this.ending = ending;
  }

  /// One thing in the queue.
  ///
  /// @param inputItem the number of the input's item that it came of, or [Progress#NO_ITEM]
  /// @param failure why nothing more comes, if it is a failure
  record Entry(
      Signal signal, @Nullable Object item, long inputItem, Halt.Reason.@Nullable Failure failure) {
    Entry(Signal signal, @Nullable Object item, long inputItem) {
      this(signal, item, inputItem, null);
    }

    void release() {
      if (item instanceof ForeignValue foreign) {
        foreign.close();
      }
    }
  }

  Wire wire() {
    return wire;
  }

  /// Puts an item, and waits for room where the policy is to wait.
  ///
  /// @return whether anybody still takes from here
  boolean put(@Nullable Object item, long inputItem) {
    lock.lock();
    try {
      if (!isRefused && isFull()) {
        makeRoom();
      }
      if (isRefused) {
        return false;
      }
      put++;
      if (isFull() && wire.bound().policy() == QueueBound.Policy.DROP_NEWEST) {
        dropped++;
        return true;
      }
      var kept = item instanceof ForeignValue foreign ? foreign.share() : item;
      add(new Entry(Signal.ITEM, kept, inputItem));
      items++;
      deepest = Math.max(deepest, items);
      onArrival.run();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Takes what is to be called with each item that is put; it must not wait.
  void onArrival(Runnable call) {
    lock.lock();
    try {
      onArrival = call;
    } finally {
      lock.unlock();
    }
  }

  void mark(long inputItem) {
    signal(new Entry(Signal.MARK, null, inputItem));
  }

  void end() {
    signal(new Entry(Signal.END, null, Progress.NO_ITEM));
  }

  /// Ends it, behind what is in it already.
  void fail(Halt.Reason.Failure failure) {
    signal(new Entry(Signal.FAILURE, null, Progress.NO_ITEM, failure));
  }

  private void signal(Entry entry) {
    lock.lock();
    try {
      if (!isRefused) {
        marks += entry.signal() == Signal.MARK ? 1 : 0;
        add(entry);
      }
    } finally {
      lock.unlock();
    }
  }

  private void add(Entry entry) {
    entries.add(entry);
    if (entries.size() == 1) {
      notEmpty.signal();
    }
  }

  private void makeRoom() {
    switch (wire.bound().policy()) {
      case BLOCK -> awaitRoom();
      case DROP_OLDEST -> drop(1);
      case LATEST -> drop(items);
      case DROP_NEWEST -> {}
    }
  }

  private void awaitRoom() {
    var recorded = Recording.queueFull();
    long begun = System.nanoTime();
    try {
      while (!isRefused && isFull() && !(grows && marks == 0)) {
        if (isAborted) {
          ending.checkpoint();
        }
        notFull.await();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      ending.checkpoint();
    } finally {
      blockedNanos += System.nanoTime() - begun;
      if (recorded != null) {
        recorded.end(from, to);
      }
    }
  }

  private boolean isFull() {
    boolean keepsOne = wire.bound().policy() == QueueBound.Policy.LATEST;
    return items >= (keepsOne ? 1 : wire.bound().capacity());
  }

  private void drop(int count) {
    int left = count;
    for (var each = entries.iterator(); each.hasNext() && left > 0; ) {
      var entry = each.next();
      if (entry.signal() == Signal.ITEM) {
        each.remove();
        entry.release();
        items--;
        dropped++;
        left--;
      }
    }
  }

  /// Takes what is next, and waits for it; the caller releases it.
  Entry take() {
    lock.lock();
    try {
      while (entries.isEmpty()) {
        if (isAborted) {
          ending.checkpoint();
        }
        notEmpty.await();
      }
      return remove();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      ending.checkpoint();
      throw new AssertionError(
          "An interrupt ends the run; this is a bug in Terrarium", interrupted);
    } finally {
      lock.unlock();
    }
  }

  /// Returns items that wait and will not be dropped, behind the first `from` of them.
  List<@Nullable Object> waiting(int from, int most) {
    if (wire.bound().policy() != QueueBound.Policy.BLOCK) {
      return List.of();
    }
    lock.lock();
    try {
      var waiting = new ArrayList<@Nullable Object>();
      int seen = 0;
      for (var entry : entries) {
        if (entry.signal() == Signal.ITEM && seen++ >= from) {
          waiting.add(entry.item());
        }
        if (waiting.size() == most) {
          break;
        }
      }
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /// Whether an item, or the end, is next.
  boolean hasItem() {
    lock.lock();
    try {
      return !entries.isEmpty() && entries.element().signal() != Signal.MARK;
    } finally {
      lock.unlock();
    }
  }

  /// Takes what is next, if there is anything; the caller releases it.
  @Nullable Entry poll() {
    lock.lock();
    try {
      return entries.isEmpty() ? null : remove();
    } finally {
      lock.unlock();
    }
  }

  private Entry remove() {
    var entry = entries.remove();
    switch (entry.signal()) {
      case ITEM -> items--;
      case MARK -> marks--;
      case END, FAILURE -> {}
    }
    notFull.signal();
    return entry;
  }

  /// Says that nothing more is taken, and lets go of what waits.
  void refuse() {
    lock.lock();
    try {
      isRefused = true;
      entries.forEach(Entry::release);
      entries.clear();
      items = 0;
      marks = 0;
      notFull.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Wakes both sides, since the run ends early; what waits can still be taken.
  void abort() {
    lock.lock();
    try {
      isAborted = true;
      notFull.signal();
      notEmpty.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Returns what has gone over the wire so far; from any thread.
  WireReport report() {
    lock.lock();
    try {
      return new WireReport(from, to, put, dropped, items, deepest, blockedNanos);
    } finally {
      lock.unlock();
    }
  }
}
