package dev.terrarium.message.payload;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.geometry.Quaternion;
import dev.terrarium.message.geometry.Transform;
import dev.terrarium.message.geometry.Vec3;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a field may hold: how it is read from a map's value, written as one, and called in the
/// docs.
sealed interface Kind {
  /// Reads a value as strictly as the field is declared.
  ///
  /// @throws InvalidPayloadException if it is none of this kind
  Object read(Place place, Object value);

  /// Returns what a map holds in place of the field's value.
  default @Nullable Object write(Object value) {
    return value;
  }

  /// Returns what it is called, such as `list of float`.
  String description();

  /// Where in which payload a value is.
  record Place(String type, String field) {
    Place at(int index) {
      return new Place(type, field + "[" + index + "]");
    }

    Place at(String name) {
      return new Place(type, field.isEmpty() ? name : field + "." + name);
    }

    InvalidPayloadException expected(Kind kind, Object value) {
      return fault("expected " + kind.description() + ", not " + shown(value));
    }

    InvalidPayloadException fault(String problem) {
      return new InvalidPayloadException(type, field, problem);
    }

    static String shown(Object value) {
      String text =
          switch (value) {
            case String it -> "the text \"" + it + "\"";
            case Integer it -> "the integer " + it;
            case Long it -> "the integer " + it;
            case Number it -> "the number " + it;
            case Boolean it -> it.toString();
            case List<?> it -> "a list of " + it.size();
            case Map<?, ?> _ -> "a map";
            case Set<?> _ -> "a set";
            case byte[] _ -> "bytes";
            case ArrayView it -> "an array of " + it.dtype() + " and shape " + it.shape();
            default -> "a " + value.getClass().getSimpleName();
          };
      return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
  }

  /// A floating-point number; an integer is none.
  record FloatKind() implements Kind {
    @Override
    public Object read(Place place, Object value) {
      return switch (value) {
        case Double number -> number;
        case Float number -> (double) number;
        case Integer number -> throw integer(place, number);
        case Long number -> throw integer(place, number);
        default -> throw place.expected(this, value);
      };
    }

    private InvalidPayloadException integer(Place place, long number) {
      return place.fault("expected float, not the integer " + number + "; write " + number + ".0");
    }

    @Override
    public String description() {
      return "float";
    }
  }

  /// A whole number, of 32 or of 64 bits.
  record IntegerKind(boolean isLong) implements Kind {
    @Override
    public Object read(Place place, Object value) {
      long number =
          switch (value) {
            case Long it -> it;
            case Integer it -> it;
            case Short it -> it;
            case Byte it -> it;
            default -> throw place.expected(this, value);
          };
      if (isLong) {
        return number;
      }
      if (number != (int) number) {
        throw place.fault("expected an integer of 32 bits, not " + number);
      }
      return (int) number;
    }

    @Override
    public Object write(Object value) {
      return ((Number) value).longValue();
    }

    @Override
    public String description() {
      return "integer";
    }
  }

  /// Values that are taken as they are, of one class.
  record PlainKind(Class<?> type, String description) implements Kind {
    @Override
    public Object read(Place place, Object value) {
      if (!type.isInstance(value)) {
        throw place.expected(this, value);
      }
      return value;
    }
  }

  /// Whatever [Plain] lets in.
  record AnyKind(boolean isMap) implements Kind {
    @Override
    public Object read(Place place, Object value) {
      if (!isMap) {
        return Plain.required(place.type(), place.field(), value);
      }
      if (!(value instanceof Map<?, ?> map)) {
        throw place.expected(this, value);
      }
      return Plain.required(place.type(), place.field(), map);
    }

    @Override
    public String description() {
      return isMap ? "map" : "any";
    }
  }

  /// One of some words.
  record SymbolKind(Class<?> type, List<Enum<?>> constants) implements Kind {
    @Override
    public Object read(Place place, Object value) {
      if (type.isInstance(value)) {
        return value;
      }
      for (var constant : constants) {
        if (write(constant).equals(value)) {
          return constant;
        }
      }
      throw place.expected(this, value);
    }

    @Override
    public String write(Object value) {
      return ((Enum<?>) value).name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String description() {
      return constants.stream()
          .map(constant -> "\"" + write(constant) + "\"")
          .collect(Collectors.joining(", ", "one of ", ""));
    }
  }

