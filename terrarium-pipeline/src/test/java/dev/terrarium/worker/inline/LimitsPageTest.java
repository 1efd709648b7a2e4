package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.worker.inline.LimitRow.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The page about manifests and nodes of the reference system says what comes of each, which is
/// tried here.
@Tag("native")
@Timeout(60)
class LimitsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "limits.md");
  private static final String HEAD = "| there | here | |\n|---|---|---|\n";

  private static final Map<String, List<LimitRow>> TABLES = new LinkedHashMap<>();

  static {
    TABLES.put("## Manifests", ManifestLimits.ROWS);
    TABLES.put("## Runs", RunLimits.ROWS);
    TABLES.put("## Nodes of your own", PythonLimits.ROWS);
    TABLES.put("## Values", ValueLimits.ROWS);
    TABLES.put("## Nodes that come with it", NodeLimits.ROWS);
  }

  @TempDir Path folder;

  static Stream<LimitRow> rows() {
    return TABLES.values().stream().flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatThePageSaysComesOfIt(LimitRow row) throws IOException {
    var outcome = row.trial().outcome(folder);

    assertThat(row.fits(outcome)).as("%s\ncame out as %s", row.expected(), outcome).isTrue();
  }

  @Test
  void thePageHasTheseTables() throws IOException {
    var page = Files.readString(PAGE);

    TABLES.forEach((heading, rows) -> {
      var table = rows.stream().map(LimitRow::line).collect(Collectors.joining("\n", HEAD, "\n"));
      assertThat(table(page, heading))
          .as("under '%s' belongs\n%s", heading, table)
          .isEqualTo(table);
    });
  }

  private static String table(String page, String heading) {
    return page.lines()
        .dropWhile(line -> !line.equals(heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("|"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void everyRowStandsThereOnceAndADifferenceIsTold() {
    assertThat(rows().map(LimitRow::what)).doesNotHaveDuplicates().hasSizeGreaterThan(120);
    assertThat(rows().filter(row -> row.verdict() != Verdict.RUNS))
        .hasSizeGreaterThan(50)
        .noneMatch(row -> row.words().isBlank());
    assertThat(rows())
        .noneMatch(row -> row.line().chars().filter(sign -> sign == '|').count() != 4);
  }

  @Test
  void everyNodeOfTheReferenceHasItsRow() {
    var named = NodeLimits.ROWS.stream().map(row -> row.what().replace("`", "")).toList();

    assertThat(named).containsExactlyInAnyOrderElementsOf(NodeLimits.NAMES);
    try (var catalog = NodeCatalog.load(Settings.of())) {
      assertThat(catalog.types())
          .flatExtracting(
              type -> Stream.concat(Stream.of(type.name()), type.aliases().stream()).toList())
          .isSubsetOf(named);
    }
  }

  @Test
  void everyIdiomOfAPythonNodeHasItsRow() {
    var told = PythonLimits.ROWS.stream().map(LimitRow::what).collect(Collectors.joining("\n"));

    assertThat(PythonLimits.IDIOMS).allMatch(told::contains);
  }
}
