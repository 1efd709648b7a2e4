package dev.terrarium.python;

import dev.terrarium.capi.ArrayObject;
import dev.terrarium.capi.CapsuleApi;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/// Java's memory as NumPy arrays, without a copy. Needs the GIL.
///
/// The array's base object is a handle to what keeps the memory alive. NumPy keeps the base as long
/// as any view of the array lives; when the last one dies the handle's destructor lets the memory
/// go.
final class NumpyArrays {
  private static boolean bound;

  private NumpyArrays() {}

  /// A new reference to an ndarray over an array of ours.
  static long of(Attachment attachment, NativeArray array) {
    if (array.type().numpyNumber() < 0) {
      throw new IllegalArgumentException(
          "NumPy has no arrays of %s: give Python gil.share(array), which torch.from_dlpack takes"
              .formatted(array.type()));
    }
    bind(attachment.border);
    NativeArray.Use use = array.use();
    long base = JavaCallables.opaque(attachment.interpreter, use);
    return over(
        attachment,
        array.type(),
        array.shape(),
        array.segment().address(),
        !array.readOnly(),
        base);
  }

  /// A new reference to an ndarray over a direct buffer, from its position to its limit.
  ///
  /// @param keeper what Python holds for as long as it uses the memory, and what has the buffer
  static long of(Attachment attachment, Buffer buffer, Object keeper, long... shape) {
    bind(attachment.border);
    ElementType type = type(buffer);
    if (!buffer.isDirect()) {
      throw new IllegalArgumentException(
          "only a direct buffer can be shared with Python: allocate it with allocateDirect, or pass a copy");
    }
    long[] extents = shape.length == 0 ? new long[] {buffer.remaining()} : shape;
    if (Arrays.stream(extents).reduce(1, Math::multiplyExact) != buffer.remaining()) {
      throw new IllegalArgumentException(
          "the shape %s does not hold the buffer's %d elements"
              .formatted(Arrays.toString(extents), buffer.remaining()));
    }
    long address = MemorySegment.ofBuffer(buffer).address();
    long base = JavaCallables.opaque(attachment.interpreter, keeper);
    return over(attachment, type, extents, address, !buffer.isReadOnly(), base);
  }

  private static ElementType type(Buffer buffer) {
    return switch (buffer) {
      case FloatBuffer floats -> native_(ElementType.FLOAT32, floats.order());
      case DoubleBuffer doubles -> native_(ElementType.FLOAT64, doubles.order());
      case LongBuffer longs -> native_(ElementType.INT64, longs.order());
      case IntBuffer ints -> native_(ElementType.INT32, ints.order());
      case ShortBuffer shorts -> native_(ElementType.INT16, shorts.order());
      case ByteBuffer _ -> ElementType.UINT8;
      default -> throw new IllegalArgumentException("there is no array of " + buffer.getClass());
    };
  }

  private static ElementType native_(ElementType type, java.nio.ByteOrder order) {
    if (order != java.nio.ByteOrder.nativeOrder()) {
      throw new IllegalArgumentException(
          "the buffer is in the other byte order: make it with order(ByteOrder.nativeOrder())");
    }
    return type;
  }

  /// @param base a new reference, which is taken over
  private static long over(
      Attachment attachment,
      ElementType type,
      long[] shape,
      long address,
      boolean writable,
      long base) {
    long dims = attachment.workspace.take(8L * Math.max(1, shape.length));
    for (int axis = 0; axis < shape.length; axis++) {
      Memory.putLong(dims + 8L * axis, shape[axis]);
    }
    long array =
        ArrayObject.PyArray_NewFromDescr(
            ArrayObject.PyArray_DescrFromType(type.numpyNumber()),
            shape.length,
            dims,
            address,
            ArrayObject.NPY_ARRAY_CARRAY_RO | (writable ? ArrayObject.NPY_ARRAY_WRITEABLE : 0));
    attachment.workspace.give(dims);
    if (array == 0) {
      RuntimeException raised = attachment.border.raised();
      Macros.Py_DECREF(base);
      throw raised;
    }
    attachment.border.checked(ArrayObject.PyArray_SetBaseObject(array, base));
    return array;
  }

  /// Imports NumPy and binds its functions, once.
  private static void bind(Border border) {
    if (bound) {
      return;
    }
    long numpy = importNumpy(border);
    Macros.Py_DECREF(numpy);
    long umath = Modules.load(border, moduleOfApi(border));
    long multiarray = Modules.attribute(border, umath, "_ARRAY_API");
    ArrayObject.bind(CapsuleApi.PyCapsule_GetPointer(multiarray, 0));
    Macros.Py_DECREF(multiarray);
    Macros.Py_DECREF(umath);
    bound = true;
  }

  private static long importNumpy(Border border) {
    try {
      return Modules.load(border, "numpy");
    } catch (PythonException missing) {
      if (!missing.typeName().equals("ModuleNotFoundError")) {
        throw missing;
      }
      throw new PythonUnavailableException(
          "this Python has no NumPy, which arrays need: install it there with `python -m pip install numpy`, or use the bundled one",
          missing);
    }
  }

  /// NumPy 2 renamed `numpy.core`; its old name still works there, with a warning.
  private static String moduleOfApi(Border border) {
    try {
      Macros.Py_DECREF(Modules.load(border, "numpy._core"));
      return "numpy._core._multiarray_umath";
    } catch (PythonException older) {
      return "numpy.core._multiarray_umath";
    }
  }
}
