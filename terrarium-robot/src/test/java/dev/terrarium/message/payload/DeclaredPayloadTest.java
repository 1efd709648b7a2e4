package dev.terrarium.message.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.geometry.Vec3;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Types of messages that are declared by their fields.
class DeclaredPayloadTest {
  private static final PayloadType<DeclaredPayload> OBJECTS =
      PayloadType.declared(
          "perception.objects",
          List.of(
              new DeclaredField("frame", FieldType.INTEGER, true, "which picture"),
              new DeclaredField("where", FieldType.VEC3, false, "m"),
              new DeclaredField("boxes", FieldType.LIST, true, "pixels")));

  @Test
  void makesAMessageOfAMapAndAMapOfAMessage() {
    var made =
        OBJECTS.of(
            Map.of("frame", 3, "boxes", List.of(Map.of("x", 1)), "where", List.of(1.0, 2.0, 3.0)));

    assertThat(made.type()).isEqualTo("perception.objects");
    assertThat(OBJECTS.toMap(made))
        .containsExactly(
            Map.entry("frame", 3L),
            Map.entry("where", new Vec3(1, 2, 3)),
            Map.entry("boxes", List.of(Map.of("x", 1L))));
    assertThat(OBJECTS.of(OBJECTS.toMap(made))).isEqualTo(made);
  }

  /// A record whose component would be told under the key of the type.
  record Typed(String type) implements Payload {}

  @Test
  void hasNoFieldUnderTheKeyThatNamesTheType() {
    var field = new DeclaredField("type", FieldType.STRING, true, "of what");

    for (ThrowingCallable made :
        List.<ThrowingCallable>of(
            () -> PayloadType.declared("perception.objects", List.of(field)),
            () -> PayloadType.ofRecord("perception.objects", Typed.class))) {
      assertThatThrownBy(made)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "The payload type perception.objects has a field named type, under which every message"
                  + " names its own type; call it kind, for instance");
    }
  }

  @Test
  void isAsStrictAsTheBuiltInOnes() {
    assertThatThrownBy(() -> OBJECTS.of(Map.of("frame", 3)))
        .isInstanceOf(InvalidPayloadException.class)
        .hasMessageContaining("boxes")
        .hasMessageContaining("is required: expected list of any");
    assertThatThrownBy(() -> OBJECTS.of(Map.of("frame", 3.0, "boxes", List.of())))
        .isInstanceOf(InvalidPayloadException.class)
        .hasMessageContaining("expected integer");
    assertThatThrownBy(() -> OBJECTS.of(Map.of("frame", 3, "boxes", List.of(), "box", 1)))
        .isInstanceOf(InvalidPayloadException.class)
        .hasMessageContaining("has no field \"box\"; its fields are frame, where, boxes");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void refusesNumbersThatAreNotFiniteHoweverDeep(double number) {
    assertRefused(FieldType.FLOAT, number, "x: expected a finite number, not " + number);
    assertRefused(FieldType.LIST_OF_FLOAT, List.of(1.0, number), "x[1]: expected a finite number");
    assertRefused(
        FieldType.ANY, Map.of("a", List.of(number)), "x.a[0]: expected a finite number, not");
  }

  @Test
  void takesArraysOfIntegersAsListsOfIntegers() {
    var bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(0, 7).putLong(8, -1);

    assertThat(made(FieldType.LIST_OF_INTEGER, new ArrayView("<i8", List.of(2), bytes)))
        .isEqualTo(List.of(7L, -1L));
    assertThat(made(FieldType.LIST_OF_INTEGER, new ArrayView("|u1", List.of(16), bytes)))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .contains(7L, 255L);
    assertRefused(
        FieldType.LIST_OF_INTEGER,
        new ArrayView("<f8", List.of(2), bytes),
        "x: expected an array of integers of up to 64 bits with a sign, not of <f8");
  }

  @Test
  void refusesArraysOfAnotherTypeOrShapeThanTheField() {
    var bytes = ByteBuffer.allocate(48);

    assertRefused(
        FieldType.BYTES,
        new ArrayView("<f8", List.of(6), bytes),
        "x: expected bytes or an array of uint8, not of <f8");
    assertRefused(
        FieldType.LIST_OF_FLOAT,
        new ArrayView("<f8", List.of(2, 3), bytes),
        "x: expected a list, which an array of one axis is, not one of shape [2, 3]");
    assertRefused(
        FieldType.VEC3,
        new ArrayView("<f8", List.of(3, 1), ByteBuffer.allocate(24)),
        "x: expected an array of shape [3], not [3, 1]");
  }

  @Test
  void saysNothingOfJavaOfValuesThatDoNotFit() {
    assertRefused(FieldType.INTEGER, new byte[2], "x: expected integer, not bytes");
    assertRefused(
        FieldType.STRING,
        new ArrayView("|u1", List.of(2), ByteBuffer.allocate(2)),
        "x: expected string, not an array of |u1 and shape [2]");
    assertRefused(FieldType.INTEGER, BigInteger.TWO.pow(70), "expected integer, not the number 11");
    assertRefused(FieldType.ANY, BigInteger.TWO.pow(70), "not an integer of more than 64 bits");
  }

  private static Object made(FieldType type, Object value) {
    var of = PayloadType.declared("a", List.of(new DeclaredField("x", type, true, "")));
    return Objects.requireNonNull(of.of(Map.of("x", value)).fields().get("x"));
  }

  private static void assertRefused(FieldType type, Object value, String why) {
    assertThatThrownBy(() -> made(type, value))
        .isInstanceOf(InvalidPayloadException.class)
        .hasMessageContaining(why);
  }

  @Test
  void isFoundByNameAmongTheOthers() {
    var types = PayloadTypes.builtIn().with(OBJECTS);
    var message = OBJECTS.of(Map.of("frame", 3, "boxes", List.of()));

    assertThat(types.read(types.write(message))).isEqualTo(message);
  }

  @Test
  void refusesTwoFieldsOfOneName() {
    var field = new DeclaredField("x", FieldType.ANY, true, "");

    assertThatThrownBy(() -> PayloadType.declared("a", List.of(field, field)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The payload type a has two fields named x");
  }
}
