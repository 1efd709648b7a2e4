package dev.terrarium.worker.process;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.worker.Packable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Items as one worker takes them, with large arrays in memory that it has as well.
///
/// @param memory gives it, lent to the worker
/// @param names tells the worker by which numbers it knows the slots of the item that follows
record Parcels(Slots slots, PickleWriter.Memory memory, Consumer<Map<Long, Long>> names) {

  /// Returns the pickle of an item; as it came, if another worker has sent it.
  ///
  /// @throws ConversionFault if it has no counterpart there
  byte[] pack(@Nullable Object item) {
    if (!(item instanceof ProcessValue) && !(item instanceof Packable)) {
      return PickleWriter.write(item, memory);
    }
    var lent = new ArrayList<Slot>();
    try {
      return item instanceof ProcessValue value
          ? forwarded(value, lent)
          : packed((Packable) item, lent);
    } catch (RuntimeException | Error thrown) {
      takeBack(lent);
      throw thrown;
    }
  }

  private byte[] packed(Packable item, List<Slot> lent) {
    byte[] pickle = item.pickle(sizes -> taken(sizes, lent));
    var known = new HashMap<Long, Long>();
    for (var slot : lent) {
      known.put((long) known.size(), (long) slot.number());
    }
    tell(known);
    return pickle;
  }

  private List<List<ByteBuffer>> taken(List<Long> sizes, List<Slot> lent) {
    for (long size : sizes) {
      var slot = memory.take(size);
      if (slot == null) {
        takeBack(lent);
        return List.of();
      }
      lent.add(slot);
    }
    return lent.stream().map(Slot::pieces).toList();
  }

  /// The worker finds its arrays where they are, if that is the JVM's memory and the worker's own,
  /// else in a copy. A slot is lent once for each array in it.
  private byte[] forwarded(ProcessValue value, List<Slot> lent) {
    var places = new HashMap<Slot, Slot>();
    var known = new HashMap<Long, Long>();
    for (var slot : value.slots()) {
      boolean isNew = !places.containsKey(slot) && !slots.areOurs(slot);
      var place = isNew ? copied(slot) : places.getOrDefault(slot, slot);
      if (!isNew) {
        slots.lend(place);
      }
      lent.add(place);
      places.put(slot, place);
      known.put((long) slot.number(), (long) place.number());
    }
    tell(known);
    return value.pickle();
  }

  private Slot copied(Slot slot) {
    var place = memory.take(slot.capacity());
    if (place == null) {
      throw new ConversionFault("$", "there is no shared memory for an array");
    }
    place.copy(slot);
    return place;
  }

  private void tell(Map<Long, Long> known) {
    if (!known.isEmpty()) {
      names.accept(known);
    }
  }

  private static void takeBack(List<Slot> lent) {
    lent.forEach(Slot::takeBack);
    lent.clear();
  }
}
