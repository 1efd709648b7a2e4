package dev.terrarium.python;

import dev.terrarium.capi.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A view of the memory of a Python object that lends it: an ndarray, a tensor, bytes, a bytearray,
/// a memoryview.
///
/// Nothing is copied. The view keeps the object and its memory alive, and ends with [#close] or
/// with the region it was made in; [#keep] makes one that travels. Given to Python it is the very
/// object that it views. A tensor on a device is a handle: its shape and device are known, and its
/// memory is not read here.
public final class PyArray extends NdArray implements AutoCloseable {
  private final Gil gil;
  private final PyMemory source;
  private final Arena arena;
  private final @Nullable MemorySegment memory;
  private boolean closed;

  private PyArray(Gil gil, PyMemory source) {
    super(source.geometry());
    this.gil = gil;
    this.source = source;
    this.arena = gil.isRelayed() ? Arena.ofShared() : Arena.ofConfined();
    this.memory = memory(source, arena);
  }

  /// Views an object's memory, in the innermost region.
  ///
  /// @throws dev.terrarium.python.convert.Mismatch when it lends none, or memory whose elements are
  ///   no numbers
  static PyArray of(Attachment attachment, long object) {
    PyArray array = new PyArray(attachment.region(), PyMemory.of(attachment, object));
    attachment.region().closing(array);
    return array;
  }

  /// A segment over memory that is lent, or null where Java cannot read it.
  static @Nullable MemorySegment memory(PyMemory source, Arena arena) {
    if (!source.device().isReadable()) {
      return null;
    }
    MemorySegment memory =
        Memory.view(source.address() + source.geometry().lowest(), source.geometry().span(), arena);
    return source.readOnly() ? memory.asReadOnly() : memory;
  }

  static MemorySegment readable(@Nullable MemorySegment memory, Device device) {
    if (memory == null) {
      throw new IllegalStateException(
          "the array is on %s, whose memory Java cannot read: copy it to the host first, as tensor.cpu() does"
              .formatted(device));
    }
    return memory;
  }

  @Override
  MemorySegment memory() {
    checkOpen();
    return readable(memory, source.device());
  }

  @Override
  boolean isOpen() {
    return !closed;
  }

  @Override
  boolean isReadOnly() {
    return source.readOnly();
  }

  @Override
  public boolean readOnly() {
    checkOpen();
    return source.readOnly();
  }

  @Override
  public Device device() {
    return source.device();
  }

  /// A view of the same memory that outlives the region and may be used from any thread.
  public KeptArray keep() {
    if (!gil.here()) {
      return gil.relayed(this::keep);
    }
    checkOpen();
    return new KeptArray(source);
  }

  Gil gil() {
    return gil;
  }

  /// The object that it views, borrowed; needs the GIL.
  long object() {
    checkOpen();
    return source.lease().object();
  }

  /// Ends the view and gives the memory back to Python.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (gil.isHere()) {
      closed = true;
      gil.closed(this);
      arena.close();
      source.lease().release();
    } else {
      gil.relayed(() -> {
        close();
        return true;
      });
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this view of a Python array was closed");
    }
  }
}
