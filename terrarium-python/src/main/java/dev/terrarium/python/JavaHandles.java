package dev.terrarium.python;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The Java objects that Python holds, by number.
///
/// Every method needs the GIL, which is what makes the table safe to use from any thread. An entry
/// lives as long as the Python object that carries its number.
final class JavaHandles {
  private @Nullable Object[] objects = new Object[64];
  private int[] free = new int[64];
  private int freed;
  private int used;
  private int permanent;

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
    return handle;
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

  /// Notes that one object was put here for ever, so that it is not counted among those that may be
  /// let go.
  void keptForever() {
    permanent++;
  }

  /// How many objects Python holds, but for those it holds for ever.
  int size() {
    return used - freed - permanent;
  }
}
