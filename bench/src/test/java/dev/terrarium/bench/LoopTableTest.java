package dev.terrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopTableTest {
  private static final double MILLI = 1e6;

  private final LoopRows rows = new LoopRows();

  @TempDir Path folder;

  @BeforeEach
  void measureTheMachine() {
    rows.add("floor", "C", "nothing", () -> row(100, 1.9, 0));
    rows.floorLast();
  }

  private static Map<String, Object> row(double percent, double longest, int reflexes) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("cycles_percent", percent);
    row.put("reflexes", reflexes);
    row.put("gap", gaps(1.05, longest));
    return row;
  }

  private static Map<String, Object> gaps(double p999, double longest) {
    return Map.of("p50", MILLI, "p99", 1.01 * MILLI, "p999", p999 * MILLI, "max", longest * MILLI);
  }

  private Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("commit", "0123456789ab");
    document.put("machine", Map.of("cpu", "A processor", "cores", 2));
    document.put("loop", List.of("granted"));
    document.put("rows", rows.judged());
    return document;
  }

  @Test
  void promisesALittleMoreThanTheMachineItselfHas() {
    rows.add("loop-idle", "Terrarium", "nothing", () -> row(99.95, 2.2, 0));
    rows.promiseLast();

    assertThat(LoopTable.markdown(document(), "f.json"))
        .contains(
            "| nothing | C | 100.00 % | 1.000 ms | 1.010 ms | 1.050 ms | 1.900 ms |  |  |  |  |")
        .contains(
            "| nothing | Terrarium | 99.95 % | 1.000 ms | 1.010 ms | 1.050 ms | 2.200 ms |  |  |"
                + " cycles ± 0.1 %, P99.9 ≤ 1.1 ms, longest ≤ 2.20 ms, no reflex | met |");
  }

  @Test
  void promisesALittleMoreThanTheMachineHadInTheSameMoments() {
    rows.add("loop-idle", "Terrarium", "nothing", () -> beside(row(100, 9.2, 0), 9.1));
    rows.promiseLast();
    rows.add("loop-all", "Terrarium", "everything", () -> beside(row(100, 1.8, 0), 1.2));
    rows.promiseLast();

    assertThat(LoopTable.markdown(document(), "f.json"))
        .contains(
            "| 9.200 ms | 1.000 ms | 9.100 ms | cycles ± 0.1 %, P99.9 ≤ 1.1 ms, longest ≤ 9.40 ms, no reflex | met |")
        .contains(
            "| 1.800 ms | 1.000 ms | 1.200 ms | cycles ± 0.1 %, P99.9 ≤ 1.1 ms, longest ≤ 1.50 ms, no reflex | MISSED: longest |");
  }

  private static Map<String, Object> beside(Map<String, Object> row, double longest) {
    row.put("witness", gaps(1, longest));
    return row;
  }

  @Test
  void missesByALongGapByCyclesAndByAReflex() {
    rows.add("long", "Terrarium", "long", () -> row(100, 2.3, 0));
    rows.promiseLast();
    rows.add("few", "Terrarium", "few", () -> row(99.8, 1.1, 0));
    rows.promiseLast();
    rows.add("reflex", "Terrarium", "reflex", () -> row(100, 1.1, 1));
    rows.promiseLast();

    assertThat(rows.judged()).filteredOn(row -> Boolean.FALSE.equals(row.get("met"))).hasSize(3);
  }

  @Test
  void saysWhatTheMachineMissesAsWell() {
    Map<String, Object> late = row(99.8, 9.2, 0);
    late.put("gap", gaps(1.3, 9.2));
    late.put("witness", gaps(1.2, 9.1));
    rows.add("loop-all", "Terrarium", "everything", () -> late);
    rows.promiseLast();

    assertThat(LoopTable.markdown(document(), "f.json"))
        .contains("no reflex | MISSED: cycles; P99.9, as C does |");
  }

  @Test
  void saysWhenAnArmStoppedAndWhatIsMissing() {
    Map<String, Object> stopped = row(10, 25, 1);
    stopped.put("reflex_after", 1.24);
    rows.add("without", "Terrarium", "everything", () -> stopped);
    rows.add("asyncio", "asyncio", "nothing", () -> Map.of("missing", "no NumPy"));

    assertThat(LoopTable.markdown(document(), "f.json"))
        .contains("| everything | Terrarium | a reflex after 1.2 s | 1.000 ms |")
        .contains("| nothing | asyncio |  | no NumPy |  |  |  |  |  |  |  |");
  }

  @Test
  void hasWhatOthersHavePublishedBesideWhatWasMeasured() {
    rows.add("loop-idle", "Terrarium", "nothing", () -> row(100, 1.1, 0));
    rows.promiseLast();

    assertThat(LoopTable.markdown(document(), "f.json"))
        .contains(
            "| the event loop is blocked for 300 ms | aiofranka 0.7.0, loop in Python, as published |"
                + "  |  |  |  | 302 ms |  |  |  |  |")
        .contains(
            "| a thread holds the GIL for 300 ms | aiofranka 0.7.0, loop in C++, as published |"
                + "  |  |  |  | 1.2 ms |  |  |  |  |");
    assertThat(LoopTable.promises(document(), "f.json")).doesNotContain("aiofranka");
  }

  @Test
  void isTheSameFromAFile() throws Exception {
    Path file = folder.resolve("some.json");
    Map<String, Object> document = document();

    Json.write(file, document);

    assertThat(LoopTable.isOne(Json.read(file))).isTrue();
    assertThat(LoopTable.markdown(Json.read(file), "f.json"))
        .isEqualTo(LoopTable.markdown(document, "f.json"));
  }
}
