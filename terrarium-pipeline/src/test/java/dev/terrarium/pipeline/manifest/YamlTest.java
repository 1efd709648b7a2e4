package dev.terrarium.pipeline.manifest;

import static dev.terrarium.pipeline.manifest.Manifests.MACHINE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.NodeCatalog;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Manifests in YAML.
class YamlTest {
  @Test
  void readsTheSameAsJson() {
    var yaml =
        """
        # Hears speech.
        version: v1
        metadata: {name: "scale", created_at: 2025-10-23T09:00:00Z}
        nodes:
          - id: a
            node_type: Each
            params:
              list: [1, 2.5, true, null, "7"]
              text: |
                first
                second
            retry:
              attempts: 3
            on_error: {dead_letter: failed.jsonl}
          - {id: b, node_type: Whole}
        connections:
          - from: a
            to: b
        """;
    var json =
        """
        {"version": "v1", "metadata": {"name": "scale", "created_at": "2025-10-23T09:00:00Z"},
         "nodes": [
           {"id": "a", "node_type": "Each",
            "params": {"list": [1, 2.5, true, null, "7"], "text": "first\\nsecond\\n"},
            "retry": {"attempts": 3}, "on_error": {"dead_letter": "failed.jsonl"}},
           {"id": "b", "node_type": "Whole"}],
         "connections": [{"from": "a", "to": "b"}]}
        """;

    var reading = (Reading.Accepted) read(yaml);

    assertThat(reading.manifest()).isEqualTo(Manifests.accepted(json).manifest());
    assertThat(reading.warnings()).isEmpty();
  }

  @Test
  void tellsTheSameFaultsAsJson() {
    var yaml =
        """
        version: v2
        metadata: {name: n}
        nodes: [{id: a b, node_type: Eech, timeout_ms: 0}]
        connections: [{from: a}]
        """;

    assertThat(faults(yaml))
        .containsExactly(
            "$.version: must be \"v1\", not the text \"v2\"",
            "$.nodes[0].id: must be letters, digits, '_' and '-', at least one, not the text \"a b\"",
            "$.nodes[0].timeout_ms: must be a whole number, at least 1, not the number 0",
            "$.nodes[0].node_type: there is no node type 'Eech'; did you mean 'Each'?",
            "$.connections[0].from: there is no node 'a'",
            "$.connections[0].to: is missing; it must be the id of a node");
  }

  @ParameterizedTest
  @CsvSource({
    "yes",
    "on",
    "No",
    "2025-10-23",
    "12:30:45",
    "1_000",
    "0b11",
    "1.2.3",
    "NULL.",
    "- -",
    "v1",
    "!x"
  })
  void takesForATextWhatTheFirstYamlTookForSomethingElse(String word) {
    assertThat(param(word.startsWith("!") || word.startsWith("-") ? "'" + word + "'" : word))
        .isEqualTo(word);
  }

  @Test
  void knowsTheValuesOfJson() {
    assertThat(param("~")).isNull();
    assertThat(param("")).isNull();
    assertThat(param("Null")).isNull();
    assertThat(param("True")).isEqualTo(true);
    assertThat(param("FALSE")).isEqualTo(false);
    assertThat(param("007")).isEqualTo(7L);
    assertThat(param("-12")).isEqualTo(-12L);
    assertThat(param("+12")).isEqualTo(12L);
    assertThat(param("0x1F")).isEqualTo(31L);
    assertThat(param("0o17")).isEqualTo(15L);
    assertThat(param("9223372036854775808")).isEqualTo(new BigInteger("9223372036854775808"));
    assertThat(param("1.0")).isEqualTo(1.0);
    assertThat(param("-.5")).isEqualTo(-0.5);
    assertThat(param("6e2")).isEqualTo(600.0);
    assertThat(param("'12'")).isEqualTo("12");
    assertThat(param("!!str 12")).isEqualTo("12");
    assertThat(param("! 12")).isEqualTo("12");
    assertThat(param("!!float 12")).isEqualTo(12.0);
    assertThat(param("!!int '12'")).isEqualTo(12L);
    assertThat(param("!!seq [1]")).isEqualTo(List.of(1L));
    assertThat(param("!!map {a: 1}")).isEqualTo(Map.of("a", 1L));
  }

