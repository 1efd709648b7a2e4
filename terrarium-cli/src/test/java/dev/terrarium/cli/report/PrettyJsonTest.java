package dev.terrarium.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PrettyJsonTest {
  @Test
  void keepsWhatIsShortOnOneLine() {
    var point = new LinkedHashMap<String, Object>();
    point.put("x", 1L);
    point.put("tags", List.of("a\"b", true));

    assertThat(PrettyJson.of(point)).isEqualTo("{\"x\": 1, \"tags\": [\"a\\\"b\", true]}");
    assertThat(PrettyJson.of(List.of())).isEqualTo("[]");
    assertThat(PrettyJson.of(Collections.singletonList(null))).isEqualTo("[null]");
  }

  @Test
  void breaksWhatIsLong() {
    var text = "x".repeat(60);

    assertThat(PrettyJson.of(List.of(text, List.of(1, 2), text)))
        .isEqualTo("[\n  \"%s\",\n  [1, 2],\n  \"%s\"\n]".formatted(text, text));
  }

  @Test
  void showsTheFirstOfMany() {
    var many = LongStream.range(0, 30).toArray();

    assertThat(PrettyJson.of(many)).startsWith("[\n  0,\n  1,").endsWith("  23,\n  … 6 more\n]");
  }

  @Test
  void survivesWhatIsNestedDeeply() {
    Object deep = 1L;
    for (int i = 0; i < 5000; i++) {
      deep = List.of(deep);
    }

    assertThat(PrettyJson.of(deep)).contains("…");
  }
}
