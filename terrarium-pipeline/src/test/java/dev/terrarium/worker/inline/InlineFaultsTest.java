package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.MarshalException;
import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.Place;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.pipeline.run.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("native")
class InlineFaultsTest {
  @TempDir Path folder;
  private Workshop workshop;
  private final List<@Nullable Object> out = new ArrayList<>();

  @BeforeEach
  void open() {
    workshop = new Workshop(folder);
  }

  @AfterEach
  void close() {
    workshop.close();
  }

  @Test
  void refusesAModuleThatIsMissing() {
    assertThat(workshop.faults("no_such_module:Node"))
        .singleElement()
        .asString()
        .startsWith("$.nodes[0].node_type: no module named 'no_such_module'")
        .contains("looked in '" + folder);
  }

  @Test
  void refusesAClassThatIsMissing() throws Exception {
    var module = workshop.module("class Node: pass");

    assertThat(workshop.faults(module + ":Nodes"))
        .containsExactly(
            "$.nodes[0].node_type: module '%s' has no 'Nodes'; did you mean 'Node'?"
                .formatted(module));
  }

  @Test
  void refusesAModuleWithASyntaxErrorAndSaysWhere() throws Exception {
    var module = workshop.module("x = 1\ndef broken(:\n  pass\n");

    assertThat(workshop.faults(module + ":broken"))
        .containsExactly(
            "$.nodes[0].node_type: %s:broken cannot be loaded: SyntaxError in %s, line 2, column 12: invalid syntax"
                .formatted(module, folder.resolve(module + ".py")));
  }

  @Test
  void refusesAModuleThatRaisesAndSaysWhere() throws Exception {
    var module = workshop.module("x = 1\nraise ValueError('no weights')\n");

    assertThat(workshop.faults(module + ":Node"))
        .containsExactly(
            "$.nodes[0].node_type: %s:Node cannot be loaded: ValueError: no weights (%s, line 2)"
                .formatted(module, folder.resolve(module + ".py")));
  }

  @Test
  void refusesAModuleThatExitsTheInterpreter() throws Exception {
    var module = workshop.module("import sys\nsys.exit(3)\n");

    assertThat(workshop.faults(module + ":Node"))
        .singleElement()
        .asString()
        .contains("cannot be loaded: SystemExit: 3");
  }

  @Test
  void saysWhichPythonLacksAModuleAndHowToGetIt() throws Exception {
    var module = workshop.module("import not_there.deep\n");

    assertThat(workshop.faults(module + ":Node"))
        .singleElement()
        .asString()
        .contains("cannot be loaded: Python 3.")
        .contains("has no module 'not_there'; install it there (")
        .contains("-m pip install not_there) or choose a Python that has it");
  }

  @Test
  void refusesParametersThatTheConstructorDoesNotTake() throws Exception {
    var module =
        workshop.module(
            """
            class Node:
                def __init__(self, gain, bias=0): pass
                def process(self, item): return item
            """);

    assertThat(workshop.faults(module + ":Node {\"gian\": 2}"))
        .containsExactly(
            "$.nodes[0].params.gian: is no parameter of this node; it takes gain, bias; did you mean 'gain'?",
            "$.nodes[0].params: lacks the parameter 'gain'");
  }

  @Test
  void reportsAConstructorThatRaises() throws Exception {
    var module =
        workshop.module(
            """
            class Node:
                def __init__(self): raise OSError("no model file")
                def process(self, item): return item
            """);

    var error = nodeError(workshop.run(List.of(1L), out, module + ":Node"));

    assertThat(error).hasMessage("Node n0 could not start: OSError: no model file");
    assertThat(error.place().phase()).isEqualTo(Place.Phase.OPEN);
    assertThat(error.traceback()).contains(module + ".py", "line 2", "OSError: no model file");
  }

  @Test
  void reportsAnItemThatRaisesWithItsTraceback() throws Exception {
    var module =
        workshop.module(
            """
            def check(item):
                if item == 2:
                    raise ValueError(f"cannot take {item}")
                return item
            """);

    var error = nodeError(workshop.run(List.of(1L, 2L, 3L), out, "PassThrough", module + ":check"));

    assertThat(error).hasMessage("Node n1 failed on item 1: ValueError: cannot take 2");
    assertThat(error.type()).isEqualTo("ValueError");
    assertThat(error.place().item()).hasValue(1);
    assertThat(error.place().inputItem()).hasValue(1);
    assertThat(error.traceback())
        .startsWith("Traceback (most recent call last):")
        .contains(module + ".py\", line 3, in check")
        .doesNotContain("_nodes.py");
    assertThat(out).containsExactly(1L);
  }

