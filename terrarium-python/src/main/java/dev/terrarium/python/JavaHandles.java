package dev.terrarium.python;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The Java objects that Python holds, by number.
///
/// Every method but [#size] needs the GIL, which is what makes the table safe to use from any
/// thread. An entry lives as long as the Python object that carries its number.
final class JavaHandles {
  final HeapPressure pressure = new HeapPressure();
  private @Nullable Object[] objects = new Object[64];
  private int[] free = new int[64];
  private int freed;
  private int used;
  private int permanent;

  /// Where each was made, for as many as were tracked.
  private Allocations.@Nullable Allocation[] allocations = {};

  /// Keeps an object and gives its number, which is never 0.
  int put(Object object) {
    int handle;
    if (freed > 0) {
      handle = free[--freed];
    } else {
      handle = ++used;
      if (handle >= objects.length) {
        objects = Arrays.copyOf(objects, handle * 2);
      }
    }
    objects[handle] = object;
    pressure.note(used - freed);
    if (Allocations.areTracked()) {
      note(handle, object);
    }
    return handle;
  }

  private void note(int handle, Object object) {
    if (handle >= allocations.length) {
      allocations = Arrays.copyOf(allocations, objects.length);
    }
    allocations[handle] =
        Allocations.made(
            LeakReport.Kind.HANDLE, object.getClass().getTypeName(), Interpreter.ownerHere());
  }

  Object get(int handle) {
    Object object = objects[handle];
    if (object == null) {
      throw new AssertionError("Python holds a Java object that has been let go: " + handle);
    }
    return object;
  }

  void remove(int handle) {
    Object object = objects[handle];
    objects[handle] = null;
    if (handle < allocations.length) {
      Allocations.ended(allocations[handle]);
      allocations[handle] = null;
    }
    if (freed == free.length) {
      free = Arrays.copyOf(free, freed * 2);
    }
    free[freed++] = handle;
    if (object instanceof Released released) {
      released.released();
    }
  }

  /// An object that wants to know when Python has let it go.
  interface Released {
    /// Called once, with the GIL held.
    void released();
  }

  /// Notes that an object was put here for ever, so that it is not counted among those that may be
  /// let go.
  void keptForever(Object object) {
    permanent++;
    for (int handle = 1; handle <= used && handle < allocations.length; handle++) {
      if (object.equals(objects[handle])) {
        Allocations.ended(allocations[handle]);
      }
    }
  }

  /// How many objects Python holds, but for those it holds for ever; without the GIL, at some
  /// moment just past.
  int size() {
    return used - freed - permanent;
  }
}
