package dev.terrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a raw worker is given, and what it gives back.
class SmallPickleTest {
  @Test
  void readsWhatPythonWrites() {
    assertThat(read("80054b2a2e")).isEqualTo(42L);
    assertThat(read("80054de8032e")).isEqualTo(1_000L);
    assertThat(read("80059507000000000000008c03616263942e")).isEqualTo("abc");
    assertThat(
            read(
                "8005951f000000000000007d94288c016194473ff80000000000008c016294473ff8000000000000752e"))
        .isEqualTo(Map.of("a", 1.5, "b", 1.5));
  }

  @Test
  void readsWhatItWrites() {
    for (Object value :
        new Object[] {1_000_042L, "item number 12345678", Map.of("joint0", 0.125)}) {
      ByteBuffer buffer = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);

      SmallPickle.write(value, buffer);

      assertThat(SmallPickle.read(buffer.flip())).isEqualTo(value);
      assertThat(buffer.hasRemaining()).isFalse();
    }
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> read("80055d942e")).hasMessage("a raw worker gives no 93");
  }

  private static Object read(String hex) {
    return SmallPickle.read(
        ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN));
  }
}