  @Test
  void followsAliases() {
    var params = "{first: &f {a: [&n 1, *n]}, second: *f}";

    assertThat(params(params).get("second")).isEqualTo(Map.of("a", List.of(1L, 1L)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        ".inf | line 4, column 50: .inf is no number in JSON",
        "-.INF | line 4, column 50: -.INF is no number in JSON",
        ".nan | line 4, column 50: .nan is no number in JSON",
        "1e999 | line 4, column 50: the number is larger than a 64-bit fraction holds",
        "!!int x | line 4, column 50: the text \"x\" is none of the values of its tag"
            + " tag:yaml.org,2002:int",
        "!!binary aGk= | line 4, column 50: the tag tag:yaml.org,2002:binary is not known; values are"
            + " those of JSON",
        "!!python/object:os.system [ls] | line 4, column 50: the tag"
            + " tag:yaml.org,2002:python/object:os.system is not known; values are those of JSON",
        "!!set {a} | line 4, column 50: the tag tag:yaml.org,2002:set is not known; values are those"
            + " of JSON",
        "!mine 3 | line 4, column 50: the tag !mine is not known; values are those of JSON"
      })
  void refusesValuesThatJsonLacks(String value, String fault) {
    assertThat(faults(manifest("{p: " + value + "}")))
        .containsExactly("$.nodes[0].params.p: " + fault);
  }

  @Test
  void refusesAKeyThatAppearsTwice() {
    assertThat(faults(manifest("{p: 1, p: 2}")))
        .containsExactly("$.nodes[0].params.p: line 4, column 53: the key appears twice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{1: 2} | line 4, column 47: a key must be a text, in quotes if need be, not the number 1",
        "{true: 2} | line 4, column 47: a key must be a text, in quotes if need be, not true",
        "{[a]: 2} | line 4, column 47: a key must be a text, in quotes if need be, not a list",
        "{a: &x {b: 1}, <<: *x} | line 4, column 61: '<<' does not merge here; write the fields, or"
            + " use an alias for a whole value",
        "*x | line 4, column 46: nothing that ends before here is named '&x'",
        "{a: &x [*x]} | line 4, column 54: nothing that ends before here is named '&x'",
        "{a: [1, 2} | line 4, column 55: not YAML: expected ',' or ']', but got }"
      })
  void saysWhereWhatCannotBeReadIs(String params, String fault) {
    assertThat(faults(manifest(params))).containsExactly("$: " + fault);
  }

  @Test
  void saysLineAndColumnOfWrongIndentation() {
    assertThat(faults("version: v1\n metadata: {}\n"))
        .singleElement()
        .asString()
        .startsWith("$: line 2, column 10: not YAML: mapping values are not allowed here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n", "# nothing\n"})
  void refusesAnEmptyText(String text) {
    assertThat(faults(text)).containsExactly("$: the text is empty, not YAML");
  }

  @Test
  void refusesADocumentThatIsNoObject() {
    assertThat(faults("- 1")).containsExactly("$: must be an object, not a list");
    assertThat(faults("hello")).containsExactly("$: must be an object, not the text \"hello\"");
    assertThat(faults("---\n")).containsExactly("$: must be an object, not null");
  }

  @Test
  void refusesASecondDocument() {
    assertThat(faults(manifest("{}") + "---\n{}\n"))
        .containsExactly("$: line 6, column 1: there is more text after the end of the document");
  }

  @Test
  void refusesBottomlessNesting() {
    assertThat(faults("[".repeat(100_000)))
        .singleElement()
        .asString()
        .contains("lists and objects nest too deep");
    assertThat(faults("- ".repeat(100_000))).singleElement().asString().startsWith("$: ");
  }

  @Test
  void refusesAliasesThatGrowWithoutBound() {
    var lines = new ArrayList<>(List.of("a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"));
    for (int i = 1; i < 12; i++) {
      var alias = "*a" + (i - 1);
      lines.add(
          "a%d: &a%d [%s]".formatted(i, i, String.join(", ", Collections.nCopies(10, alias))));
    }

    assertThat(faults(String.join("\n", lines)))
        .singleElement()
        .asString()
        .contains("there are more than 1000000 values, aliases followed");
  }

  @Test
  void readsTextThatBeginsWithAByteOrderMark() {
    assertThat(read("\uFEFF" + manifest("{}"))).isInstanceOf(Reading.Accepted.class);
  }

  @Test
  void knowsAFilesNotationByItsName() {
    assertThat(Arrays.asList("a.yaml", "b.YML", "c.json", "d", "yaml"))
        .extracting(Notation::ofFile)
        .containsExactly(Notation.YAML, Notation.YAML, Notation.JSON, Notation.JSON, Notation.JSON);
  }

  private static Reading read(String yaml) {
    return new ManifestReader(NodeCatalog.of(new Kinds()), MACHINE).read(yaml, Notation.YAML);
  }

  private static List<String> faults(String yaml) {
    return switch (read(yaml)) {
      case Reading.Refused refused -> refused.faults().stream().map(Fault::toString).toList();
      case Reading.Accepted _ -> List.of();
    };
  }

  private static @Nullable Object param(String value) {
    return params("{'p': " + value + "}").get("p");
  }

  private static Map<String, @Nullable Object> params(String params) {
    return accepted(manifest(params));
  }

  private static Map<String, @Nullable Object> accepted(String yaml) {
    return switch (read(yaml)) {
      case Reading.Accepted accepted -> accepted.manifest().nodes().getFirst().params();
      case Reading.Refused refused -> throw new AssertionError(refused.faults().toString());
    };
  }

  private static String manifest(String params) {
    return """
    version: v1
    metadata: {name: n}
    nodes:
      - {id: a, node_type: Each, 'params':       %s}
    connections: []
    """
        .formatted(params);
  }
}
