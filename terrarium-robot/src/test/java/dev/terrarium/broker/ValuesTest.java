package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.geometry.Quaternion;
import dev.terrarium.message.geometry.Transform;
import dev.terrarium.message.geometry.Vec3;
import dev.terrarium.message.payload.Geometry;
import dev.terrarium.message.payload.Payload;
import dev.terrarium.message.payload.PayloadTypes;
import dev.terrarium.message.quantity.SiUnits;
import dev.terrarium.message.topic.Envelope;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What becomes of values on their way to Python and back.
class ValuesTest {
  private final Outbound outbound = new Outbound("m.f", PayloadTypes.builtIn());

  /// A thing that was seen.
  public record Seen(String name, double score, Vec3 at, Optional<Integer> id, List<Kind> kinds) {
    public Seen {
      if (score > 1) {
        throw new IllegalArgumentException("a score is at most 1, not " + score);
      }
    }
  }

  /// What it is.
  public enum Kind {
    CUP,
    PLATE
  }

  @Test
  void sendsGeometryAsArraysOfDoubles() {
    assertThat(array(new Vec3(1, 2, 3)).shape()).isEqualTo(List.of(3));
    assertThat(array(Quaternion.IDENTITY).shape()).isEqualTo(List.of(4));
    assertThat(Rig.first(array(Quaternion.IDENTITY))).isEqualTo(1);
    assertThat(array(Transform.IDENTITY).shape()).isEqualTo(List.of(4, 4));
    assertThat(array(Transform.IDENTITY).dtype()).isEqualTo("<f8");
  }

  @Test
  void sendsTheBytesOfABufferAsACopy() {
    var buffer = ByteBuffer.wrap(new byte[] {1, 2, 3}).position(1);

    assertThat(outbound.value(buffer)).isEqualTo(new byte[] {2, 3});
    assertThat(buffer.position()).isEqualTo(1);
  }

  @Test
  void sendsAQuantityWithItsUnit() {
    assertThat(outbound.value(SiUnits.quantity(500, "mm")))
        .isEqualTo(Map.of("value", 500.0, "unit", "mm"));
  }

  @Test
  void sendsAnEnvelopeWithItsRobot() {
    var envelope =
        new Envelope(1, 2, "camera", "base", new Geometry.Point3D(Vec3.ZERO), Optional.of("arm"));

    var map = outbound.envelope(envelope);

    assertThat(map.keySet())
        .containsExactly("monotonic_time", "wall_time", "node", "frame_id", "robot", "payload");
    assertThat(map).containsEntry("robot", "arm");
  }

  @Test
  void sendsARecordAsADict() {
    assertThat(outbound.value(new Seen("cup", 0.5, Vec3.ZERO, Optional.empty(), List.of(Kind.CUP))))
        .isInstanceOfSatisfying(
            Map.class,
            map -> {
              assertThat(map.get("id")).isNull();
              assertThat(map.get("kinds")).isEqualTo(List.of("cup"));
            });
  }

  @Test
  void refusesAPayloadThatSaysThatItIsOfATypeThatItIsNot() {
    record Fake(String type) implements Payload {}

    assertThatThrownBy(() -> outbound.value(new Fake("geometry.twist")))
        .isInstanceOf(BrokerException.Marshal.class)
        .hasMessageContaining("Fake says that it is a geometry.twist, and is none");
  }

  @Test
  void refusesWhatHoldsItself() {
    List<Object> loop = new ArrayList<>();
    loop.add(loop);

    assertThatThrownBy(() -> outbound.value(loop))
        .isInstanceOf(BrokerException.Marshal.class)
        .hasMessageContaining("$[0][0][0][0][0][0][0][0]... 49 more ...[0]")
        .hasMessageContaining("does it hold itself?");
  }

  @Test
  void readsARecordAndNamesWhatDoesNotFit() {
    Map<String, @Nullable Object> cup =
        Map.of("name", "cup", "score", 1L, "at", List.of(1.0, 2L, 3.0), "kinds", List.of("plate"));

    assertThat(decode(ReturnType.record(Seen.class), cup))
        .isEqualTo(new Seen("cup", 1, new Vec3(1, 2, 3), Optional.empty(), List.of(Kind.PLATE)));
    refuses(cup, "at", List.of(1.0, 2.0), "$.at", "expected 3 numbers, got 2 values");
    refuses(cup, "score", "high", "$.score", "expected double, got a str");
    refuses(cup, "score", 2.0, "$", "a score is at most 1, not 2.0");
    refuses(cup, "id", 1.5, "$.id", "expected Integer, got a float");
    refuses(
        cup, "kinds", List.of("cup", "pan"), "$.kinds[1]", "expected one of [cup, plate], got pan");
    refuses(cup, "colour", "red", "$", "'colour' is no field");
  }

  @Test
  void readsAQuantityInTheUnitThatIsWanted() {
    var length = decode(ReturnType.quantity("m"), Map.of("value", 500L, "unit", "mm"));

    assertThat(length.getValue().doubleValue()).isEqualTo(0.5);
    assertThat(decode(ReturnType.quantity("mm"), 3L).getValue().doubleValue()).isEqualTo(3);
    assertThatThrownBy(() -> decode(ReturnType.quantity("m"), Map.of("value", 1, "unit", "kg")))
        .isInstanceOf(ConversionFault.class)
        .hasMessage("expected a unit such as m, got kg");
  }

  private static void refuses(
      Map<String, @Nullable Object> good, String key, Object value, String path, String message) {
    var bad = new java.util.LinkedHashMap<>(good);
    bad.put(key, value);
    assertThatThrownBy(() -> decode(ReturnType.record(Seen.class), bad))
        .isInstanceOfSatisfying(
            ConversionFault.class, fault -> assertThat(fault.path()).isEqualTo(path))
        .hasMessageContaining(message);
  }

  private static <R> R decode(ReturnType<R> type, Object value) {
    return type.decode(new ScriptedHost.Told(value));
  }

  private ArrayView array(Object value) {
    return (ArrayView) java.util.Objects.requireNonNull(outbound.value(value));
  }
}
