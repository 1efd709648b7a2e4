package dev.terrarium.worker.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;

/// The slots of one worker process, as this JVM has mapped them.
final class Slots {
  /// How many a worker may make: the JVM cannot map any number.
  private static final int MOST = 10_000;

  private final Map<Integer, Slot> all = new HashMap<>();
  private final Set<Slot> ours = new HashSet<>();
  private boolean isRefused;

  /// Maps a slot that the worker has made, in which it will send.
  ///
  /// @param onFree tells the worker that it can use it again
  void add(long process, Told.Made made, IntConsumer onFree) throws IOException, WireException {
    int number = made.number();
    long capacity = made.capacity();
    if (number == 0) {
      isRefused = true;
    } else if (capacity < 1 || capacity > Integer.MAX_VALUE || all.containsKey(number)) {
      throw new WireException("it has made memory of %d bytes".formatted(capacity));
    } else if (all.size() >= MOST) {
      throw new WireException("it has made memory more than %d times".formatted(MOST));
    } else {
      IntConsumer told = made.isOurs() ? _ -> {} : onFree;
      var slot = Slot.map(process, made.descriptor(), number, capacity, told);
      all.put(number, slot);
      if (made.isOurs()) {
        ours.add(slot);
      }
    }
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
  Optional<Slot> free(int size) {
    return ours.stream()
        .filter(slot -> slot.isFree() && slot.capacity() >= size)
        .min(Comparator.comparingInt(Slot::capacity));
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
