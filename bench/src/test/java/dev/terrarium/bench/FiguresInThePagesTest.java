package dev.terrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A claim in the documents names its results file, and says what is in it.
class FiguresInThePagesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern TABLE =
      Pattern.compile(
          "<!-- (figures|promises): (\\S+) -->\n\n(.*?)\n<!-- end of figures -->", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/reference/figures.md"})
  void areThoseOfTheResultsFilesTheyName(String page) throws Exception {
    String text = Files.readString(ROOT.resolve(page));

    List<MatchResult> tables = TABLE.matcher(text).results().toList();

    assertThat(tables).isNotEmpty();
    for (MatchResult table : tables) {
      String file = table.group(2);
      Map<String, Object> results = Json.read(ROOT.resolve(file));
      assertThat(table.group(3))
          .isEqualTo(
              table.group(1).equals("promises")
                  ? Table.promises(results, file)
                  : Table.markdown(results, file));
    }
  }
}
