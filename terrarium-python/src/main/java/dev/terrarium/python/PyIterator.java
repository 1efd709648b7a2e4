package dev.terrarium.python;

import dev.terrarium.capi.Abstract;
import dev.terrarium.capi.PyErrors;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A Python iterator as a Java one, in the region it was asked for.
final class PyIterator implements Iterator<PyObject> {
  private final Gil gil;
  private final PyObject iterator;
  private @Nullable PyObject next;
  private boolean exhausted;

  PyIterator(Gil gil, PyObject iterator) {
    this.gil = gil;
    this.iterator = iterator;
  }

  @Override
  public boolean hasNext() {
    if (next == null && !exhausted) {
      next = advance();
      exhausted = next == null;
    }
    return next != null;
  }

  @Override
  public PyObject next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the Python iterator has no further element");
    }
    PyObject element = java.util.Objects.requireNonNull(next);
    next = null;
    return element;
  }

  private @Nullable PyObject advance() {
    if (!gil.here()) {
      return gil.<@Nullable PyObject>relayed(this::advance);
    }
    Border border = gil.attachment.border;
    long element = Abstract.PyIter_Next(iterator.pointer());
    if (element != 0) {
      return border.object(element);
    }
    if (PyErrors.PyErr_Occurred() != 0) {
      throw border.raised();
    }
    return null;
  }
}
