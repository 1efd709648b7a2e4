package dev.terrarium.python;

import dev.terrarium.capi.Abstract;
import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.PyErrors;
import dev.terrarium.capi.PyMem;
import dev.terrarium.python.convert.Mismatch;
import dev.terrarium.python.dlpack.BorrowedTensor;
import dev.terrarium.python.dlpack.Tensor;
import java.nio.ByteOrder;

/// Memory that a Python object lends: by the buffer protocol where it has that, by DLPack where it
/// has not. Needs the GIL.
///
/// @param address of the first element
/// @param lease what keeps the memory alive
record PyMemory(Geometry geometry, long address, Device device, boolean readOnly, Lease lease) {
  /// `PyBUF_STRIDES | PyBUF_FORMAT`, read-only memory included.
  private static final int RECORDS_RO = Layout.BUF_STRIDES | Layout.BUF_FORMAT;

  /// Borrows an object's memory.
  ///
  /// @throws Mismatch when it lends none, or memory whose elements are no numbers
  static PyMemory of(Attachment attachment, long object) {
    attachment.interpreter.conversions.refuseMask(object, attachment.border);
    if (Abstract.PyObject_CheckBuffer(object) != 0) {
      return buffer(attachment, object);
    }
    if (BorrowedTensor.isCapsule(object)) {
      return tensor(attachment, object, object);
    }
    long capsule = SharedArrays.of(attachment).capsule(attachment.border, object);
    if (capsule == 0) {
      throw noArray(attachment.border, object);
    }
    try {
      return tensor(attachment, object, capsule);
    } finally {
      Macros.Py_DECREF(capsule);
    }
  }

  private static Mismatch noArray(Border border, long object) {
    long type = Macros.Py_TYPE(object);
    long name = border.name("__array__");
    long method = ObjectApi.PyObject_GetAttr(type, name);
    Macros.Py_DECREF(name);
    if (method == 0) {
      PyErrors.PyErr_Clear();
      return new Mismatch(
          "expected an array or another buffer, got " + Raised.typeName(border, type));
    }
    Macros.Py_DECREF(method);
    return new Mismatch(
        "expected an array or another buffer, got %s, of which numpy.asarray makes one"
            .formatted(Raised.typeName(border, type)));
  }

  private static PyMemory buffer(Attachment attachment, long object) {
    long view = PyMem.PyMem_RawMalloc(Layout.BUFFER_SIZE);
    if (Abstract.PyObject_GetBuffer(object, view, RECORDS_RO) < 0) {
      PyMem.PyMem_RawFree(view);
      throw refused(attachment.border.raised());
    }
    try {
      Geometry geometry = geometry(view);
      return new PyMemory(
          geometry,
          Memory.getLong(view + Layout.BUFFER_BUF),
          Device.CPU,
          Memory.getInt(view + Layout.BUFFER_READONLY) != 0,
          new Lease(attachment.interpreter, object, () -> release(view)));
    } catch (Mismatch refused) {
      release(view);
      throw refused;
    } catch (IllegalArgumentException impossible) {
      release(view);
      throw new Mismatch(String.valueOf(impossible.getMessage()), impossible);
    }
  }

  /// What NumPy says of a type that no buffer can describe is not what a caller could act upon.
  private static RuntimeException refused(RuntimeException raised) {
    return raised instanceof PythonException python
            && (python.typeName().equals("ValueError") || python.typeName().equals("BufferError"))
        ? new Mismatch(
            "the array lends no memory (%s)%s"
                .formatted(
                    python.getMessage(),
                    String.valueOf(python.getMessage()).contains("dtype")
                        ? ": give Python's datetimes as numbers by array.view('int64'), and everything else as a list by array.tolist()"
                        : ""))
        : raised;
  }

  private static void release(long view) {
    Abstract.PyBuffer_Release(view);
    PyMem.PyMem_RawFree(view);
  }

