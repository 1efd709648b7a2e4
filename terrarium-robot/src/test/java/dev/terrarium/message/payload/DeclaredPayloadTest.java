package dev.terrarium.message.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.message.geometry.Vec3;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
