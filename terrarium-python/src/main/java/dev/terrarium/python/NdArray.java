package dev.terrarium.python;

import dev.terrarium.python.events.Crossing;
import dev.terrarium.python.events.Crossings;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteOrder;
import java.util.Arrays;

/// An array of numbers in off-heap memory, with any number of axes.
///
/// Three kinds differ in who owns the memory and how long it may be used: a [NativeArray] is Java's
/// and lasts until it is closed; a [PyArray] is a view of Python's that ends with its region; a
/// [KeptArray] is such a view that travels. What uses one after its end gets an
/// IllegalStateException, never a dangling pointer. Nothing here copies but what says `copy`.
public abstract sealed class NdArray permits NativeArray, PyArray, KeptArray {
  final Geometry geometry;

  NdArray(Geometry geometry) {
    this.geometry = geometry;
  }

  /// The memory from the lowest byte of any element to the end of the highest.
  ///
  /// @throws IllegalStateException when the array has ended, or lies where Java cannot read
  abstract MemorySegment memory();

  /// Whether it may still be used. Needs no GIL.
  abstract boolean isOpen();

  /// Whether the memory was lent to be read alone. Needs no GIL.
  abstract boolean isReadOnly();

  /// Whether the memory must not be written.
  public abstract boolean readOnly();

  /// Where the memory is; only that of the host is read here.
  public abstract Device device();

  /// What its elements are.
  public final ElementType type() {
    return geometry.type;
  }

  /// The byte order of its elements.
  public final ByteOrder order() {
    return geometry.order;
  }

  /// The extent of each axis, the slowest first in C's order; empty for a single number.
  public final long[] shape() {
    return geometry.shape.clone();
  }

  /// The distance in bytes from one element to the next along each axis; negative where it runs
  /// backwards, 0 where one element stands for all.
  public final long[] strides() {
    return geometry.strides.clone();
  }

  /// The number of elements.
  public final long size() {
    return geometry.size();
  }

  /// Whether the elements lie one after the other in C's order.
  public final boolean contiguous() {
    return geometry.isContiguous();
  }

  /// An element that is a real number, a boolean or an integer, as a double that is equal to it.
  ///
  /// @param index one for each axis
  /// @throws ArithmeticException when no double is equal to it
  public final double getDouble(long... index) {
    MemorySegment memory = memory();
    try {
      return Elements.getDouble(memory, type(), order(), geometry.offset(index));
    } catch (IllegalStateException ended) {
      throw told(ended);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// An element that is an integer or a boolean.
  ///
  /// @param index one for each axis
  /// @throws ArithmeticException when it does not fit in a long
  public final long getLong(long... index) {
    MemorySegment memory = memory();
    try {
      return Elements.getLong(memory, type(), order(), geometry.offset(index));
    } catch (IllegalStateException ended) {
      throw told(ended);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Writes an element of an array of real numbers, rounded to its precision.
  ///
  /// @param index one for each axis
  /// @throws IllegalArgumentException when the memory is read-only
  public final void setDouble(double value, long... index) {
    MemorySegment memory = writable();
    try {
      Elements.setDouble(memory, geometry, geometry.offset(index), value);
    } catch (IllegalStateException ended) {
      throw told(ended);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Writes an element of an array of integers or booleans.
  ///
  /// @param index one for each axis
  /// @throws ArithmeticException when the value does not fit
  /// @throws IllegalArgumentException when the memory is read-only
  public final void setLong(long value, long... index) {
    MemorySegment memory = writable();
    try {
      Elements.setLong(memory, geometry, geometry.offset(index), value);
    } catch (IllegalStateException ended) {
      throw told(ended);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private MemorySegment writable() {
    MemorySegment memory = memory();
    if (memory.isReadOnly()) {
      throw new IllegalArgumentException(
          "the array is read-only, as its owner lends it: write to a copy() of it");
    }
    return memory;
  }

  /// The exception for a use of memory that has ended, where that is why it failed.
  private IllegalStateException told(IllegalStateException thrown) {
    return isOpen() ? thrown : new IllegalStateException("this array was closed", thrown);
  }

  /// The memory itself, in place, in the array's byte order. Kept and used after the array has
  /// ended, it throws an IllegalStateException, "Already closed".
  ///
  /// @throws IllegalStateException when the elements are not contiguous in C's order, or the array
  ///   has ended
  public final MemorySegment segment() {
    MemorySegment memory = memory();
    if (!isOpen()) {
      throw new IllegalStateException("this array was closed");
    }
    if (!contiguous()) {
      throw new IllegalStateException(
          "the array's elements are not contiguous: read them by index, take a copy(), or ask Python for numpy.ascontiguousarray(a)");
    }
    return memory;
  }

  /// A copy of the elements in C's order and this machine's byte order, which the caller closes.
  ///
  /// @throws IllegalStateException when the array has ended
  public final NativeArray copy() {
    Crossing crossing = Crossings.copy();
    MemorySegment memory = memory();
    NativeArray copy = NativeArray.allocate(type(), geometry.shape);
    try {
      Elements.gather(memory, geometry, copy.memory());
      Crossings.end(crossing, type().name(), bytes());
      return copy;
    } catch (IllegalStateException ended) {
      copy.close();
      throw told(ended);
    } catch (RuntimeException failed) {
      copy.close();
      throw failed;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  private long bytes() {
    return size() * type().bytes();
  }

  /// Its kind, type, shape and state: `NativeArray[FLOAT64 [2, 3], closed]`. Needs no GIL and reads
  /// no memory.
  @Override
  public final String toString() {
    return "%s[%s %s%s%s%s]"
        .formatted(
            getClass().getSimpleName(),
            type(),
            Arrays.toString(geometry.shape),
            device().equals(Device.CPU) ? "" : " on " + device(),
            isReadOnly() ? ", read-only" : "",
            isOpen() ? "" : ", closed");
  }
}
