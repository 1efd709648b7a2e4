package dev.terrarium.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the page about the semantics of robots says is held by tests that there are.
class RobotSemanticsPageTest {
  private static final Page PAGE =
      Page.all().stream()
          .filter(page -> page.file().endsWith("docs/reference/robot-semantics.md"))
          .findFirst()
          .orElseThrow();
  private static final Pattern TEST = Pattern.compile("`([A-Za-z_]+)\\.([a-zA-Z0-9_]+)`");
  private static final Pattern HERE = Pattern.compile("same(: .+|; .+|, .+)?|(differs|more): .+");

  private record Row(String there, String here, String tests) {
    static Row of(String line) {
      String[] cells = line.substring(1, line.length() - 1).split("\\|", -1);
      assertThat(cells).as("the cells of %s", line).hasSize(3);
      return new Row(cells[0].strip(), cells[1].strip(), cells[2].strip());
    }
  }

  @Test
  void everyRowNamesTestsThatThereAre() {
    var sources = TestSources.ofAllModules();
    List<String> missing = new ArrayList<>();

    for (Row row : rows()) {
      for (String cited : row.tests().split("<br>")) {
        var test = TEST.matcher(cited);
        if (!test.matches() || !sources.hasTest(test.group(1), test.group(2))) {
          missing.add(row.there() + " -> " + cited);
        }
      }
    }

    assertThat(missing).as("rows that no test holds").isEmpty();
  }

  @Test
  void everyRowSaysWhetherItIsTheSame() {
    assertThat(rows())
        .hasSizeGreaterThan(120)
        .allMatch(row -> HERE.matcher(row.here()).matches(), "same, differs or more");
    assertThat(rows()).extracting(Row::there).doesNotHaveDuplicates();
  }

  @Test
  void theSectionsAreAllThere() {
    List<String> sections =
        PAGE.text()
            .lines()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.split(" ")[1])
            .toList();

    assertThat(sections).startsWith("1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7").hasSize(8);
  }

  @Test
  void aMethodThatIsNoTestDoesNotCount() {
    var sources = TestSources.ofAllModules();

    assertThat(sources.hasTest("RobotSemanticsPageTest", "aMethodThatIsNoTestDoesNotCount"))
        .isTrue();
    assertThat(sources.hasTest("RobotSemanticsPageTest", "rows")).isFalse();
    assertThat(sources.hasTest("RobotSemanticsPageTest", "everyRow")).isFalse();
    assertThat(sources.hasTest("NobodysTest", "rows")).isFalse();
    assertThat(sources.hasTest("test_scripts", "test_bb_is_the_bus")).isTrue();
    assertThat(sources.hasTest("test_scripts", "setUp")).isFalse();
  }

  private static List<Row> rows() {
    return Arrays.stream(PAGE.text().split("\\n## ", -1))
        .filter(section -> section.startsWith("1."))
        .flatMap(String::lines)
        .filter(line -> line.startsWith("| "))
        .filter(line -> !line.equals("| there | here | held by |"))
        .map(Row::of)
        .toList();
  }
}
