package dev.terrarium.pipeline.manifest;

import static dev.terrarium.pipeline.manifest.Manifests.faults;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.NodeCatalog;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestSyntaxTest {
  @Test
  void saysLineAndColumnOfWhatIsNotJson() {
    var faults = faults("{\"version\": \"v1\",\n  nodes: []}");

    assertThat(faults)
        .containsExactly(
            "$: line 2, column 3: not JSON: found the word 'nodes', expected a key in double quotes");
  }

  @Test
  void tellsWhoHasWrittenYamlHowItIsRead() {
    assertThat(faults("version: v1\n"))
        .containsExactly(
            "$: line 1, column 1: not JSON: found the word 'version', expected a value; a manifest in"
                + " YAML stands in a file whose name ends in .yaml or .yml");
  }

  @Test
  void saysWhereATextThatIsCutShortEnds() {
    var faults = faults("{\"version\": \"v1\",\n \"nodes\": [");

    assertThat(faults).singleElement().asString().contains("line 2").contains("not JSON");
  }

  @Test
  void refusesAnEmptyText() {
    assertThat(faults(" \n")).containsExactly("$: the text is empty, not JSON");
  }

  @Test
  void refusesADocumentThatIsNoObject() {
    assertThat(faults("[1]")).containsExactly("$: must be an object, not a list");
  }

  @Test
  void refusesASecondDocument() {
    var json = Manifests.ofPassing("a").strip();

    assertThat(faults(json + " {}")).singleElement().asString().contains("more text after the end");
    assertThat(faults(json + " x")).singleElement().asString().contains("not JSON");
  }

  @Test
  void refusesAKeyThatAppearsTwice() {
    var json = Manifests.of(Manifests.node("a", "Echo", "\"params\": {}, \"params\": {}"));

    assertThat(faults(json)).singleElement().asString().contains("$.nodes[0].params: line 1");
    assertThat(faults(json)).singleElement().asString().contains("the key appears twice");
  }

  @Test
  void writesOddKeysInBrackets() {
    var json = Manifests.of(Manifests.node("a", "Echo", "\"params\": {\"it's\": 1}"));

    assertThat(faults(json))
        .containsExactly(
            "$.nodes[0].params['it\\'s']: is no parameter of this node; it takes none");
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    var reader = new ManifestReader(NodeCatalog.of(), new Machine(1, 1, "x86_64", List.of()));

    var reading = reader.read(new byte[] {'{', '"', (byte) 0xff, '"', '}'});

    assertThat(reading)
        .isEqualTo(
            new Reading.Refused(
                List.of(new Fault("$", "not JSON: byte 2 of the file is not UTF-8")), List.of()));
  }

  @Test
  void readsTextThatBeginsWithAByteOrderMark() {
    var json = "\uFEFF" + Manifests.ofPassing("a");

    assertThat(Manifests.read(json)).isInstanceOf(Reading.Accepted.class);
  }

  @Test
  void refusesANumberThatIsLargerThanAFractionHolds() {
    var json = Manifests.of(Manifests.node("a", "AddNode", "\"params\": {\"addend\": 1e999}"));

    assertThat(faults(json))
        .singleElement()
        .asString()
        .startsWith("$.nodes[0].params.addend: line 1")
        .endsWith("the number is larger than a 64-bit fraction holds");
  }

  @Test
  void takesAFractionWithoutAFractionalPartForAWholeNumber() {
    var json =
        Manifests.of(Manifests.node("a", "BufferNode", "\"params\": {\"buffer_size\": 2.0}"));

    assertThat(Manifests.read(json)).isInstanceOf(Reading.Accepted.class);
  }

  @Test
  void refusesBottomlessNesting() {
    assertThat(faults("[".repeat(100_000)))
        .singleElement()
        .asString()
        .contains("lists and objects nest too deep");
  }
}
