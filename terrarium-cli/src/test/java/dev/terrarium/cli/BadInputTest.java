package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.cli.Workplace.Said;
import dev.terrarium.cli.input.Input;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Whatever is wrong is told in one message, with the right exit code, and no stack dump.
@Execution(ExecutionMode.CONCURRENT)
class BadInputTest {
  private @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void open() {
    place = new Workplace(folder);
  }

  @Test
  void refusesAManifestThatIsNotJson() throws IOException {
    place.write("pipeline.json", "nodes: []");

    refuses(place.call("run", "pipeline.json", "--input", "[1]"), "line 1, column 1: not JSON");
  }

  @Test
  void refusesAManifestThatLacksFieldsAndNamesEachOfThem() throws IOException {
    place.write("pipeline.json", "{\"version\": \"v1\"}");

    var said = place.call("check", "pipeline.json");

    refuses(said, "$.metadata: is missing");
    refuses(said, "$.nodes: is missing");
  }

  @Test
  void refusesANodeThatIsNotThere() throws IOException {
    place.chain("PassThru");

    refuses(
        place.call("run", "pipeline.json", "--input", "[1]"),
        "$.nodes[0].node_type: there is no node type 'PassThru'; did you mean 'PassThrough'?");
  }

  @Test
  void refusesACycle() throws IOException {
    var nodes =
        List.of(
            "{\"id\": \"a\", \"node_type\": \"Echo\"}", "{\"id\": \"b\", \"node_type\": \"Echo\"}");
    var connections =
        List.of("{\"from\": \"a\", \"to\": \"b\"}", "{\"from\": \"b\", \"to\": \"a\"}");
    place.write("pipeline.json", Workplace.manifest(nodes, connections));

    refuses(place.call("check", "pipeline.json"), "the connections form a cycle: a -> b -> a");
  }

  @Test
  void refusesAPythonModuleThatIsNotThere() throws IOException {
    place.chain("nowhere:Node");

    refuses(
        place.call("run", "pipeline.json", "--input", "[1]"),
        "no module named 'nowhere' for 'nowhere:Node'; looked in '"
            + folder.toRealPath()
            + "' and ");
  }

  @Test
  void refusesAPythonModuleWithASyntaxErrorAndNamesItsLine() throws IOException {
    place.write("broken.py", "x = 1\ndef f(:\n").chain("broken:f");

    var said = place.call("check", "pipeline.json");

    refuses(said, "broken:f cannot be loaded: SyntaxError in ");
    refuses(said, "broken.py, line 2");
  }

  @Test
  void refusesAPythonThatIsNone() throws IOException {
    place.write("nodes.py", "def f(x): return x\n").chain("nodes:f");

    var said =
        place.call(
            "run", "pipeline.json", "--input", "1", "--python", "no/python", "--json-errors");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(object(said)).containsEntry("kind", "environment");
  }

  @Test
  void tellsTheConstructorThatRaised() throws IOException {
    place
        .write(
            "nodes.py",
            "class Node:\n  def __init__(self):\n    raise ValueError('no luck')\n  def process(self, x): pass\n")
        .chain("nodes:Node");

    var said = place.call("run", "pipeline.json", "--input", "[1]");

    fails(said, "Node a could not start: ValueError: no luck");
    fails(said, "nodes.py\", line 3, in __init__");
  }

