package dev.terrarium.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// An array of another language where it lies, to be read without a copy.
///
/// It is valid as long as the [ForeignValue] that it was made of is; later its memory may hold
/// something else. Who wants it for longer copies it.
///
/// @param dtype the type of its elements as NumPy writes it, such as `<f4`
/// @param shape how many elements there are along each axis
/// @param data the elements, the last axis first, in their byte order; read-only
public record ArrayView(String dtype, List<Integer> shape, ByteBuffer data) {
  public ArrayView {
    shape = List.copyOf(shape);
    var order = dtype.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    data = data.slice().asReadOnlyBuffer().order(order);
  }
}
