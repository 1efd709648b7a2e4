package dev.terrarium.python.dlpack;

import static dev.terrarium.python.dlpack.TensorLayout.BITS;
import static dev.terrarium.python.dlpack.TensorLayout.BYTE_OFFSET;
import static dev.terrarium.python.dlpack.TensorLayout.CODE;
import static dev.terrarium.python.dlpack.TensorLayout.DATA;
import static dev.terrarium.python.dlpack.TensorLayout.DEVICE_ID;
import static dev.terrarium.python.dlpack.TensorLayout.DEVICE_TYPE;
import static dev.terrarium.python.dlpack.TensorLayout.LANES;
import static dev.terrarium.python.dlpack.TensorLayout.NDIM;
import static dev.terrarium.python.dlpack.TensorLayout.SHAPE;
import static dev.terrarium.python.dlpack.TensorLayout.STRIDES;

import dev.terrarium.capi.Memory;

/// What a `DLTensor` says.
///
/// @param data the address of the first element; a handle without meaning here where the device is
///   not the host
/// @param device where that is
/// @param element what each element is
/// @param axes how the elements lie
public record Tensor(long data, DeviceCode device, ElementCode element, Axes axes) {
  /// As many as NumPy and PyTorch have.
  private static final int MOST_AXES = 64;

  /// A device.
  ///
  /// @param type DLPack's number for its kind
  /// @param id which of them
  public record DeviceCode(int type, int id) {}

  /// A type of elements.
  ///
  /// @param code DLPack's number for its kind
  public record ElementCode(int code, int bits, int lanes) {}

  /// Shape and strides, both in elements and of the same length.
  @SuppressWarnings("ArrayRecordComponent") // Read here, and never compared.
  public record Axes(long[] shape, long[] strides) {}

  /// Reads one.
  ///
  /// @throws IllegalArgumentException when what it says is none
  static Tensor at(long tensor) {
    int axes = Memory.getInt(tensor + NDIM);
    if (axes < 0 || axes > MOST_AXES || (axes > 0 && Memory.getLong(tensor + SHAPE) == 0)) {
      throw new IllegalArgumentException(
          "%d axes%s".formatted(axes, Memory.getLong(tensor + SHAPE) == 0 ? " and no shape" : ""));
    }
    long[] shape = longs(Memory.getLong(tensor + SHAPE), axes);
    long strides = Memory.getLong(tensor + STRIDES);
    return new Tensor(
        data(tensor),
        new DeviceCode(Memory.getInt(tensor + DEVICE_TYPE), Memory.getInt(tensor + DEVICE_ID)),
        new ElementCode(
            Byte.toUnsignedInt(Memory.getByte(tensor + CODE)),
            Byte.toUnsignedInt(Memory.getByte(tensor + BITS)),
            Short.toUnsignedInt(Memory.getShort(tensor + LANES))),
        new Axes(shape, strides == 0 ? inOrder(shape) : longs(strides, axes)));
  }

  /// An offset without memory is none.
  private static long data(long tensor) {
    long data = Memory.getLong(tensor + DATA);
    return data == 0 ? 0 : data + Memory.getLong(tensor + BYTE_OFFSET);
  }

  /// Writes one, whose shape and strides lie in memory of their own.
  void write(long tensor, long shapeAndStrides) {
    long[] shape = axes.shape();
    for (int axis = 0; axis < shape.length; axis++) {
      Memory.putLong(shapeAndStrides + 8L * axis, shape[axis]);
      Memory.putLong(shapeAndStrides + 8L * (shape.length + axis), axes.strides()[axis]);
    }
    Memory.putLong(tensor + DATA, data);
    Memory.putInt(tensor + DEVICE_TYPE, device.type());
    Memory.putInt(tensor + DEVICE_ID, device.id());
    Memory.putInt(tensor + NDIM, shape.length);
    Memory.putByte(tensor + CODE, (byte) element.code());
    Memory.putByte(tensor + BITS, (byte) element.bits());
    Memory.putShort(tensor + LANES, (short) element.lanes());
    Memory.putLong(tensor + SHAPE, shapeAndStrides);
    Memory.putLong(tensor + STRIDES, shapeAndStrides + 8L * shape.length);
    Memory.putLong(tensor + BYTE_OFFSET, 0);
  }

  private static long[] inOrder(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int axis = shape.length; axis-- > 0; ) {
      strides[axis] = stride;
      stride *= Math.max(1, shape[axis]);
    }
    return strides;
  }

  private static long[] longs(long address, int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = Memory.getLong(address + 8L * i);
    }
    return values;
  }
}
