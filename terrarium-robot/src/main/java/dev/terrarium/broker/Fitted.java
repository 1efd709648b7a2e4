package dev.terrarium.broker;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.geometry.Quaternion;
import dev.terrarium.message.geometry.Transform;
import dev.terrarium.message.geometry.Vec3;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes records of Python dicts.
///
/// A dict has a key for each component and no other; one of an `Optional` may be missing.
/// Components are doubles, ints, longs, booleans, texts, enums (in lower case), geometry, records,
/// `Object`, or lists or an `Optional` of such. An int is a double where one is wanted; a float is
/// never an int.
final class Fitted {
  private Fitted() {}

  /// Makes a record of a value that has been converted.
  ///
  /// @throws ConversionFault naming what does not fit
  static <R extends Record> R record(Class<R> type, @Nullable Object value) {
    return record(type, value, "$");
  }

  private static <R extends Record> R record(Class<R> type, @Nullable Object value, String path) {
    if (!(value instanceof Map<?, ?> map)) {
      throw unfit(path, "a dict with the fields of " + type.getSimpleName(), value);
    }
    RecordComponent[] components = type.getRecordComponents();
    List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
    for (Object key : map.keySet()) {
      if (!names.contains(String.valueOf(key))) {
        throw new ConversionFault(path, "'%s' is no field; those are %s".formatted(key, names));
      }
    }
    var arguments = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String name = names.get(i);
      Type wanted = components[i].getGenericType();
      if (!map.containsKey(name) && raw(wanted) != Optional.class) {
        throw new ConversionFault(path, "the field '%s' is missing".formatted(name));
      }
      arguments[i] = value(wanted, map.get(name), path + "." + name);
    }
    return made(type, components, arguments, path);
  }

  private static <R extends Record> R made(
      Class<R> type, RecordComponent[] components, @Nullable Object[] arguments, String path) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types).newInstance(arguments);
    } catch (InvocationTargetException e) {
      Throwable thrown = e.getCause() == null ? e : e.getCause();
      throw new ConversionFault(path, String.valueOf(thrown.getMessage()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "The record "
              + type.getName()
              + " cannot be made: make it public, in a package that its module exports or opens",
          e);
    }
  }

  private static @Nullable Object value(Type type, @Nullable Object value, String path) {
    Class<?> raw = raw(type);
    if (raw == Optional.class) {
      return value == null ? Optional.empty() : Optional.of(some(part(type), value, path));
    }
    return some(type, value, path);
  }

  private static Object some(Type type, @Nullable Object value, String path) {
    Class<?> raw = raw(type);
    if (value == null) {
      throw unfit(path, raw.getSimpleName(), null);
    }
    if (raw == List.class) {
      return list(type, value, path);
    }
    if (raw.isRecord() && raw != Vec3.class && raw != Quaternion.class) {
      return record(raw.asSubclass(Record.class), value, path);
    }
    return raw.isEnum() ? constant(raw, value, path) : leaf(raw, value, path);
  }

  private static Object leaf(Class<?> raw, Object value, String path) {
    try {
      if (raw == Vec3.class) {
        return Vec3.of(Numbers.of(value, 3));
      } else if (raw == Quaternion.class) {
        return Quaternion.of(Numbers.of(value, 4));
      } else if (raw == Transform.class) {
        return Transform.of(Numbers.of(value, 4, 4));
      } else if ((raw == double.class || raw == Double.class) && value instanceof Number number) {
        return number.doubleValue();
      } else if ((raw == long.class || raw == Long.class) && value instanceof Long number) {
        return number;
      } else if ((raw == int.class || raw == Integer.class) && value instanceof Long number) {
        return Math.toIntExact(number);
      } else if ((raw == boolean.class && value instanceof Boolean) || raw.isInstance(value)) {
        return value;
      }
    } catch (ConversionFault e) {
      throw new ConversionFault(path + e.path().substring(1), String.valueOf(e.getMessage()));
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw new ConversionFault(path, String.valueOf(e.getMessage()));
    }
    throw unfit(path, raw.getSimpleName(), value);
  }

  private static List<Object> list(Type type, Object value, String path) {
    if (!(value instanceof List<?> several)) {
      throw unfit(path, "a list", value);
    }
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < several.size(); i++) {
      list.add(some(part(type), several.get(i), path + "[" + i + "]"));
    }
    return List.copyOf(list);
  }

  private static Object constant(Class<?> type, Object value, String path) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().toLowerCase(Locale.ROOT).equals(value)) {
        return constant;
      }
    }
    throw new ConversionFault(
        path,
        "expected one of "
            + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT)
            + ", got "
            + value);
  }

  private static Class<?> raw(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : type instanceof Class<?> plain ? plain : Object.class;
  }

  private static Type part(Type type) {
    return type instanceof ParameterizedType generic
        ? generic.getActualTypeArguments()[0]
        : Object.class;
  }

  private static ConversionFault unfit(String path, String expected, @Nullable Object value) {
    return new ConversionFault(path, "expected %s, got %s".formatted(expected, Plain.kind(value)));
  }
}
