package dev.terrarium.python;

import org.jspecify.annotations.Nullable;

/// An iteration inside one region, which holds nothing of the region but the iterator.
///
/// Where the region's thread has let the GIL go, as when Python draws on a stream made of these
/// items, it is taken again for each item.
final class RegionItems<T extends @Nullable Object> extends Items<T> {
  private final Gil gil;
  private final PyObject held;
  private final long iterator;
  private final ItemType type;

  /// @param held the iterator, which the region owns
  RegionItems(Gil gil, PyObject held, ItemType type) {
    this.gil = gil;
    this.held = held;
    this.iterator = held.pointer();
    this.type = type;
  }

  @Override
  boolean advance() {
    if (gil.isLetGo()) {
      return gil.regained(this::advance);
    }
    return gil.here() ? take(gil.attachment, type, iterator) : gil.relayed(this::advance);
  }

  @Override
  void end(boolean exhausted) {
    if (gil.isLetGo()) {
      gil.regained(() -> endHere(exhausted));
    } else if (gil.here()) {
      endHere(exhausted);
    } else {
      gil.relayed(() -> {
        end(exhausted);
        return true;
      });
    }
  }

  private boolean endHere(boolean exhausted) {
    try (held) {
      if (!exhausted) {
        PyIteration.close(gil.attachment.border, iterator);
      }
      return true;
    }
  }
}
