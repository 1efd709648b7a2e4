package dev.terrarium.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.AudioFrame;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PortraitTest {
  @Test
  void showsTheParts() {
    Map<Object, @Nullable Object> value = new LinkedHashMap<>();
    value.put("id", 7L);
    value.put("when", LocalDate.of(2020, 1, 2));
    value.put(3L, List.of(new BigDecimal("1.50"), true));
    value.put("none", null);
    value.put("bytes", new byte[] {1, -2});

    assertThat(Portrait.of(value))
        .isEqualTo(
            "{\"id\": 7, \"when\": 2020-01-02, 3: [1.50, true], \"none\": null, \"bytes\": [1, -2]}");
  }

  @Test
  void showsHalfACharacterByItsNumber() {
    assertThat(Portrait.of("a\"\\\n\uD83D é 🎧")).isEqualTo("\"a\\\"\\\\\\u000a\\ud83d é 🎧\"");
  }

  @Test
  void namesWhatHasNoWordsOfItsOwn() {
    assertThat(
            Portrait.of(
                List.of(
                    AudioFrame.silent(1, 1, 8000),
                    new Object() {
                      @Override
                      public String toString() {
                        throw new IllegalStateException();
                      }
                    })))
        .startsWith("[a frame of sound, a ");
  }

  @Test
  void endsWhereThereIsNoMoreRoom() {
    List<Object> itself = new ArrayList<>();
    itself.add(itself);

    assertThat(Portrait.of(itself)).hasSize(2001).startsWith("[[[").endsWith("[…");
    assertThat(Portrait.of(Map.of("k", "🎧".repeat(3000)))).hasSize(2000).endsWith("🎧…");
    assertThat(Portrait.of(new long[5000])).hasSize(2001).endsWith("…");
  }
}
