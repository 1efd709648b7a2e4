package dev.terrarium.message.payload;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A type of payloads: its name, its fields, and the way from maps to payloads and back.
///
/// Maps are what other languages and files have. One type goes both ways, and is as strict as the
/// payload's constructor: an unknown key, a missing one, a value of another type and an integer
/// where a float belongs are refused.
///
/// @param <T> the payloads
public final class PayloadType<T extends Payload> {
  private final String name;
  private final Class<T> payload;
  private final Form shape;

  private PayloadType(String name, Class<T> payload, Form shape) {
    if (shape.fields().stream().anyMatch(field -> field.name().equals(PayloadTypes.TYPE))) {
      throw new IllegalArgumentException(
          "The payload type "
              + name
              + " has a field named type, under which every message names its own type; call it"
              + " kind, for instance");
    }
    this.name = name;
    this.payload = payload;
    this.shape = shape;
  }

  /// Makes a type of a record class.
  ///
  /// Its components become the fields, `maxSpeed` as `max_speed`. They are doubles, ints, longs,
  /// booleans, texts, enums, [Vec3][dev.terrarium.message.geometry.Vec3] and its kin, byte buffers,
  /// records, `Object`, `Map<String, Object>`, lists of such, or an `Optional` of such, which need
  /// not be given. [About] says what one means.
  ///
  /// @param name what [Payload#type] of its payloads returns: dotted, such as `perception.objects`
  /// @param payload a public record in a package that its module exports or opens
  /// @throws IllegalArgumentException if it is no such record, the name is not as names are, or a
  ///   field is named `type`, as the key is under which a message names its type
  public static <T extends Record & Payload> PayloadType<T> ofRecord(
      String name, Class<T> payload) {
    return make(name, payload);
  }

  /// Makes a type of fields that were declared by name, without a class for it.
  ///
  /// @param name dotted, such as `perception.objects`
  /// @throws IllegalArgumentException if the name is not as names are, two fields have one name, or
  ///   a field is named `type`, as the key is under which a message names its type
  public static PayloadType<DeclaredPayload> declared(String name, List<DeclaredField> fields) {
    requireName(name);
    return new PayloadType<>(name, DeclaredPayload.class, DeclaredForm.of(name, fields));
  }

  static <T extends Payload> PayloadType<T> make(String name, Class<T> payload) {
    requireName(name);
    return new PayloadType<>(name, payload, Shape.of(payload));
  }

  private static void requireName(String name) {
    if (!name.matches("[a-z0-9_]+(\\.[a-z0-9_]+)*")) {
      throw new IllegalArgumentException(
          "A payload's type is named by a-z, 0-9 and _ with dots between, as in"
              + " perception.objects, not \""
              + name
              + "\"");
    }
  }

  /// Returns its name, such as `sensor.joint_state`.
  public String name() {
    return name;
  }

  /// Returns the class of its payloads.
  public Class<T> payload() {
    return payload;
  }

  /// Returns its fields in their order.
  public List<PayloadField> fields() {
    return shape.fields();
  }

  /// Makes a payload of a map.
  ///
  /// Geometry may come as itself, as lists of floats, or as an array.
  ///
  /// @throws InvalidPayloadException naming the field that does not fit
  public T of(Map<String, ? extends @Nullable Object> map) {
    return checked(payload.cast(shape.make(new Kind.Place(name, ""), map)));
  }

  /// Returns a payload as a map that nobody can change, its fields in their order.
  ///
  /// Numbers are `Double` and `Long`, symbols are texts, geometry stays geometry, records become
  /// maps, an image's pixels an [ArrayView][dev.terrarium.message.ArrayView]; what is not there is
  /// null.
  public Map<String, @Nullable Object> toMap(T payload) {
    return shape.toMap(checked(payload));
  }

  private T checked(T made) {
    if (!made.type().equals(name)) {
      throw new IllegalStateException(
          payload.getName()
              + ".type() returns \""
              + made.type()
              + "\", and its type was made as \""
              + name
              + "\"; let both say the same");
    }
    return made;
  }

  @Override
  public String toString() {
    return name;
  }
}
