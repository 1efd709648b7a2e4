package dev.terrarium.message.payload;

import dev.terrarium.message.ArrayView;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A record class as fields of kinds: made of a map, and written as one.
final class Shape implements Form {
  /// A component of the record, read and written.
  ///
  /// @param otherwise the value where none is given; null where one must be, or it is an `Optional`
  record Part(
      PayloadField field,
      Kind kind,
      boolean isOptional,
      @Nullable Object otherwise,
      Method getter) {}

  private final Class<?> type;
  private final List<Part> parts;
  private final Constructor<?> constructor;

  private Shape(Class<?> type, List<Part> parts, Constructor<?> constructor) {
    this.type = type;
    this.parts = parts;
    this.constructor = constructor;
  }

  /// Reads the components of a record class.
  ///
  /// @throws IllegalArgumentException if a component is of a type that no field can have
  static Shape of(Class<?> type) {
    var components = type.getRecordComponents();
    if (components == null) {
      throw new IllegalArgumentException(type.getName() + " is not a record; payloads are records");
    }
    var parts = new ArrayList<Part>();
    var types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      parts.add(Parts.of(type, components[i]));
      types[i] = components[i].getType();
    }
    try {
      return new Shape(
          type, List.copyOf(parts), Parts.accessible(type, type.getDeclaredConstructor(types)));
    } catch (NoSuchMethodException e) {
      throw new AssertionError("A record has a canonical constructor: " + type.getName(), e);
    }
  }

  boolean isInstance(Object value) {
    return type.isInstance(value);
  }

  @Override
  public List<PayloadField> fields() {
    return parts.stream().map(Part::field).toList();
  }

  /// Makes a record of a map.
  ///
  /// @throws InvalidPayloadException if a key is unknown or missing, or a value does not fit
  @Override
  public Object make(Kind.Place place, Map<?, ? extends @Nullable Object> map) {
    for (Object key : map.keySet()) {
      if (parts.stream().noneMatch(part -> part.field().name().equals(key))) {
        throw place.fault("has no field \"" + key + "\"; its fields are " + names());
      }
    }
    var arguments = new Object[parts.size()];
    for (int i = 0; i < arguments.length; i++) {
      var part = parts.get(i);
      arguments[i] = argument(place, part, map.get(part.field().name()));
    }
    Object made = make(place, arguments);
    if (made instanceof Sensor.Image image && map.get("data") instanceof ArrayView pixels) {
      requireFit(place.at("data"), image, pixels);
    }
    return made;
  }

  /// Insists on an array of the picture's rows and columns, or of its bytes one after the other.
  private static void requireFit(Kind.Place place, Sensor.Image image, ArrayView given) {
    ArrayView expected = image.pixels();
    boolean isOfBytes = given.dtype().endsWith("u1");
    boolean isPixels =
        given.dtype().equals(expected.dtype())
            && (given.shape().equals(expected.shape())
                || given.shape().equals(List.of(image.height(), image.width(), 1)));
    boolean isRows = isOfBytes && given.shape().equals(List.of(image.height(), image.step()));
    if (!isPixels && !isRows && !(isOfBytes && given.shape().size() == 1)) {
      throw place.fault(
          "expected an array of %s and shape %s, not of %s and %s"
              .formatted(expected.dtype(), expected.shape(), given.dtype(), given.shape()));
    }
  }

  private String names() {
    return parts.stream().map(part -> part.field().name()).collect(Collectors.joining(", "));
  }

  private static Object argument(Kind.Place place, Part part, @Nullable Object value) {
    var at = place.at(part.field().name());
    if (value == null) {
      if (part.isOptional()) {
        return Optional.empty();
      }
      if (part.otherwise() != null) {
        return part.otherwise();
      }
      throw at.fault("is required: expected " + part.kind().description());
    }
    Object read = part.kind().read(at, value);
    return part.isOptional() ? Optional.of(read) : read;
  }

  private Object make(Kind.Place place, Object[] arguments) {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault instanceof IllegalArgumentException
                && !(fault instanceof InvalidPayloadException)
            ? place.fault(String.valueOf(fault.getMessage()))
            : fault;
      }
      throw new IllegalStateException(type.getName() + " cannot be made", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getName() + " cannot be made", e);
    }
  }

  /// Returns a record as a map that nobody can change, its fields in their order.
  @Override
  public Map<String, @Nullable Object> toMap(Object value) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (var part : parts) {
      map.put(part.field().name(), written(part, value));
    }
    return Collections.unmodifiableMap(map);
  }

  private @Nullable Object written(Part part, Object value) {
    if (value instanceof Sensor.Image image && part.field().name().equals("data")) {
      return image.pixels();
    }
    try {
      Object held = part.getter().invoke(value);
      if (part.isOptional()) {
        held = ((Optional<?>) held).orElse(null);
      }
      return held == null ? null : part.kind().write(held);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          type.getName() + "." + part.getter().getName() + "() failed", e);
    }
  }
}
