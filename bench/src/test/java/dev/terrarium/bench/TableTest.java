package dev.terrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
  private final Results results =
      new Results(
          "./terrarium bench",
          Map.of(
              "commit", "0123456789ab",
              "machine", Map.of("cpu", "A processor", "cores", 2),
              "jdk", Map.of("version", "25"),
              "python", Map.of("version", "3.13.0", "optimised", false)));

  @TempDir Path folder;

  @BeforeEach
  void measureThree() {
    results.add(measured(Row.CALL, 30, 20));
    results.add(measured(Row.DICT, 2_000, 1_000));
    results.add(new Outcome.Unmeasured(Row.ARRAY, "This Python has no NumPy."));
  }

  @Test
  void saysThatAPromiseWasKept() {
    assertThat(table()).contains("| 30.0 ns | 20.0 ns | 1.50 (1.50–1.50) | ≤ 1.6 × C | met |");
  }

  @Test
  void showsAMissedPromise() {
    assertThat(table()).contains("| 2.00 µs | 1.00 µs | 2.00 (2.00–2.00) | ≤ 1.8 × C | MISSED |");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"rows\": ["})
  void refusesWhatIsNoResultsFile(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("half.json"), text);

    assertThatThrownBy(() -> Json.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("half.json is not a results file: ");
  }

  @Test
  void refusesAResultsFileThatIsNotThere() {
    assertThatThrownBy(() -> Json.read(folder.resolve("none.json")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("There is no results file ");
  }

  @Test
  void saysWhatIsMissingInPlaceOfAFigure() {
    assertThat(table()).contains("| This Python has no NumPy. |");
  }

  @Test
  void namesItsSource() {
    assertThat(table()).contains("CPython 3.13.0").contains("0123456789ab").contains("`some.json`");
  }

  @Test
  void isTheSameFromAFile() throws Exception {
    Path file = folder.resolve("some.json");

    Json.write(file, results.document());

    assertThat(Table.markdown(Json.read(file), "some.json")).isEqualTo(table());
  }

  private String table() {
    return Table.markdown(results.document(), "some.json");
  }

  private static Outcome measured(Row row, double ours, double floor) {
    return new Outcome.Measured(
        row,
        Spread.of(ours),
        Optional.of(Spread.of(floor)),
        Optional.of(Spread.of(ours / floor)),
        List.of(ours),
        0);
  }
}
