package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.worker.Place;
import dev.terrarium.worker.script.ScriptException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Operations in a process: what they are given, what they result in, and what they say.
@Tag("native")
@Timeout(120)
class ScriptCallsTest {
  @RegisterExtension final ScriptPlace place = new ScriptPlace();

  private static ArrayView floats(int count) {
    var data = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      data.putFloat(i);
    }
    return new ArrayView("<f4", List.of(count), data.flip());
  }

  @Test
  void valuesCrossBothWays() throws Exception {
    place.module("def same(*values): return list(values)");
    var values =
        Arrays.<@Nullable Object>asList(
            null, true, 1L, 1.5, "text", List.of(1L, Map.of("a", List.of())), new byte[] {1, 2});

    var result = (List<?>) place.call("same", values.toArray());

    assertThat(result).usingRecursiveComparison().isEqualTo(values);
  }

  @Test
  void arraysAreArraysThereAtAnyDepth() throws Exception {
    assumeThat(Place.python().numpy()).as("NumPy").isPresent();
    place.module(
        """
        def sums(given, large):
            small = given["deep"][0]
            return [type(small).__name__, str(small.dtype), float(small.sum()), float(large.sum(dtype="f8")), large.shape[0]]
        """);

    var result = place.call("sums", Map.of("deep", List.of(floats(4))), floats(100_000));

    assertThat(result).isEqualTo(List.of("ndarray", "float32", 6.0, 4999950000.0, 100_000L));
  }

  @Test
  void largeArraysComeInSharedMemoryAndAreViewedWhereTheyLie() throws Exception {
    assumeThat(Place.python().numpy()).as("NumPy").isPresent();
    place.module("import numpy\ndef ones(count): return numpy.arange(count, dtype='f4')");

    for (int i = 0; i < 200; i++) {
      var last =
          ScriptPlace.result(
              place.start(
                  value -> value.as(ArrayView.class).data().getFloat(99_999 * 4), "ones", 100_000));
      assertThat(last).isEqualTo(99_999f);
    }
  }

  @Test
  void anObjectIsHeldUntilItIsClosedAndComesBackAsItself() throws Exception {
    place.module(
        """
        import gc
        class Model:
            def __init__(self): self.calls = 0
        def make(): return Model()
        def use(model):
            model.calls += 1
            return model.calls
        def left():
            gc.collect()
            return sum(isinstance(each, Model) for each in gc.get_objects())
        """);

    var model = ScriptPlace.result(place.start(ForeignValue::share, "make"));
    try (model) {
      assertThat(place.call("use", model)).isEqualTo(1L);
      assertThat(place.call("use", List.of(model).getFirst())).isEqualTo(2L);
      assertThat(place.call("left")).isEqualTo(1L);
      assertThat(model.typeName()).isEqualTo("scripts.Model");
      assertThat(model.describe()).isEqualTo("<a Python scripts.Model>");
      assertThatThrownBy(model::toJava)
          .isInstanceOf(ConversionFault.class)
          .hasMessageContaining("scripts.Model has no counterpart in Java");
    }

    assertThat(place.call("left")).isEqualTo(0L);
    assertThatThrownBy(model::share).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void globalsGoFromOneEvaluationToTheNextAsTheObjectsTheyAre() throws Exception {
    var names = new ArrayList<String>();
    var values = new ArrayList<ForeignValue>();
    place.module("");

    var first =
        ScriptPlace.result(
            place
                .host()
                .start(
                    "evaluate",
                    List.of("def double(x): return 2 * x\ndata = {'a': [object()]}\nlen(data)"),
                    value -> {
                      for (var each : value.parts().get(1).parts()) {
                        names.add(each.as(String.class));
                      }
                      value.parts().get(2).parts().forEach(each -> values.add(each.share()));
                      return value.parts().getFirst().toJava();
                    }));
    var globals = Map.of(names.get(0), values.get(0), names.get(1), values.get(1));
    var second =
        ScriptPlace.result(
            place
                .host()
                .start(
                    "evaluate",
                    List.of("double(21), type(data['a'][0]).__name__, bb_robot", globals),
                    value -> value.parts().getFirst().toJava()));
    values.forEach(ForeignValue::close);

    assertThat(first).isEqualTo(1L);
    assertThat(names).containsExactly("double", "data");
    assertThat(second).isEqualTo(List.of(42L, "object", "arm"));
  }

  @Test
  void whatIsRaisedTellsItsKindItsMessageAndWhereItWas() throws Exception {
    place.module("def fail(): raise FileNotFoundError('no map')");

    var raised = (ScriptException.Raised) ScriptPlace.failure(place.start("fail"));

    assertThat(raised.kinds()).startsWith("FileNotFoundError", "OSError");
    assertThat(raised.detail()).isEqualTo("no map");
    assertThat(raised.traceback())
        .contains("scripts.py\", line 1, in fail")
        .doesNotContain("_script_worker", "_scripts.py");
    assertThat(place.host().exit()).isNotDone();
  }

  @Test
  void aModuleThatIsNotThereIsNamed() throws Exception {
    var unknown =
        (ScriptException.UnknownModule)
            ScriptPlace.failure(
                place.host().start("call", List.of("no.such", "f"), ScriptPlace.JAVA));

    assertThat(unknown.name()).isEqualTo("no.such");
  }

  @Test
  void anArgumentThatCannotCrossIsRefusedByItsPathAndHarmsNothing() throws Exception {
    place.module("def same(value): return value");

    var fault =
        (ConversionFault)
            ScriptPlace.failure(place.start("same", Map.of("a", List.of(1L, new Object()))));

    assertThat(fault.path()).isEqualTo("$[2][0].a[1]");
    assertThat(place.call("same", 1L)).isEqualTo(1L);
  }

  @Test
  void aResultThatCannotCrossIsRefusedByItsPathAndHarmsNothing() throws Exception {
    place.module(
        "def give(): return {'a': [1, object()]}\ndef deep():\n  a = []\n  a.append(a)\n  return a");

    var fault = (ConversionFault) ScriptPlace.failure(place.start("give"));
    var deep = (ConversionFault) ScriptPlace.failure(place.start("deep"));

    assertThat(fault.path()).isEqualTo("$.a[1]");
    assertThat(fault).hasMessageContaining("object has no counterpart in Java");
    assertThat(deep).hasMessageContaining("nested deeper than 1000 levels");
  }

  @Test
  void whatTheDecoderThrowsIsTheFailure() throws Exception {
    place.module("def one(): return 1");

    var failure =
        ScriptPlace.failure(
            place.start(
                _ -> {
                  throw new IllegalArgumentException("not that");
                },
                "one"));

    assertThat(failure).isInstanceOf(IllegalArgumentException.class).hasMessage("not that");
    assertThat(place.call("one")).isEqualTo(1L);
  }

  @Test
  void largeValuesCrossBothWays() throws Exception {
    place.module("def same(value): return value");
    var text = "x".repeat(50_000_000);

    assertThat(place.call("same", text).equals(text)).isTrue();
  }

  @Test
  void oneOperationRunsAtATime() throws Exception {
    place.module(
        """
        import pathlib, time
        def wait():
            pathlib.Path(__file__).with_name("there").touch()
            time.sleep(1000)
        """);
    var running = place.start("wait");

    assertThatThrownBy(() -> place.start("wait"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'call' cannot begin before 'call' has ended");
    running.interrupt(java.time.Duration.ofMillis(10));
    assertThat(ScriptPlace.failure(running)).isInstanceOf(ScriptException.Interrupted.class);
  }

  @Test
  void printsAndLogsComeBeforeTheResult() throws Exception {
    place.module(
        """
        import sys
        def speak():
            print("out")
            print("err", file=sys.stderr)
            print("held", end="")
        """);

    place.call("speak");

    assertThat(place.printed()).isEqualTo("out\nerr\nheld");
  }

  @Test
  void whoeverCannotTakeWhatIsPrintedHoldsUpNothing() throws Exception {
    place.module("def speak():\n  print('out')\n  return 1");
    place.refusePrints();

    assertThat(place.call("speak")).isEqualTo(1L);
    assertThat(place.call("speak")).isEqualTo(1L);
  }

  @Test
  void whoeverKeepsWhatIsPrintedDoesNotKeepAProcessThatIsKilled() throws Exception {
    place.module("import time\ndef speak():\n  print('out')\n  time.sleep(1000)");
    var release = place.keepPrints();
    var running = place.start("speak");

    place.host().kill();

    running.ended().get(60, java.util.concurrent.TimeUnit.SECONDS);
    place.host().exit().get(60, java.util.concurrent.TimeUnit.SECONDS);
    release.countDown();
  }

  @Test
  void arraysAreListsWhereThereIsNoNumPy() throws Exception {
    var memory =
        new PickleWriter.Memory() {
          @Override
          public @Nullable Slot take(long size) {
            return null;
          }

          @Override
          public boolean hasArrays() {
            return false;
          }
        };
    var image = new ArrayView("|u1", List.of(2, 2), ByteBuffer.wrap(new byte[] {1, 2, 3, -1}));

    var written = PickleWriter.write(Map.of("image", image), memory);

    assertThat(PickleReader.read(written).value())
        .isEqualTo(Map.of("image", List.of(List.of(1L, 2L), List.of(3L, 255L))));
  }

  @Test
  void nothingRunsAfterTheEnd() throws Exception {
    place.module("def one(): return 1");
    var host = place.host();
    place.call("one");
    host.close();

    assertThat(host.exit()).isDone();
    assertThatThrownBy(() -> host.start("load", List.of("scripts"), ScriptPlace.JAVA))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the host is closed");
    host.tell("interrupt_spawned", List.of());
    host.close();
  }

  @Test
  void anInterpreterThatIsNotThereIsTold() {
    var settings =
        new dev.terrarium.worker.script.ScriptSettings(
            "arm",
            new dev.terrarium.worker.PythonSettings(
                () -> Place.python("/no/python"), List.of(), _ -> {}, _ -> {}),
            dev.terrarium.worker.script.Isolation.PROCESS,
            dev.terrarium.pipeline.ProcessSettings.PLAIN);

    assertThatThrownBy(() -> dev.terrarium.worker.script.ScriptHosts.open(settings, _ -> null))
        .isInstanceOf(ScriptException.Unavailable.class)
        .hasMessageContaining("/no/python");
  }
}
