package dev.terrarium.worker.process;

import dev.terrarium.message.ForeignValue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The memory that a process of scripts shares with this JVM, for values both ways.
///
/// Any thread packs values; the one that reads what the process tells adds what it has made.
final class ScriptMemory {
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final Slots slots = new Slots();
  private final boolean hasArrays;
  private final IntConsumer makeRoom;
  private boolean isGone;

  /// @param hasArrays whether the process has NumPy
  /// @param makeRoom asks it for memory of so many blocks
  ScriptMemory(boolean hasArrays, IntConsumer makeRoom) {
    this.hasArrays = hasArrays;
    this.makeRoom = makeRoom;
  }

  /// Tells by which number the process holds a value.
  interface Held {
    /// Returns its number; empty if the process does not hold it.
    OptionalInt number(ForeignValue value);
  }

  /// Returns a value as the process takes it.
  ///
  /// @throws dev.terrarium.message.ConversionFault if it has no counterpart there
  byte[] pack(@Nullable Object value, Held held) {
    var lent = new ArrayList<Slot>();
    try {
      return PickleWriter.write(value, new Packing(held, lent));
    } catch (RuntimeException | Error thrown) {
      takeBack(lent);
      throw thrown;
    }
  }

  /// Returns what writes values without shared memory.
  PickleWriter.Memory none(Held held) {
    return new Packing(held, null);
  }

  /// One value on its way.
  private final class Packing implements PickleWriter.Memory {
    private final Held held;
    private final @Nullable List<Slot> lent;

    /// @param lent takes note of what is lent; null where nothing is to be
    private Packing(Held held, @Nullable List<Slot> lent) {
      this.held = held;
      this.lent = lent;
    }

    @Override
    public @Nullable Slot take(long size) {
      var slot = lent == null ? null : ScriptMemory.this.take(size);
      if (lent != null && slot != null) {
        lent.add(slot);
      }
      return slot;
    }

    @Override
    public OptionalInt held(ForeignValue value) {
      return held.number(value);
    }

    @Override
    public boolean hasArrays() {
      return hasArrays;
    }
  }

  private synchronized void takeBack(List<Slot> lent) {
    lent.forEach(Slot::takeBack);
  }

  private synchronized @Nullable Slot take(long size) {
    var free = slots.free(size);
    if (free.isEmpty() && !slots.isRefused() && !isGone) {
      makeRoom.accept(Slots.blocks(size));
      free = awaited(size, slots.refusals());
    }
    free.ifPresent(slots::lend);
    return free.orElse(null);
  }

  /// Waits for memory that was asked for.
  private synchronized Optional<Slot> awaited(long size, int refusals) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    var free = slots.free(size);
    long left = PATIENCE.toMillis();
    while (free.isEmpty() && slots.refusals() == refusals && !isGone && left > 0) {
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
      free = slots.free(size);
      left = Duration.ofNanos(end - System.nanoTime()).toMillis();
    }
    return free;
  }

  /// Counts an operation, so that what was not used for long is given back to the system.
  synchronized void tick() {
    slots.tick();
  }

  /// Takes memory that the process has made.
  ///
  /// @param onFree tells the process that it can use it again
  synchronized void add(long process, Told.Made made, IntConsumer onFree)
      throws IOException, WireException {
    slots.add(process, made, onFree);
    notifyAll();
  }

  /// The process does not use these any more.
  synchronized void free(List<?> numbers) throws WireException {
    slots.get(numbers).forEach(Slot::takeBack);
  }

  /// Returns what a value lies in that comes next; whoever takes the value leaves it.
  synchronized List<Slot> used(List<?> numbers) throws WireException {
    var used = slots.get(numbers);
    used.forEach(Slot::use);
    return used;
  }

  /// The process has gone.
  synchronized void retire() {
    isGone = true;
    slots.retire();
    notifyAll();
  }
}
