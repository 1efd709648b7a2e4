package dev.terrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTableTest {
  private final Map<String, Object> document = new LinkedHashMap<>();

  @TempDir Path folder;

  @BeforeEach
  void measureThree() throws Exception {
    Contest measured =
        Contest.ofRuns("java-3x100", "3 Java nodes × 100 items", 100, _ -> new long[] {20_000_000})
            .beside(_ -> new long[] {10_000_000})
            .promising(new Promise.AtMost(15_000));
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", measured.id());
    row.put("title", measured.title());
    row.put("target", measured.promise().toString());
    row.putAll(new Rounds(measured, Duration.ZERO, 1).play());
    document.put("commit", "0123456789ab");
    document.put("machine", Map.of("cpu", "A processor", "cores", 2));
    document.put("suites", List.of("java"));
    document.put(
        "rows",
        List.of(
            row,
            Map.of(
                "id", "queue", "title", "a queue", "target", "flat", "met", true, "text", "flat"),
            Map.of("id", "sound", "title", "sound", "target", "", "missing", "no NumPy")));
  }

  @Test
  void hasTheWholeDistributionAndWhatRunsBeside() {
    assertThat(PipelineTable.markdown(document, "f.json"))
        .contains(
            "| 3 Java nodes × 100 items | 20.0 ms | 20.0 ms | 20.0 ms | 20.0 ms | 5.00 k | 10.0 ms |"
                + " 2.00 (2.00–2.00) | ≤ 15 µs | MISSED |");
  }

  @Test
  void saysWhatWasFoundOrWhyNothingWas() {
    assertThat(PipelineTable.markdown(document, "f.json"))
        .contains("| a queue |  | flat |  |  |  |  |  | flat | met |")
        .contains("| sound |  | no NumPy |  |  |  |  |  |  |  |");
  }

  @Test
  void showsWhatIsPromisedInFewColumns() {
    assertThat(PipelineTable.promises(document, "f.json"))
        .contains(
            "| 3 Java nodes × 100 items | 20.0 ms | 10.0 ms | 2.00 (2.00–2.00) | ≤ 15 µs | MISSED |")
        .contains("| a queue | flat |  |  | flat | met |")
        .doesNotContain("no NumPy");
  }

  @Test
  void isTheSameFromAFile() throws Exception {
    Path file = folder.resolve("some.json");

    Json.write(file, document);

    assertThat(PipelineTable.isOne(Json.read(file))).isTrue();
    assertThat(PipelineTable.markdown(Json.read(file), "f.json"))
        .isEqualTo(PipelineTable.markdown(document, "f.json"));
    assertThat(Files.readString(file)).contains("\"runs\" : 1,");
  }
}
