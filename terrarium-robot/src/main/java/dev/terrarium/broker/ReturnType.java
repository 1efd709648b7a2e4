package dev.terrarium.broker;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.message.geometry.Quaternion;
import dev.terrarium.message.geometry.Transform;
import dev.terrarium.message.geometry.Vec3;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What becomes of a Python result.
///
/// A result that is no such value fails the call with [BrokerException.Marshal], which names the
/// place.
///
/// @param <R> the Java type
public final class ReturnType<R extends @Nullable Object> {
  private final String name;
  private final Function<ForeignValue, R> decoder;

  private ReturnType(String name, Function<ForeignValue, R> decoder) {
    this.name = name;
    this.decoder = decoder;
  }

  /// Returns the type of results as they are: null, Boolean, Long, `BigInteger`, Double, String,
  /// bytes, lists and maps of them; arrays as [dev.terrarium.message.ArrayView] of memory of
  /// Java's.
  public static ReturnType<@Nullable Object> auto() {
    return new ReturnType<>("any value", Plain::of);
  }

  /// Returns the type of three numbers: an array `(3,)`, a list or a tuple.
  public static ReturnType<Vec3> vec3() {
    return new ReturnType<>("Vec3", value -> fitting(() -> Vec3.of(Numbers.of(value, 3))));
  }

  /// Returns the type of four numbers, w x y z: an array `(4,)`, a list or a tuple.
  public static ReturnType<Quaternion> quaternion() {
    return new ReturnType<>(
        "Quaternion", value -> fitting(() -> Quaternion.of(Numbers.of(value, 4))));
  }

  /// Returns the type of a rigid motion: an array `(4, 4)`, or four lists of four numbers, row by
  /// row.
  public static ReturnType<Transform> transform() {
    return new ReturnType<>(
        "Transform", value -> fitting(() -> Transform.of(Numbers.of(value, 4, 4))));
  }

  /// Returns the type of results that a function makes something of.
  ///
  /// @param function takes what [#auto()] gives, on a thread of the interpreter's: it must be
  ///   quick, and must not call the broker
  public static <R> ReturnType<R> custom(Function<@Nullable Object, R> function) {
    return new ReturnType<>(
        "what a function makes",
        value -> {
          Object plain = Plain.of(value);
          return fitting(() -> function.apply(plain));
        });
  }

  /// Returns the type of results that stay in Python, whatever they are.
  public static ReturnType<Opaque> opaque() {
    return new ReturnType<>("Opaque", value -> new Opaque(value.share()));
  }

  R decode(ForeignValue value) {
    return decoder.apply(value);
  }

  private static <T> T fitting(java.util.function.Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException | ClassCastException e) {
      throw new ConversionFault("$", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
