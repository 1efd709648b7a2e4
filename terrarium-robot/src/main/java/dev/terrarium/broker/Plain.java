package dev.terrarium.broker;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Python value as Java values that outlive it.
final class Plain {
  private Plain() {}

  /// Converts; an array to a copy of its own.
  ///
  /// @throws ConversionFault if something in it has no counterpart in Java
  static @Nullable Object of(ForeignValue value) {
    if (value.typeName().endsWith("ndarray")) {
      return copy(value.as(ArrayView.class));
    }
    return value.toJava();
  }

  /// Returns the same array in memory that nobody takes back.
  static ArrayView copy(ArrayView array) {
    var data = ByteBuffer.allocate(array.data().remaining());
    data.put(array.data().duplicate()).flip();
    return new ArrayView(array.dtype(), array.shape(), data);
  }

  /// Names the kind of a value for messages.
  static String kind(@Nullable Object value) {
    return switch (value) {
      case null -> "None";
      case Boolean _ -> "a bool";
      case Double _ -> "a float";
      case Number _ -> "an int";
      case String _ -> "a str";
      case List<?> _ -> "a list";
      case Map<?, ?> _ -> "a dict";
      case ArrayView array -> "an array of shape " + array.shape();
      default -> "a " + value.getClass().getSimpleName();
    };
  }
}
