package dev.terrarium.broker;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A Python value as Java values that outlive it.
final class Plain {
  private Plain() {}

  /// Converts; an array of numbers to a copy of its own, one of anything else to nested lists.
  ///
  /// @throws ConversionFault if something in it has no counterpart in Java
  static @Nullable Object of(ForeignValue value) {
    if (value.typeName().endsWith("ndarray")) {
      Optional<ArrayView> numbers = numbers(value);
      if (numbers.isPresent()) {
        return copy(numbers.get());
      }
    }
    return value.toJava();
  }

  private static Optional<ArrayView> numbers(ForeignValue array) {
    try {
      return Optional.of(array.as(ArrayView.class));
    } catch (ConversionFault ofSomethingElse) {
      return Optional.empty();
    }
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
      case byte[] _ -> "bytes";
      case List<?> _ -> "a list";
      case Map<?, ?> _ -> "a dict";
      case ArrayView array -> "an array of shape " + array.shape();
      default -> "a " + value.getClass().getSimpleName();
    };
  }
}
