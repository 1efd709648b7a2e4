package dev.terrarium.worker.inline;

import dev.terrarium.python.PyArray;
import dev.terrarium.python.PyObject;
import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;
import java.util.Optional;

/// Finds the memory of Java's that an ndarray lies in.
///
/// NumPy keeps, as the base of an array over a frame of ours, a handle to the frame's own buffer; a
/// slice of that array has the array as its base.
final class JavasMemory {
  private static final String ARRAY = "numpy.ndarray";
  private static final String HANDLE = "PyCapsule";

  private JavasMemory() {}

  /// Returns the part of a frame's buffer that a contiguous array of float32 covers, if it lies in
  /// one; read-only if the array is.
  static Optional<FloatBuffer> of(PyObject array, PyArray view) {
    var base = array.attr("base");
    if (base.typeName().equals(ARRAY)) {
      base = base.attr("base");
    }
    return base.typeName().equals(HANDLE) && base.toJava() instanceof FloatBuffer buffer
        ? part(buffer, view)
        : Optional.empty();
  }

  private static Optional<FloatBuffer> part(FloatBuffer buffer, PyArray view) {
    var whole = MemorySegment.ofBuffer(buffer);
    long offset = view.segment().address() - whole.address();
    if (offset < 0 || offset + view.segment().byteSize() > whole.byteSize()) {
      return Optional.empty();
    }
    int first = buffer.position() + Math.toIntExact(offset / Float.BYTES);
    var part = buffer.slice(first, Math.toIntExact(view.size()));
    return Optional.of(view.readOnly() ? part.asReadOnlyBuffer() : part);
  }
}
