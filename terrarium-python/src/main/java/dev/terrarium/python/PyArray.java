package dev.terrarium.python;

import dev.terrarium.capi.Abstract;
import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.PyMem;
import dev.terrarium.python.convert.Mismatch;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// A view of the memory of a Python object that exports a buffer: an ndarray, bytes, a bytearray, a
/// memoryview.
///
/// Nothing is copied. The view keeps the object and its memory alive, and ends with [#close] or
/// with the region it was made in; what uses its segment after that gets an IllegalStateException.
public final class PyArray implements AutoCloseable {
  /// `PyBUF_STRIDES | PyBUF_FORMAT`, read-only memory included.
  private static final int RECORDS_RO = 0x1c;

  private final Gil gil;
  private final long view;
  private final Arena arena;
  private final ElementType type;
  private final long[] shape;
  private final long[] strides;
  private boolean closed;

  private PyArray(Gil gil, long view, ElementType type) {
    this.gil = gil;
    this.view = view;
    this.type = type;
    int axes = Memory.getInt(view + Layout.BUFFER_NDIM);
    this.shape = longs(Memory.getLong(view + Layout.BUFFER_SHAPE), axes);
    this.strides = longs(Memory.getLong(view + Layout.BUFFER_STRIDES), axes);
    this.arena = gil.isRelayed() ? Arena.ofShared() : Arena.ofConfined();
  }

  /// Views an object's memory, in the innermost region.
  ///
  /// @throws Mismatch when it exports no buffer, or one whose elements are no numbers
  static PyArray of(Attachment attachment, long object) {
    if (Abstract.PyObject_CheckBuffer(object) == 0) {
      throw new Mismatch(
          "expected an array or another buffer, got "
              + Raised.typeName(attachment.border, dev.terrarium.capi.Macros.Py_TYPE(object)));
    }
    long view = PyMem.PyMem_RawMalloc(Layout.BUFFER_SIZE);
    try {
      attachment.border.checked(Abstract.PyObject_GetBuffer(object, view, RECORDS_RO));
    } catch (PythonFault refused) {
      PyMem.PyMem_RawFree(view);
      throw refused;
    }
    String format = Memory.getString(Memory.getLong(view + Layout.BUFFER_FORMAT));
    ElementType type = ElementType.of(format, Memory.getLong(view + Layout.BUFFER_ITEMSIZE));
    if (type == null) {
      Abstract.PyBuffer_Release(view);
      PyMem.PyMem_RawFree(view);
      throw new Mismatch(
          "the array's elements have the format '%s', which is no number in this machine's byte order"
              .formatted(format));
    }
    PyArray array = new PyArray(attachment.region(), view, type);
    attachment.region().closing(array);
    return array;
  }

  /// What its elements are.
  public ElementType type() {
    return type;
  }

  /// The extent of each axis, the slowest first in C's order; empty for a single number.
  public long[] shape() {
    return shape.clone();
  }

  /// The distance in bytes from one element to the next along each axis; negative where it runs
  /// backwards.
  public long[] strides() {
    return strides.clone();
  }

  /// Whether the memory must not be written.
  public boolean readOnly() {
    return Memory.getInt(open() + Layout.BUFFER_READONLY) != 0;
  }

  /// Whether the elements lie one after the other in C's order.
  public boolean contiguous() {
    long expected = type.bytes();
    for (int axis = shape.length; axis-- > 0; ) {
      if (shape[axis] > 1 && strides[axis] != expected) {
        return false;
      }
      expected *= shape[axis];
    }
    return true;
  }

  /// The number of elements.
  public long size() {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  /// The memory itself, in place; usable on this thread until the view is closed.
  ///
  /// @throws IllegalStateException when the elements are not contiguous, or the view is closed
  public MemorySegment segment() {
    long buffer = open();
    if (!contiguous()) {
      throw new IllegalStateException(
          "the array's elements are not contiguous: ask Python for numpy.ascontiguousarray(a)");
    }
    MemorySegment segment =
        Memory.view(
            Memory.getLong(buffer + Layout.BUFFER_BUF),
            Memory.getLong(buffer + Layout.BUFFER_LEN),
            arena);
    return readOnly() ? segment.asReadOnly() : segment;
  }

  /// A copy of a contiguous array's elements as a primitive array of exactly their type; unsigned
  /// ones have none, but for bytes.
  Object copy(Class<?> array) {
    MemorySegment segment = segment();
    if (array == double[].class && type == ElementType.FLOAT64) {
      return segment.toArray(ValueLayout.JAVA_DOUBLE);
    }
    if (array == float[].class && type == ElementType.FLOAT32) {
      return segment.toArray(ValueLayout.JAVA_FLOAT);
    }
    if (array == long[].class && type == ElementType.INT64) {
      return segment.toArray(ValueLayout.JAVA_LONG);
    }
    if (array == int[].class && type == ElementType.INT32) {
      return segment.toArray(ValueLayout.JAVA_INT);
    }
    if (array == short[].class && type == ElementType.INT16) {
      return segment.toArray(ValueLayout.JAVA_SHORT);
    }
    if (array == byte[].class && type.bytes() == 1 && type != ElementType.BOOL) {
      return segment.toArray(ValueLayout.JAVA_BYTE);
    }
    throw new Mismatch(
        "an array of %s cannot be read as %s".formatted(type, array.getSimpleName()));
  }

  /// Ends the view and gives the memory back to Python.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (gil.here()) {
      closed = true;
      gil.closed(this);
      arena.close();
      Abstract.PyBuffer_Release(view);
      PyMem.PyMem_RawFree(view);
    } else {
      gil.relayed(() -> {
        close();
        return true;
      });
    }
  }

  private long open() {
    if (closed) {
      throw new IllegalStateException("this view of a Python array was closed");
    }
    return view;
  }

  private static long[] longs(long address, int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = Memory.getLong(address + 8L * i);
    }
    return values;
  }
}
