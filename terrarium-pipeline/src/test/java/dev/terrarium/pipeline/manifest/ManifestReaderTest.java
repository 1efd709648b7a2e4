package dev.terrarium.pipeline.manifest;

import static dev.terrarium.pipeline.manifest.Manifests.faults;
import static dev.terrarium.pipeline.manifest.Manifests.node;
import static dev.terrarium.pipeline.manifest.Manifests.of;
import static dev.terrarium.pipeline.manifest.Manifests.ofPassing;
import static dev.terrarium.pipeline.manifest.Manifests.read;
import static dev.terrarium.pipeline.manifest.Manifests.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.pipeline.graph.Connection;
import java.time.OffsetDateTime;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
  @Test
  void readsEveryFieldOfTheFirstVersion() {
    var json =
        """
        {"version": "v1",
         "metadata": {"name": "scale", "description": "d", "created_at": "2025-10-23T09:00:00Z"},
         "nodes": [
           {"id": "a_0", "node_type": "MultiplyNode", "params": {"factor": 2},
            "capabilities": {"gpu": {"type": "cuda", "min_memory_gb": 4, "required": false},
                             "cpu": {"cores": 2, "arch": "any"}, "memory_gb": 0.5},
            "runtime_hint": "auto"},
           {"id": "b-1", "node_type": "PassThroughNode"}],
         "connections": [{"from": "a_0", "to": "b-1"}]}
        """;

    var reading = read(json);

    assertThat(reading)
        .asInstanceOf(InstanceOfAssertFactories.type(Reading.Accepted.class))
        .satisfies(accepted -> {
          var manifest = accepted.manifest();
          assertThat(manifest.metadata().name()).isEqualTo("scale");
          assertThat(manifest.metadata().createdAt())
              .contains(OffsetDateTime.parse("2025-10-23T09:00:00Z"));
          assertThat(manifest.nodes().getFirst().params()).containsEntry("factor", 2L);
          assertThat(manifest.nodes().getFirst().capabilities().memoryGb()).hasValue(0.5);
          assertThat(manifest.connections())
              .containsExactly(new Connection(new NodeId("a_0"), new NodeId("b-1")));
        });
  }

  @Test
  void ordersTheNodesAsItemsPassThem() {
    var reading = read(ofPassing("c b a", "a>b", "b>c"));

    assertThat(reading)
        .asInstanceOf(InstanceOfAssertFactories.type(Reading.Accepted.class))
        .extracting(accepted -> accepted.order().stream().map(n -> n.spec().id().value()).toList())
        .isEqualTo(java.util.List.of("a", "b", "c"));
  }

  @Test
  void namesEveryFaultAtOnce() {
    var json =
        """
        {"version": "v2", "metadata": {"name": ""},
         "nodes": [
           {"id": "a b", "node_type": "PassThru"},
           {"id": "x", "node_type": "MultiplyNode", "params": {"facto": 2}, "host": "gpu:1"},
           {"node_type": ""}],
         "connections": [{"from": "x", "to": "y"}, {"to": 3}]}
        """;

    var faults = faults(json);

    assertThat(faults)
        .containsExactly(
            "$.version: must be \"v1\", not the text \"v2\"",
            "$.metadata.name: must be 1 to 255 characters long, not the text \"\"",
            "$.nodes[0].id: must be letters, digits, '_' and '-', at least one, not the text \"a b\"",
            "$.nodes[0].node_type: there is no node type 'PassThru'; did you mean 'PassThrough'?",
            "$.nodes[1].host: the node cannot run on gpu:1: no transport to other hosts exists yet",
            "$.nodes[1].params.facto: is no parameter of this node; it takes factor; did you mean 'factor'?",
            "$.nodes[1].params: lacks the parameter 'factor', a number",
            "$.nodes[2].id: is missing; it must be a text of letters, digits, '_' and '-', at least one",
            "$.nodes[2].node_type: must be at least one character long, not the text \"\"",
            "$.connections[1].from: is missing; it must be the id of a node",
            "$.connections[1].to: must be a text, not the number 3");
  }

  @Test
  void saysWhatIsMissingInAnEmptyObject() {
    var faults = faults("{}");

    assertThat(faults)
        .containsExactly(
            "$.version: is missing; it must be \"v1\"",
            "$.metadata: is missing; it must be an object with the pipeline's name, {\"name\": …}",
            "$.nodes: is missing; it must be an array of nodes, each {\"id\": …, \"node_type\": …}",
            "$.connections: is missing; it must be an array of {\"from\": …, \"to\": …}, which may be"
                + " empty");
  }

  @Test
  void saysWhatIsExpectedInPlaceOfNull() {
    var json = of(node("a", "PassThrough", "")).replace("\"v1\"", "null");

    assertThat(faults(json)).containsExactly("$.version: must be \"v1\", not null");
  }

  @Test
  void tellsNothingOfConnectionsToNodesThatAreAtFaultThemselves() {
    var connections =
        "\"connections\": [{\"from\": \"a b\", \"to\": \"c\"}, {\"from\": \"c\", \"to\": \"d\"}]";
    var start = "{\"version\": \"v1\", \"metadata\": {\"name\": \"n\"}, ";
    var misnamed =
        "\"nodes\": [{\"id\": \"a b\", \"node_type\": \"Echo\"}, {\"id\": \"c\", \"node_type\":"
            + " \"Echo\"}], ";
    var unnamed = misnamed.replace("}], ", "}, {\"node_type\": \"Echo\"}], ");

    assertThat(faults(start + misnamed + connections + "}"))
        .containsExactly(
            "$.nodes[0].id: must be letters, digits, '_' and '-', at least one, not the text \"a b\"",
            "$.connections[1].to: there is no node 'd'");
    assertThat(faults(start + unnamed + connections + "}"))
        .containsExactly(
            "$.nodes[0].id: must be letters, digits, '_' and '-', at least one, not the text \"a b\"",
            "$.nodes[2].id: is missing; it must be a text of letters, digits, '_' and '-', at least one");
    assertThat(faults(start + "\"nodes\": [], " + connections.replace("a b", "a") + "}"))
        .containsExactly("$.nodes: must hold at least one node");
  }

  @Test
  void tellsAllThatIsWrongBesideAPyprojectThatCannotBeHad() {
    var json =
        of(node("a", "PassThru", "") + ", " + node("b", "words:Words", "\"params\": 3"))
            .replace("\"v1\"", "\"v2\"");

    var refused =
        new ManifestReader(NodeCatalog.load(Settings.of()), Manifests.MACHINE)
            .readWithoutPyproject(json, Notation.JSON, "leads nowhere");

    assertThat(refused.faults())
        .extracting(Fault::toString)
        .containsExactly(
            "$.pyproject: leads nowhere",
            "$.version: must be \"v1\", not the text \"v2\"",
            "$.nodes[0].node_type: there is no node type 'PassThru'; did you mean 'PassThrough'?",
            "$.nodes[1].params: must be an object, not the number 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"my.words.Words", "my/words.Words", "my/words/Words"})
  void saysHowAClassInAModuleIsWritten(String name) {
    assertThat(faults(of(node("a", name, ""))))
        .containsExactly(
            "$.nodes[0].node_type: there is no node type '"
                + name
                + "'; a class in a Python module is written module:Class, here 'my.words:Words'");
  }

  @Test
  void refusesAManifestWithoutNodes() {
    assertThat(faults(of(""))).containsExactly("$.nodes: must hold at least one node");
  }

  @Test
  void refusesAnIdThatIsTaken() {
    assertThat(faults(ofPassing("a a")))
        .containsExactly("$.nodes[1].id: the id 'a' is taken by an earlier node");
  }

  @Test
  void refusesParamsThatAreNoObject() {
    assertThat(faults(of(node("a", "PassThrough", "\"params\": [1]"))))
        .containsExactly("$.nodes[0].params: must be an object, not a list");
  }

  @Test
  void takesNullForAnOptionalFieldThatIsLeftOut() {
    var json = of(node("a", "PassThrough", "\"params\": null, \"host\": null"));

    assertThat(read(json)).isInstanceOf(Reading.Accepted.class);
  }

  @Test
  void refusesATimeWithoutOffset() {
    var json =
        """
        {"version": "v1", "metadata": {"name": "n", "created_at": "2025-10-23T09:00:00"},
         "nodes": [{"id": "a", "node_type": "Echo"}], "connections": []}
        """;

    assertThat(faults(json))
        .containsExactly(
            "$.metadata.created_at: must be a date and time with an offset, such as"
                + " 2025-10-23T09:00:00Z, not the text \"2025-10-23T09:00:00\"");
  }

  @Test
  void warnsOfUnknownFieldsAndGuessesWhatWasMeant() {
    var json =
        """
        {"version": "v1", "metadata": {"name": "n", "author": "me"},
         "nodes": [{"id": "a", "node_type": "Echo", "parms": {}}], "connections": []}
        """;

    assertThat(read(json)).isInstanceOf(Reading.Accepted.class);
    assertThat(warnings(json))
        .containsExactly(
            "$.metadata.author: is not known and is ignored",
            "$.nodes[0].parms: is not known and is ignored; did you mean 'params'?");
  }

  @Test
  void tellsHowAPythonClassIsWrittenWhenATypeResemblesNothing() {
    assertThat(faults(of(node("a", "Quantum", ""))))
        .containsExactly(
            "$.nodes[0].node_type: there is no node type 'Quantum'; a class in a Python module is"
                + " written module:Class");
  }
}
