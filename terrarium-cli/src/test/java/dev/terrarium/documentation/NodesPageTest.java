package dev.terrarium.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.Parameter;
import dev.terrarium.pipeline.Parameter.Presence;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.pipeline.json.JsonOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The page about the built-in nodes says what the code says.
class NodesPageTest {
  private static final Page PAGE =
      Page.all().stream()
          .filter(page -> page.file().endsWith("docs/reference/nodes.md"))
          .findFirst()
          .orElseThrow();

  @Test
  void tellsOfEveryNodeWhatItTakesAndEmits() {
    var told = rows("| node | takes | emits |").stream().map(row -> String.join(" | ", row));

    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            types().stream()
                .map(type -> names(type) + " | " + type.takes() + " | " + type.emits())
                .toList());
  }

  @Test
  void tellsEveryParameterWithItsBoundsAndItsDefault() {
    var told = new ArrayList<String>();
    String node = "";
    for (var row : rows("| node | parameter | | default |")) {
      node = row.getFirst().isEmpty() ? node : row.getFirst();
      told.add(node + " | " + String.join(" | ", row.subList(1, row.size())));
    }

    assertThat(told)
        .containsExactlyInAnyOrderElementsOf(
            types().stream()
                .flatMap(type ->
                    type.parameters().parameters().stream()
                        .map(parameter -> "`" + type.name() + "` | " + parameter(parameter)))
                .toList());
  }

  @Test
  void explainsEveryNodeThatHasMoreToSayThanItsRow() {
    var prose =
        PAGE.text()
            .lines()
            .filter(line -> !line.startsWith("| `") && !line.startsWith("| | "))
            .collect(Collectors.joining("\n"));

    assertThat(types())
        .filteredOn(type -> type.parameters().parameters().size() > 1 || type.isSource())
        .hasSizeGreaterThanOrEqualTo(7)
        .allMatch(type -> prose.contains("`" + type.name() + "`"));
  }

  private static List<NodeType> types() {
    try (var catalog = NodeCatalog.load(Settings.of())) {
      return catalog.types();
    }
  }

  private static String names(NodeType type) {
    return Stream.concat(Stream.of(type.name()), type.aliases().stream())
        .map(name -> "`" + name + "`")
        .collect(Collectors.joining(", "));
  }

  private static String parameter(Parameter parameter) {
    var otherwise =
        switch (parameter.presence()) {
          case Presence.Required _ -> "required";
          case Presence.Optional _ -> "";
          case Presence.Default(var value) -> new JsonOutput(_ -> {}).text(value);
        };
    return "`" + parameter.name() + "` | " + parameter.type().description() + " | " + otherwise;
  }

  /// The cells of the table under a heading.
  private static List<List<String>> rows(String heading) {
    return PAGE.text()
        .lines()
        .dropWhile(line -> !line.equals(heading))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line ->
            Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                .map(String::strip)
                .toList())
        .toList();
  }
}