  /// A list, each element of a kind; numbers also as an array.
  record ListKind(Kind element) implements Kind {
    @Override
    public Object read(Place place, Object value) {
      if (value instanceof ArrayView array && array.shape().size() != 1) {
        throw place.fault(
            "expected a list, which an array of one axis is, not one of shape " + array.shape());
      }
      if (element instanceof IntegerKind && value instanceof ArrayView array) {
        return read(place, NumberArrays.integers(place, array));
      }
      if (element instanceof FloatKind && !(value instanceof List)) {
        double[] numbers = NumberArrays.numbers(place, value);
        if (numbers != null) {
          return Arrays.stream(numbers).boxed().toList();
        }
      }
      if (!(value instanceof List<?> list)) {
        throw place.expected(this, value);
      }
      var read = new ArrayList<Object>(list.size());
      for (int i = 0; i < list.size(); i++) {
        Object item = list.get(i);
        if (item == null) {
          throw place.at(i).fault("expected " + element.description() + ", not null");
        }
        read.add(element.read(place.at(i), item));
      }
      return read;
    }

    @Override
    public Object write(Object value) {
      return ((List<?>) value).stream().map(element::write).toList();
    }

    @Override
    public String description() {
      return "list of " + element.description();
    }
  }

  /// A value of our geometry, or the numbers that make one, in a list, in rows or as an array.
  record GeometryKind(Class<?> type, List<Integer> shape, Function<double[], Object> made)
      implements Kind {
    static final GeometryKind VEC3 = new GeometryKind(Vec3.class, List.of(3), Vec3::of);
    static final GeometryKind QUATERNION =
        new GeometryKind(Quaternion.class, List.of(4), Quaternion::of);
    static final GeometryKind TRANSFORM =
        new GeometryKind(Transform.class, List.of(4, 4), Transform::of);

    @Override
    public Object read(Place place, Object value) {
      if (type.isInstance(value)) {
        return value;
      }
      double[] numbers = NumberArrays.numbers(place, value, shape);
      if (numbers == null) {
        throw place.expected(this, value);
      }
      try {
        return made.apply(numbers);
      } catch (IllegalArgumentException e) {
        throw place.fault(String.valueOf(e.getMessage()));
      }
    }

    @Override
    public String description() {
      return shape.size() == 1
          ? (shape.getFirst() == 3 ? "vec3 (x, y, z)" : "quaternion (w, x, y, z)")
          : "transform (4 rows of 4)";
    }
  }

  /// Bytes, in a buffer or an array; not copied.
  ///
  /// @param isPixels whether an array may hold numbers of two bytes as well
  record BytesKind(boolean isPixels) implements Kind {
    @Override
    public Object read(Place place, Object value) {
      return switch (value) {
        case ByteBuffer buffer -> buffer;
        case byte[] bytes -> ByteBuffer.wrap(bytes);
        case ArrayView array
            when array.dtype().endsWith("u1") || (isPixels && array.dtype().endsWith("u2")) ->
            array.data();
        case ArrayView array ->
            throw place.fault(
                "expected bytes or an array of uint8, not of "
                    + array.dtype()
                    + "; convert it with astype('uint8'), or give its tobytes()");
        default -> throw place.expected(this, value);
      };
    }

    @Override
    public String description() {
      return "bytes";
    }
  }

  /// A number of times, or `forever`.
  record RepeatKind() implements Kind {
    @Override
    public Object read(Place place, Object value) {
      return switch (value) {
        case Repeat repeat -> repeat;
        case String text when text.equals("forever") -> Repeat.FOREVER;
        case Integer times when times > 0 -> Repeat.times(times);
        case Long times when times > 0 && times <= Integer.MAX_VALUE ->
            Repeat.times(Math.toIntExact(times));
        default -> throw place.expected(this, value);
      };
    }

    @Override
    public Object write(Object value) {
      var times = ((Repeat) value).times();
      return times.isPresent() ? (Object) (long) times.getAsInt() : "forever";
    }

    @Override
    public String description() {
      return "integer from 1 on, or \"forever\"";
    }
  }

  /// A record within.
  record RecordKind(Shape shape) implements Kind {
    @Override
    public Object read(Place place, Object value) {
      if (shape.isInstance(value)) {
        return value;
      }
      if (!(value instanceof Map<?, ?> map)) {
        throw place.expected(this, value);
      }
      return shape.make(place, map);
    }

    @Override
    public Object write(Object value) {
      return shape.toMap(value);
    }

    @Override
    public String description() {
      return shape.fields().stream()
          .map(field -> field.name() + (field.isRequired() ? "" : "?") + ": " + field.type())
          .collect(Collectors.joining(", ", "{", "}"));
    }
  }
}