  @Test
  void cleansUpANodeWhoseInitializeRaises() throws Exception {
    var module =
        workshop.module(
            """
            life = []
            class Node:
                async def initialize(self): raise OSError("no model")
                def process(self, item): return item
                def cleanup(self): life.append("cleanup")
            def told(item): return life
            """);

    var error = nodeError(workshop.run(List.of(1L), out, module + ":Node"));

    assertThat(error).hasMessage("Node n0 could not start: OSError: no model");
    assertThat(workshop.outputs(List.of(1L), module + ":told")).containsExactly(List.of("cleanup"));
  }

  @Test
  void reportsAGeneratorThatRaisesHalfWay() throws Exception {
    var module =
        workshop.module(
            """
            def half(item):
                yield item
                raise ValueError("half way")
            """);

    var error = nodeError(workshop.run(List.of(1L), out, module + ":half"));

    assertThat(error).hasMessage("Node n0 failed on item 0: ValueError: half way");
    assertThat(out).containsExactly(1L);
  }

  @Test
  void givesTheDottedNameOfATypeThatIsNotBuiltIn() throws Exception {
    var module =
        workshop.module(
            """
            class TooLoud(Exception): pass
            def check(item): raise TooLoud()
            """);

    var error = nodeError(workshop.run(List.of(1L), out, module + ":check"));

    assertThat(error.type()).isEqualTo(module + ".TooLoud");
    assertThat(error.detail()).isEmpty();
  }

  @Test
  void namesAllThatAnExceptionIsASubclassOf() throws Exception {
    var module =
        workshop.module(
            """
            class Lost(ConnectionError): pass
            def fetch(item): raise Lost("no answer")
            """);

    var error = nodeError(workshop.run(List.of(1L), out, module + ":fetch"));

    assertThat(error).hasCauseInstanceOf(ForeignException.class);
    assertThat(((ForeignException) error.getCause()).kinds())
        .containsExactly(
            module + ".Lost", "ConnectionError", "OSError", "Exception", "BaseException");
  }

  @Test
  void takesAnExitOfTheInterpreterForAnErrorOfTheNode() throws Exception {
    var module = workshop.module("import sys\ndef leave(item): sys.exit(4)\n");

    var error = nodeError(workshop.run(List.of(1L), out, module + ":leave"));

    assertThat(error.type()).isEqualTo("SystemExit");
  }

  @Test
  void reportsACleanUpThatRaises() throws Exception {
    var module =
        workshop.module(
            """
            class Node:
                def process(self, item): return item
                def cleanup(self): raise RuntimeError("still busy")
            """);

    var error = nodeError(workshop.run(List.of(1L), out, module + ":Node"));

    assertThat(error).hasMessage("Node n0 failed while cleaning up: RuntimeError: still busy");
    assertThat(out).containsExactly(1L);
  }

  @Test
  void saysWhereInAnOutputTheValueIsThatCannotCross() throws Exception {
    var module =
        workshop.module(
            """
            class Segment: pass
            def make(item): return {"segments": [1, Segment()]}
            """);

    var outcome = workshop.run(List.of(1L), out, module + ":make");

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    var error = ((Outcome.Failed) outcome).error();
    assertThat(error).isInstanceOf(MarshalException.class);
    assertThat(((MarshalException) error).path()).isEqualTo("$.segments[1]");
    assertThat(error).hasMessageContaining(module + ".Segment has no counterpart in Java");
  }

  @Test
  void saysThatThereIsNoPythonWhenThereIsNone() {
    try (var without =
        new Workshop(
            folder,
            () -> {
              throw new IllegalStateException("No Python fits.");
            })) {
      assertThatThrownBy(() -> without.read("module:Class"))
          .isInstanceOf(UnavailableException.class)
          .hasMessage("No Python fits.");
    }
  }

  @Test
  void saysSoOnlyWhenAPythonNodeIsAskedForAlthoughItWasPrepared() {
    try (var without =
        new Workshop(
            folder,
            () -> {
              throw new IllegalStateException("No Python fits.");
            })) {
      without.prepare();

      assertThat(without.outputs(List.of(1L), "PassThrough")).containsExactly(1L);
      assertThatThrownBy(() -> without.read("module:Class"))
          .isInstanceOf(UnavailableException.class)
          .hasMessage("No Python fits.");
    }
  }

  @Test
  void opensNoInterpreterForJavaNodes() {
    try (var without =
        new Workshop(
            folder,
            () -> {
              throw new AssertionError("opened");
            })) {
      assertThat(without.outputs(List.of(1L), "PassThrough")).containsExactly(1L);
    }
  }

  private static NodeException nodeError(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    var error = ((Outcome.Failed) outcome).error();
    assertThat(error).isInstanceOf(NodeException.class);
    return (NodeException) error;
  }
}
