package dev.terrarium.worker.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;

/// The slots of one worker process, as this JVM has mapped them.
final class Slots {
  /// How many a worker may make: each is an open file. One that means well makes 1,024.
  static final int MOST = 2_000;

  /// After how many requests a slot that none of them has used is cleared.
  private static final int A_WHILE = 64;

  /// How many times too large a slot may be.
  private static final long ROOMY = 8;

  /// In such blocks memory is asked for, as in `terrarium._worker`.
  private static final int BLOCK = 1 << 16;

  /// How many bytes stay with a worker that has no node: new memory takes the system longer than a
  /// copy does.
  private static final long WARM = 1 << 24;

  private final Map<Integer, Slot> all = new ConcurrentHashMap<>();
  private final Set<Slot> ours = ConcurrentHashMap.newKeySet();
  private boolean isRefused;
  private int refusals;
  private long requests;
  private volatile boolean isResting;

  /// Maps a slot that the worker has made, in which it will send.
  ///
  /// @param onFree tells the worker that it can use it again
  void add(long process, Told.Made made, IntConsumer onFree) throws IOException, WireException {
    int number = made.number();
    long capacity = made.capacity();
    if (number == 0) {
      isRefused = capacity == 0;
      refusals++;
    } else if (capacity < 1 || capacity > Slot.LARGEST || all.containsKey(number)) {
      throw new WireException("it has made memory of %d bytes".formatted(capacity));
    } else if (all.size() >= MOST) {
      throw new WireException("it has made memory more than %d times".formatted(MOST));
    } else {
      IntConsumer told = made.isOurs() ? _ -> becameFree() : onFree;
      var slot = Slot.map(process, made.descriptor(), number, capacity, told);
      all.put(number, slot);
      if (made.isOurs()) {
        ours.add(slot);
      }
    }
  }

  /// Counts a request, and clears now and then what the last ones have not used.
  void tick() {
    requests++;
    if (requests % A_WHILE == 0 && !ours.isEmpty()) {
      clearSince(requests - A_WHILE);
    }
  }

  /// There is a node again.
  void serve() {
    isResting = false;
  }

  /// There is no node any more: what is free is cleared, and so is what becomes free, but for a
  /// little.
  void rest() {
    isResting = true;
    clearAllBut(WARM);
  }

  /// On any thread.
  private void becameFree() {
    if (isResting) {
      clearAllBut(WARM);
    }
  }

  private void clearAllBut(long warm) {
    long left = warm;
    for (var slot :
        ours.stream().sorted(Comparator.comparingLong(Slot::used).reversed()).toList()) {
      long held = slot.held();
      if (held > left) {
        slot.clearSince(Long.MAX_VALUE);
      } else {
        left -= held;
      }
    }
  }

  private void clearSince(long request) {
    ours.forEach(slot -> slot.clearSince(request));
  }

  /// The worker has gone; on any thread.
  void retire() {
    all.values().forEach(Slot::retire);
  }

  /// Has the worker use a slot of the JVM's.
  void lend(Slot slot) {
    slot.lend(requests);
  }

  /// Returns in how many blocks so many bytes have room.
  static int blocks(long size) {
    return Math.toIntExact(Math.ceilDiv(size, BLOCK));
  }

  /// Returns how often the worker has refused to make one.
  int refusals() {
    return refusals;
  }

  /// Whether the worker has said that it can make none.
  boolean isRefused() {
    return isRefused;
  }

  /// Whether the JVM decides what a slot is used for.
  boolean areOurs(Slot slot) {
    return ours.contains(slot);
  }

  /// Returns a slot of the JVM's that is free and large enough.
  Optional<Slot> free(long size) {
    return ours.stream()
        .filter(slot -> slot.isFree() && slot.capacity() >= size)
        .filter(slot -> slot.capacity() <= ROOMY * Math.max(size, BLOCK))
        .min(Comparator.comparingLong(Slot::capacity));
  }

  Slot get(long number) throws WireException {
    var slot = all.get((int) number);
    if (slot == null) {
      throw new WireException("it speaks of memory that there is not");
    }
    return slot;
  }

  List<Slot> get(List<?> numbers) throws WireException {
    var slots = new ArrayList<Slot>();
    for (var number : numbers) {
      if (!(number instanceof Long known)) {
        throw new WireException("it speaks of memory without a number");
      }
      slots.add(get(known));
    }
    return slots;
  }
}
