package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.Python;
import dev.terrarium.worker.PythonObjects;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("native")
class LivingObjectsTest {
  private static final String SOURCE =
      """
      class Sum:
          def __init__(self, start=0): self.total, self.life = start, []
          async def initialize(self): self.life.append("initialize")
          def process(self, item):
              self.total += item
              return self.total
          def cleanup(self): self.life.append("cleanup")

      class Call:
          def __call__(self, item): return -item

      def double(item, plus=0): return 2 * item + plus

      living = Sum(100)
      """;

  @TempDir Path folder;
  private Python python;
  private Map<String, PyRef> objects;
  private Workshop workshop;

  @BeforeEach
  void open() {
    python = Workshop.interpreter();
    objects =
        python.call(gil -> {
          var module = gil.run("living_objects", SOURCE);
          return Map.of(
              "living", module.attr("living").keep(),
              "Sum", module.attr("Sum").keep(),
              "double", module.attr("double").keep(),
              "negate", module.attr("Call").call().keep(),
              "add", module.attr("living").attr("process").keep(),
              "number", gil.of(3L).keep());
        });
    workshop = Workshop.with(folder, objects);
  }

  @AfterEach
  void close() {
    workshop.close();
    objects.values().forEach(PyRef::close);
    python.close();
  }

  @Test
  void runsAnInstanceAsItIsInOneRunAfterAnother() {
    assertThat(workshop.outputs(List.of(1L, 2L), "living")).containsExactly(101L, 103L);
    assertThat(workshop.outputs(List.of(1L), "living")).containsExactly(104L);

    var life = python.call(gil -> gil.of(objects.get("living")).attr("life").repr());
    assertThat(life).isEqualTo("['initialize', 'cleanup', 'initialize', 'cleanup']");
  }

  @Test
  void makesNodesOfAClassAndOfEverythingThatCanBeCalled() {
    assertThat(workshop.outputs(List.of(1L, 1L), "Sum {\"start\": 5}", "double {\"plus\": 1}"))
        .containsExactly(13L, 15L);
    assertThat(workshop.outputs(List.of(1L), "negate")).containsExactly(-1L);
    assertThat(workshop.outputs(List.of(1L), "add")).containsExactly(101L);
  }

  @Test
  void refusesParametersForAnInstance() {
    assertThat(workshop.faults("living {\"start\": 1}"))
        .containsExactly("$.nodes[0].params.start: is no parameter of this node; it takes none");
  }

  @Test
  void refusesAnObjectThatCannotBeANode() {
    assertThat(workshop.faults("number"))
        .containsExactly(
            "$.nodes[0].node_type: 'number' stands for an object of the type int, which has neither process(item) nor aprocess(item) and cannot be called");
  }

  @Test
  void refusesToRunAnInstanceAsTwoNodesAtOnce() throws Exception {
    assertThatThrownBy(() -> workshop.outputs(List.of(1L), "living", "living"))
        .hasMessageContaining(
            "this object of the type Sum is at work in another run of this pipeline, or as")
        .hasMessageContaining("give each an object of its own, or the class");

    var node = Bench.node(workshop.type("living"), Conduct.PLAIN);
    node.open();
    node.close();
  }

  @Test
  void saysThatAReferenceIsClosed() {
    objects.get("double").close();

    assertThat(workshop.faults("double"))
        .singleElement()
        .asString()
        .contains("'double' cannot be used: this reference to a Python object was closed");
  }

  @Test
  void areListedUnderTheirNames() {
    assertThat(workshop.catalog().types()).extracting(NodeType::name).contains("Sum", "living");
  }

  @Test
  void needNoSettingsWhereTheProgramHasOpenedPython() {
    try (var catalog = NodeCatalog.load(Settings.of(new PythonObjects(objects)))) {
      assertThat(catalog.find("double")).isInstanceOf(Lookup.Found.class);
      assertThat(catalog.find("math:sqrt")).isInstanceOf(Lookup.Found.class);
    }
  }

  @Test
  void haveNamesWithoutAColon() {
    assertThatThrownBy(() -> new PythonObjects(Map.of("a:b", objects.get("double"))))
        .hasMessage("'a:b' cannot name a node: it must not be blank nor hold a colon");
  }
}
