package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What comes of a Python value that Java cannot take: who is named, and whose policy holds.
@Tag("native")
@Timeout(60)
class GiversTest {
  private static final String NODES =
      """
      import datetime
      made = []
      def give(x):
          made.append({"t": object() if x == 1 else x})
          return made[-1]
      def is_the_same(x): return any(x is each for each in made)
      def refuse(x): raise ValueError("no")
      class Second:
          calls = 0
          def process(self, x):
              self.calls += 1
              return object() if self.calls == 1 else x
      class Late:
          def process(self, x): pass
          def flush(self): return object()
      def dated(x): return {"id": 7, "when": datetime.date(2020, 1, x)} if x else {"id": 8, "o": object()}
      def letter(x): return [str(x.get("value")), "value_described" in x]
      """;
  private static final String GIVE = "'node_type': '@:give'";
  private static final String SKIP = GIVE + ", 'on_error': 'skip'";
  private static final String REASON =
      " cannot be converted: object has no counterpart in Java: give a dict, a list, a str or a number";

  private @TempDir Path folder;

  @Test
  void tellsWhichNodeGaveTheValue() throws IOException {
    assertThat(outcome("a>b", GIVE, "'node_type': 'Echo'"))
        .endsWith("; Node b failed on item 1: the value at $.t, which node a gave," + REASON);
  }

  @Test
  void tellsThatOneOfSeveralNodesGaveTheValue() throws IOException {
    assertThat(outcome("a>c b>c", GIVE, GIVE, "'node_type': 'Echo'"))
        .endsWith(": the value at $.t, which one of the nodes a, b gave," + REASON);
  }

  @Test
  void looksForTheGiverBeforeNodesThatPassItemsOn() throws IOException {
    assertThat(outcome("a>b b>c", GIVE, "'node_type': 'PassThrough'", "'node_type': 'Echo'"))
        .contains("Node c failed on item 1: the value at $.t, which node a gave,");
    assertThat(outcome("a>b", GIVE, "'node_type': 'PassThrough'"))
        .endsWith("; Node b failed: the value at $.t, which node a gave," + REASON);
  }

  @Test
  void tellsTheLastNodeOfItsOwnValue() throws IOException {
    assertThat(outcome("", GIVE)).endsWith("; Node a failed: the value at $.t" + REASON);
  }

  @Test
  void skipsAValueThatCannotLeaveThePipeline() throws IOException {
    assertThat(outcome("", SKIP)).isEqualTo("[{\"t\":0},{\"t\":2}]");
    assertThat(outcome("a>b", SKIP, "'node_type': 'PassThrough'"))
        .isEqualTo("[{\"t\":0},{\"t\":2}]");
  }

  @Test
  void skipsAValueThatAJavaNodeCannotTake() throws IOException {
    assertThat(outcome("a>b", SKIP, "'node_type': 'Echo'"))
        .startsWith("[{\"input\":{\"t\":0},")
        .contains("{\"input\":{\"t\":2},")
        .endsWith("}]");
  }

  @Test
  void skipsWhatAFlushGivesThatCannotLeave() throws IOException {
    assertThat(outcome("", "'node_type': '@:Late', 'on_error': 'skip'")).isEqualTo("[]");
  }

  @Test
  void handsPythonTheVeryObjectWhereJavaTakesItToo() throws IOException {
    var outcome =
        outcome("a>b a>c", SKIP, "'node_type': '@:is_the_same'", "'node_type': 'BufferNode'");

    assertThat(outcome).startsWith("[true,true,");
  }

  @Test
  void asksNothingOfAValueThatOnlyPythonTakes() throws IOException {
    assertThat(outcome("a>b", SKIP, "'node_type': '@:is_the_same'")).isEqualTo("[true,true,true]");
  }

  @Test
  void sendsAnErrorOnAsData() throws IOException {
    assertThat(outcome("a>b", GIVE + ", 'on_error': 'data'", "'node_type': 'PassThrough'"))
        .startsWith("[{\"t\":0},{\"error\":{\"node\":\"a\",\"item\":1,")
        .contains("\"type\":\"MarshalError\"", "\"path\":\"$.t\"")
        .endsWith(",{\"t\":2}]");
  }

  @Test
  void writesTheItemToTheFileOfTheGiver() throws IOException {
    assertThat(outcome("", GIVE + ", 'on_error': {'dead_letter': '~/dead.jsonl'}"))
        .isEqualTo("[{\"t\":0},{\"t\":2}]");
    assertThat(Files.readString(folder.resolve("dead.jsonl")))
        .startsWith("{\"node\":\"a\",\"item\":1,")
        .contains("\"path\":\"$.t\"")
        .endsWith("\"value\":1}\n")
        .hasLineCount(1);
  }

