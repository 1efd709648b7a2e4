package dev.terrarium.message.payload;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The types that are known, by name: the built-in ones, and those of a program.
///
/// It is immutable: [#with] returns another one.
public final class PayloadTypes {
  /// The key under which a map names its type, which no field can have.
  public static final String TYPE = "type";

  private static final PayloadTypes BUILT_IN = new PayloadTypes(Catalogue.types());

  private final Map<String, PayloadType<?>> byName;

  private PayloadTypes(Map<String, PayloadType<?>> byName) {
    this.byName = byName;
  }

  /// Returns the built-in types.
  public static PayloadTypes builtIn() {
    return BUILT_IN;
  }

  /// Returns the built-in type of a class of payloads.
  ///
  /// @throws IllegalArgumentException if it is none of the built-in ones
  public static <T extends Payload> PayloadType<T> of(Class<T> payload) {
    return BUILT_IN.type(payload);
  }

  /// Returns these types and some more.
  ///
  /// @throws IllegalArgumentException if a name is taken
  public PayloadTypes with(PayloadType<?>... more) {
    var all = new LinkedHashMap<>(byName);
    Arrays.stream(more).forEach(type -> add(all, type));
    return new PayloadTypes(all);
  }

  static void add(Map<String, PayloadType<?>> types, PayloadType<?> type) {
    var taken = types.putIfAbsent(type.name(), type);
    if (taken != null) {
      throw new IllegalArgumentException(
          "The payload type "
              + type.name()
              + " is "
              + taken.payload().getName()
              + " already; name the one of "
              + type.payload().getName()
              + " otherwise");
    }
  }

  /// Finds a type by its name.
  public Optional<PayloadType<?>> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// Returns a type by its name.
  ///
  /// @throws IllegalArgumentException if there is none
  public PayloadType<?> get(String name) {
    return find(name)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "There is no payload type \"" + name + "\"; there are " + byName.keySet()));
  }

  /// Returns the type of a class of payloads.
  ///
  /// @throws IllegalArgumentException if there is none
  @SuppressWarnings("unchecked") // A type's payload class is that of its parameter.
  public <T extends Payload> PayloadType<T> type(Class<T> payload) {
    return byName.values().stream()
        .filter(type -> type.payload() == payload)
        .map(type -> (PayloadType<T>) type)
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "There is no payload type of "
                    + payload.getName()
                    + "; make one with PayloadType.ofRecord"));
  }

  /// Returns them all, the built-in ones first.
  public List<PayloadType<?>> all() {
    return List.copyOf(byName.values());
  }

  /// Makes a payload of a map that names its type under `type`.
  ///
  /// @throws InvalidPayloadException naming the field that does not fit
  public Payload read(Map<String, ? extends @Nullable Object> map) {
    Object given = map.get(TYPE);
    if (!(given instanceof String name)) {
      throw new InvalidPayloadException(
          "payload",
          TYPE,
          (given == null ? "is required: " : "")
              + "expected the name of a type, such as sensor.joint_state"
              + (given == null ? "" : ", not " + Kind.Place.shown(given)));
    }
    var type =
        find(name)
            .orElseThrow(() ->
                new InvalidPayloadException(
                    "payload",
                    TYPE,
                    "there is no type \"" + name + "\"; there are " + byName.keySet()));
    var fields = new LinkedHashMap<String, @Nullable Object>(map);
    fields.remove(TYPE);
    return type.of(fields);
  }

  /// Returns a payload as a map that names its type under `type`, first.
  ///
  /// @throws IllegalArgumentException if its type is not known
  public Map<String, @Nullable Object> write(Payload payload) {
    var map = new LinkedHashMap<String, @Nullable Object>();
    map.put(TYPE, payload.type());
    map.putAll(fields(get(payload.type()), payload));
    return map;
  }

  private static <T extends Payload> Map<String, @Nullable Object> fields(
      PayloadType<T> type, Payload payload) {
    if (!type.payload().isInstance(payload)) {
      throw new IllegalArgumentException(
          "A "
              + payload.getClass().getName()
              + " says that it is a "
              + type.name()
              + ", and that is "
              + type.payload().getName());
    }
    return type.toMap(type.payload().cast(payload));
  }
}