  @Test
  void tellsTheItemOnWhichANodeRaised() throws IOException {
    place.write("nodes.py", "def f(x):\n  return 6 // (2 - x)\n").chain("PassThrough", "nodes:f");

    var said = place.call("run", "pipeline.json", "--input", "[0, 1, 2, 3]", "--json-errors");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.output()).isEmpty();
    assertThat(object(said))
        .containsEntry("kind", "execution")
        .containsEntry("node", "b")
        .containsEntry("item", 2L)
        .containsEntry("input_item", 2L)
        .containsEntry("type", "ZeroDivisionError")
        .extractingByKey("traceback")
        .asString()
        .contains("nodes.py\", line 2, in f")
        .doesNotContain("terrarium");
  }

  @Test
  void tellsAProgramNothingButOneObject() throws IOException {
    place.write("nodes.py", "def f(x):\n  print('hello')\n  return 1 // x\n").chain("nodes:f");

    var said = place.call("run", "pipeline.json", "--input", "[1, 0]", "--json-errors");

    assertThat(object(said)).containsEntry("type", "ZeroDivisionError");
  }

  @Test
  void tellsWhereAValueHasNoJson() throws IOException {
    place.write("nodes.py", "def f(x):\n  return {'a': [1, object()]}\n").chain("nodes:f");

    var said = place.call("run", "pipeline.json", "--input", "[0]", "--json-errors");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(object(said)).containsEntry("kind", "marshal").containsKey("faults");
  }

  @Test
  void tellsWhatJsonLacksInPythonsWords() throws IOException {
    place
        .write(
            "nodes.py", "import datetime\ndef f(x):\n  return {'d': datetime.date(2020, 1, 1)}\n")
        .chain("nodes:f");

    fails(
        place.call("run", "pipeline.json", "--input", "[0]"),
        "$.d: a datetime.date is not JSON; convert it in the node, such as by str(x)");
  }

  @Test
  void tellsWhichNodeToMendWhereItsValueCannotCross() throws IOException {
    place.write("nodes.py", "def f(x):\n  return {'o': object()}\n").chain("nodes:f", "Echo");

    var said = place.call("run", "pipeline.json", "--input", "[0]");

    fails(
        said, "Node b failed on item 0: the value at $.o, which node a gave, cannot be converted");
    fails(said, "Mend node a, and run again.");
  }

  @Test
  void tellsWhichInputItemGaveWhatJsonLacks() throws IOException {
    place.write("nodes.py", "def f(x):\n  return x if x else b'no'\n").chain("nodes:f");

    var said = place.call("run", "pipeline.json", "--input", "[1, 0, 2]", "--json-errors");

    assertThat(object(said))
        .containsEntry("input_item", 1L)
        .extractingByKey("message")
        .asString()
        .startsWith("Output 1 of node a cannot be written as JSON: bytes are not JSON");
  }

  @Test
  void shortensThePathIntoAResultThatContainsItself() throws IOException {
    place.write("nodes.py", "def f(x):\n  y = []\n  y.append(y)\n  return y\n").chain("nodes:f");

    var said = place.call("run", "pipeline.json", "--input", "1");

    fails(said, "[0]");
    assertThat(said.errors()).hasSizeLessThan(600);
  }

  @Test
  void printsWhatLeftBeforeALineThatIsNotJson() throws IOException {
    place.write("items.jsonl", "1\n2\n{oops\n").chain("PassThrough");

    var said = place.call("run", "pipeline.json", "--input", "items.jsonl");

    assertThat(said.output()).isEqualTo("1\n2\n");
    fails(new Said(said.exit(), "", said.errors()), "items.jsonl, line 3");
  }

  @Test
  void refusesWrongCommandLines() throws IOException {
    place.chain("PassThrough");

    refuses(place.call("run", "pipeline.json"), "needs an --input");
    refuses(place.call("run", "nowhere.json", "--input", "1"), "no manifest nowhere.json");
    refuses(place.call("run", "pipeline.json", "--input", "gone.wav"), "There is no file gone.wav");
    refuses(place.call("run", "pipeline.json", "--inptu", "1"), "did you mean --input?");
    refuses(
        place.call("run", "pipeline.json", "--input", "1", "--python-path", "nowhere"),
        "There is no folder nowhere");
    refuses(place.call("rnu", "pipeline.json"), "There is no command rnu; there are run, check");
    refuses(place.call("chek", "pipeline.json"), "; did you mean 'check'? See terrarium --help.");
    refuses(
        place.call("env", "shwo"),
        "There is no command shwo; there are lock, sync, show; did you mean 'show'?");
  }

  @Test
  void refusesFilesThatCannotBeWritten() throws IOException {
    place.write("nodes.py", "def f(x): print('I ran')\n").chain("nodes:f");

    refuses(
        place.call("run", "pipeline.json", "--input", "1", "--output", "no/such/out.json"),
        "no/such/out.json cannot be written: there is no folder ");
    refuses(
        place.call("run", "pipeline.json", "--input", "1", "--report", "."),
        ". cannot be written: it is a folder");
    refuses(
        place.call("run", "pipeline.json", "--input", "1", "--output", ""), "--output is empty");
  }

  @Test
  void refusesToWriteOverAFileOfTheRunItself() throws IOException {
    place.chain("PassThrough").write("in.json", "[1]");
    var manifest = Files.readString(folder.resolve("pipeline.json"));

    refuses(
        place.call("run", "pipeline.json", "--input", "1", "--report", "./pipeline.json"),
        "--report ./pipeline.json is the same file as the manifest pipeline.json");
    refuses(
        place.call("run", "pipeline.json", "--input", "in.json", "--output", "in.json"),
        "--output in.json is the same file as --input in.json");
    refuses(
        place.call(
            "run", "pipeline.json", "--input", "1", "--output", "o.html", "--report", "./o.html"),
        "--report ./o.html is the same file as --output o.html");
    assertThat(folder.resolve("pipeline.json")).hasContent(manifest);
  }

  @Test
  void refusesAPythonWithoutAName() throws IOException {
    place.chain("PassThrough");

    refuses(
        place.call("run", "pipeline.json", "--input", "1", "--python", ""), "--python is empty");
  }

  @Test
  void showsJavasStackTraceOnlyWhenAsked() throws IOException {
    place.chain("AddNode");

    var said = place.call("run", "pipeline.json", "--input", "1", "--verbose");

    assertThat(said.errors()).contains("\tat ");
  }

  private static void refuses(Said said, String words) {
    assertThat(said.exit()).isEqualTo(2);
    tells(said, words);
  }

  private static void fails(Said said, String words) {
    assertThat(said.exit()).isEqualTo(3);
    tells(said, words);
  }

  private static void tells(Said said, String words) {
    assertThat(said.output()).isEmpty();
    assertThat(said.errors())
        .startsWith("terrarium: ")
        .contains(words)
        .doesNotContain("I ran")
        .doesNotContain("\tat ");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Said said) {
    assertThat(said.errors()).hasLineCount(1);
    try (var input = Input.open(said.errors().strip(), InputStream.nullInputStream())) {
      return (Map<String, Object>) input.items().next();
    }
  }
}
