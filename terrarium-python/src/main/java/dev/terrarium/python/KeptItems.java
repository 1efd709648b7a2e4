package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// An iteration that outlives regions: it takes the GIL for each item.
final class KeptItems<T extends @Nullable Object> extends Items<T> {
  private final PyRef iterator;
  private final ItemType type;

  KeptItems(PyRef iterator, ItemType type) {
    this.iterator = iterator;
    this.type = type;
  }

  @Override
  boolean advance() {
    return iterator.withGil(
        gil -> onPointer(gil.attachment, it -> take(gil.attachment, type, it) ? 1 : 0) == 1);
  }

  @Override
  void end(boolean exhausted) {
    try (iterator) {
      if (!exhausted) {
        iterator.withGil(gil ->
            onPointer(
                gil.attachment,
                it -> {
                  PyIteration.close(gil.attachment.border, it);
                  return 0;
                }));
      }
    }
  }

  private long onPointer(Attachment attachment, ToLongFunction<Long> work) {
    long pointer = iterator.newReference(attachment.interpreter);
    try {
      return work.applyAsLong(pointer);
    } finally {
      Macros.Py_DECREF(pointer);
    }
  }
}