  @Test
  void triesAgainWhereTheManifestSaysSo() throws IOException {
    var retry = "'retry': {'attempts': 2, 'backoff_ms': 0, 'on': ['MarshalError']}";

    assertThat(outcome("", "'node_type': '@:Second', " + retry)).isEqualTo("[0,1,2]");
  }

  @Test
  void leavesItToANodeThatPassesItemsOnByItsOwnPolicy() throws IOException {
    assertThat(outcome("a>b", GIVE, "'node_type': 'PassThrough', 'on_error': 'skip'"))
        .isEqualTo("[{\"t\":0},{\"t\":2}]");
  }

  @Test
  void leavesItToANodeThatWantsATypeOfItsOwn() throws IOException {
    assertThat(outcome("a>b", SKIP, "'node_type': 'AudioResampler'"))
        .contains(
            "Node b failed on item 0: the value at $, which node a gave, cannot be converted");
    assertThat(outcome("a>b", SKIP, "'node_type': 'AudioResampler', 'on_error': 'skip'"))
        .isEqualTo("[]");
  }

  @Test
  void showsAnItemThatJsonCannotSayAsPythonDoes() throws IOException {
    var letters = "'node_type': '@:refuse', 'on_error': {'dead_letter': '~/dead.jsonl'}";

    assertThat(outcome("a>b", "'node_type': '@:dated'", letters)).isEqualTo("[]");
    assertThat(Files.readAllLines(folder.resolve("dead.jsonl")))
        .allSatisfy(line -> assertThat(line).doesNotContain("\"value\":"))
        .satisfiesExactly(
            line ->
                assertThat(line).contains("\"value_described\":\"{'id': 8, 'o': <object object"),
            line ->
                assertThat(line)
                    .endsWith(
                        "\"value_described\":\"{'id': 7, 'when': datetime.date(2020, 1, 1)}\"}"),
            line -> assertThat(line).contains("datetime.date(2020, 1, 2)"));
  }

  @Test
  void sendsTheSameLetterToASink() throws IOException {
    var sink = "'node_type': '@:refuse', 'on_error': {'dead_letter': 'refused'}";
    var node = "'node_type': '@:refuse', 'on_error': {'dead_letter': 'c'}";

    assertThat(outcome("a>b", "'node_type': '@:dated'", sink))
        .contains("\"value_described\":\"{'id': 7, 'when': datetime.date(2020, 1, 1)}\"");
    assertThat(outcome("a>b", "'node_type': '@:dated'", node, "'node_type': 'PassThrough'"))
        .contains("\"value_described\":\"{'id': 7, 'when': datetime.date(2020, 1, 1)}\"");
  }

  @Test
  void sendsAPythonNodeWhatCanCross() throws IOException {
    var refuse = "'node_type': '@:refuse', 'on_error': {'dead_letter': 'c'}";

    assertThat(outcome("a>b", "'node_type': '@:dated'", refuse, "'node_type': '@:letter'"))
        .isEqualTo(
            "[[\"None\",true],[\"{'id': 7, 'when': datetime.date(2020, 1, 1)}\",false],"
                + "[\"{'id': 7, 'when': datetime.date(2020, 1, 2)}\",false]]");
  }

  @Test
  void tellsWhyAnItemShowsNothingAndCutsOneThatShowsMuch() throws IOException {
    var source =
        """
        class Mute:
            def __repr__(self): raise RuntimeError("no")
        class Broken:
            def __repr__(self): return "\\ud800"
        def give(x): return [Mute(), Broken(), [{"x" * 3000, b""}]][x]
        def refuse(x): raise ValueError("no")
        """;
    var letters = "'node_type': '@:refuse', 'on_error': {'dead_letter': '~/dead.jsonl'}";

    var outcome = Trial.graph("a>b", GIVE, letters).with(source).on(0L, 1L, 2L).outcome(folder);

    assertThat(outcome).isEqualTo("[]");
    assertThat(Files.readString(folder.resolve("dead.jsonl")))
        .containsPattern("<a Python nodes_\\d+\\.Mute, whose repr gives RuntimeError>")
        .containsPattern("<a Python nodes_\\d+\\.Broken, whose repr gives no text for Java>")
        .containsPattern("\"value_described\":\"[^\"]{2000}…\"");
  }

  private String outcome(String connections, String... nodes) throws IOException {
    return Trial.graph(connections, nodes).with(NODES).on(0L, 1L, 2L).outcome(folder);
  }
}
