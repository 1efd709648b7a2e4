package dev.terrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A claim in the documents names its results file, and says what is in it.
class FiguresInThePagesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern TABLE =
      Pattern.compile(
          "<!-- (figures|promises|peers|pipelines|pipeline-promises|loop|loop-promises): (\\S+) -->\n\n(.*?)\n<!-- end of figures -->",
          Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/reference/figures.md"})
  void areThoseOfTheResultsFilesTheyName(String page) throws Exception {
    String text = Files.readString(ROOT.resolve(page));

    List<MatchResult> tables = TABLE.matcher(text).results().toList();

    assertThat(tables).isNotEmpty();
    for (MatchResult table : tables) {
      String file = table.group(2);
      Map<String, Object> results = Json.read(ROOT.resolve(file));
      assertThat(table.group(3)).isEqualTo(drawn(table.group(1), results, file));
    }
  }

  private static String drawn(String kind, Map<String, Object> results, String file) {
    return switch (kind) {
      case "promises" -> Table.promises(results, file);
      case "peers" -> PeersTable.markdown(results, file);
      case "pipelines" -> PipelineTable.markdown(results, file);
      case "loop" -> LoopTable.markdown(results, file);
      case "loop-promises" -> LoopTable.promises(results, file);
      case "pipeline-promises" -> PipelineTable.promises(results, file);
      default -> Table.markdown(results, file);
    };
  }

  @Test
  void theChartIsThatOfTheResultsFileOfTheTableAboveIt() throws Exception {
    String page = Files.readString(ROOT.resolve("docs/reference/figures.md"));

    MatchResult table =
        TABLE
            .matcher(page)
            .results()
            .filter(match -> match.group(1).equals("peers"))
            .findFirst()
            .orElseThrow();

    assertThat(page).contains("](../images/peers.svg)");
    assertThat(Files.readString(ROOT.resolve("docs/images/peers.svg")))
        .isEqualTo(PeersChart.svg(Json.read(ROOT.resolve(table.group(2)))));
  }
}
