package dev.terrarium.broker;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.message.geometry.Quaternion;
import dev.terrarium.message.geometry.Transform;
import dev.terrarium.message.geometry.Vec3;
import dev.terrarium.message.quantity.SiUnits;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.measure.Quantity;
import javax.measure.Unit;
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

  /// Returns the type of quantities: a dict `{"value", "unit"}`, or a number in the unit.
  ///
  /// @param unit one of [SiUnits#names], which the result is converted to
  /// @throws IllegalArgumentException if there is no such unit
  public static ReturnType<Quantity<?>> quantity(String unit) {
    Unit<?> wanted = SiUnits.unit(unit);
    return new ReturnType<>(
        "a quantity in " + unit, value -> fitting(() -> quantity(Plain.of(value), unit, wanted)));
  }

  private static Quantity<?> quantity(@Nullable Object value, String name, Unit<?> unit) {
    return switch (value) {
      case Number number -> SiUnits.quantity(number.doubleValue(), name);
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        map.forEach((key, field) -> fields.put(String.valueOf(key), field));
        Quantity<?> told = SiUnits.ofMap(fields);
        if (!told.getUnit().isCompatible(unit)) {
          throw new ConversionFault(
              "$.unit", "expected a unit such as %s, got %s".formatted(name, fields.get("unit")));
        }
        yield SiUnits.ofSi(SiUnits.toSi(told), name);
      }
      case null, default ->
          throw new ConversionFault(
              "$", "expected a dict with value and unit, got " + Plain.kind(value));
    };
  }

  /// Returns the type of a record: a dict with a key for each of its components and no other.
  ///
  /// Components are doubles, ints, longs, booleans, texts, enums in lower case, geometry, records,
  /// or lists or an `Optional` of such, which may be missing. What the record's constructor refuses
  /// is no such value.
  ///
  /// @param type a public record in a package that its module exports or opens
  public static <R extends Record> ReturnType<R> record(Class<R> type) {
    return new ReturnType<>(type.getSimpleName(), value -> Fitted.record(type, Plain.of(value)));
  }

  /// Returns the type of results that a function makes something of.
  ///
  /// What it throws is told as the fault of the call: a message that begins with `returned`, such
  /// as `returned None: expected a number`, right after the call's name.
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

  private static <T> T fitting(Supplier<T> made) {
    try {
      return made.get();
    } catch (ConversionFault e) {
      throw e;
    } catch (RuntimeException | Error e) { // What a function of the user's throws.
      String told = e instanceof Error ? e.toString() : String.valueOf(e.getMessage());
      var unfit = new ConversionFault("$", told);
      unfit.initCause(e);
      throw unfit;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