  private static Geometry geometry(long view) {
    String format = format(Memory.getLong(view + Layout.BUFFER_FORMAT));
    int axes = Memory.getInt(view + Layout.BUFFER_NDIM);
    boolean prefixed = !format.isEmpty() && "@=<>!".indexOf(format.charAt(0)) >= 0;
    String code = prefixed ? format.substring(1) : format;
    ElementType type = ElementType.of(code, Memory.getLong(view + Layout.BUFFER_ITEMSIZE));
    if (type == null) {
      throw noNumbers(format, code);
    }
    long[] shape = longs(Memory.getLong(view + Layout.BUFFER_SHAPE), axes);
    long strides = Memory.getLong(view + Layout.BUFFER_STRIDES);
    return new Geometry(
        type,
        prefixed ? order(format.charAt(0)) : ByteOrder.nativeOrder(),
        shape,
        strides == 0 // As arrays of ctypes have it, though strides were asked for.
            ? Geometry.contiguous(type, shape).strides
            : longs(strides, axes));
  }

  /// A format, which is one letter most often.
  private static String format(long pointer) {
    if (pointer == 0) {
      return "B";
    }
    byte first = Memory.getByte(pointer);
    return first > 0 && Memory.getByte(pointer + 1) == 0
        ? String.valueOf((char) first)
        : Memory.getString(pointer);
  }

  private static ByteOrder order(char prefix) {
    return switch (prefix) {
      case '<' -> ByteOrder.LITTLE_ENDIAN;
      case '>', '!' -> ByteOrder.BIG_ENDIAN;
      default -> ByteOrder.nativeOrder();
    };
  }

  private static Mismatch noNumbers(String format, String code) {
    String advice =
        switch (code.replaceAll("[0-9]", "")) {
          case "O" ->
              "they are Python objects: read the array as a list by array.tolist(), or make numbers of them by array.astype(float)";
          case "s", "w", "u", "p", "c" ->
              "they are text: read the array as a list by array.tolist()";
          case "g", "Zg" -> "they are long doubles, which Java lacks: use array.astype('float64')";
          default ->
              code.startsWith("T{")
                  ? "they are structures: take one field of them, array['name'], at a time"
                  : "they are no numbers that Java has: convert them by array.astype";
        };
    return new Mismatch("the array's elements have the format '%s'; %s".formatted(format, advice));
  }

  private static PyMemory tensor(Attachment attachment, long object, long capsule) {
    BorrowedTensor borrowed = BorrowedTensor.take(capsule);
    Lease lease = new Lease(attachment.interpreter, object, borrowed::giveBack);
    try {
      Tensor tensor = borrowed.tensor();
      Device device = Device.of(tensor.device().type(), tensor.device().id());
      if (device == null) {
        throw new Mismatch("the tensor is on a device of a kind unknown here: " + tensor.device());
      }
      Geometry geometry = geometry(tensor);
      if (tensor.data() == 0 && device.isReadable() && geometry.size() > 0) {
        throw new Mismatch("the tensor came without memory: its producer is at fault");
      }
      return new PyMemory(geometry, tensor.data(), device, borrowed.readOnly(), lease);
    } catch (Mismatch refused) {
      lease.release();
      throw refused;
    } catch (IllegalArgumentException | ArithmeticException impossible) {
      lease.release();
      throw new Mismatch(
          "the tensor's shape and strides are none: " + impossible.getMessage(), impossible);
    }
  }

  private static Geometry geometry(Tensor tensor) {
    Tensor.ElementCode element = tensor.element();
    ElementType type =
        element.lanes() == 1 ? ElementType.ofDlpack(element.code(), element.bits()) : null;
    if (type == null) {
      throw new Mismatch(
          "the tensor's elements have DLPack's type code %d with %d bits and %d lanes, which Java lacks: convert it first, as tensor.float() does"
              .formatted(element.code(), element.bits(), element.lanes()));
    }
    long[] shape = tensor.axes().shape();
    for (long extent : shape) {
      if (extent == 0) { // No element is looked for, wherever its strides would lead.
        return Geometry.contiguous(type, shape);
      }
    }
    long[] strides = tensor.axes().strides().clone();
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] = Math.multiplyExact(strides[axis], type.bytes());
    }
    return new Geometry(type, ByteOrder.nativeOrder(), shape, strides);
  }

  private static long[] longs(long address, int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = Memory.getLong(address + 8L * i);
    }
    return values;
  }
}
