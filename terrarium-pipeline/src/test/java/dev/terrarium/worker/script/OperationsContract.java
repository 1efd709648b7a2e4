package dev.terrarium.worker.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.message.ArrayView;
import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What operations do, wherever they run.
@Timeout(60)
public abstract class OperationsContract {
  @TempDir Path folder;
  private ScriptBench bench;

  protected abstract Isolation isolation();

  @BeforeEach
  void open() {
    bench = new ScriptBench(folder, isolation());
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private <R extends @Nullable Object> Running<R> start(
      Decoder<R> decoder, String function, @Nullable Object... arguments) {
    return bench.host().start(function, Arrays.asList(arguments), decoder);
  }

  @Test
  void callsAFunctionOfAModule() {
    assertThat(bench.run("def run(a, b): return {'sum': a + b}", 1L, 2.5))
        .isEqualTo(Map.of("sum", 3.5));
  }

  @Test
  void givesWhatTheDecoderMakesOfTheResult() {
    var module = bench.module("def run(): return [1, 2]");

    var running = start(value -> value.typeName() + value.parts().size(), "call", module, "run");

    assertThat(ScriptBench.settled(running)).isEqualTo("list2");
  }

  @Test
  void boundsWhatItTellsOfAnException() {
    var module =
        bench.module(
            """
            def run(left):
                if left: return run(left - 1)
                raise ValueError("x" * 10**7)
            """);

    var failure =
        ScriptBench.failure(start(ForeignValue::toJava, "call", module, "run", List.of(500L)));

    assertThat(failure)
        .isInstanceOfSatisfying(
            ScriptException.Raised.class,
            raised -> {
              assertThat(raised.detail()).startsWith("xxx").hasSizeLessThan(2100);
              assertThat(raised).hasMessageStartingWith("ValueError: xxx");
              assertThat(raised.getMessage()).hasSizeLessThan(2100);
              assertThat(raised.traceback())
                  .contains(" more\n", "more characters)")
                  .hasSizeLessThan(5000);
            });
  }

  @Test
  void survivesAnExceptionWhoseTextEndsTheProgram() {
    var module =
        bench.module(
            """
            class Odd(BaseException):
                def __str__(self): raise SystemExit(3)
                __repr__ = __str__
            def run(): raise Odd()
            """);

    var failure = ScriptBench.failure(start(ForeignValue::toJava, "call", module, "run"));

    assertThat(failure)
        .isInstanceOfSatisfying(
            ScriptException.Raised.class, raised -> assertThat(raised.traceback()).contains("Odd"));
    assertThat(bench.run("def run(): return 1")).isEqualTo(1L);
  }

  @Test
  void failsWithWhatTheDecoderThrows() {
    var module = bench.module("def run(): return {'a': [1, object()]}");

    var running = start(ForeignValue::toJava, "call", module, "run");

    assertThat(ScriptBench.failure(running))
        .isInstanceOfSatisfying(
            ConversionFault.class, fault -> assertThat(fault.path()).isEqualTo("$.a[1]"));
  }

  @Test
  void sharesAResultBeyondTheOperationAndGivesItBack() {
    var module = bench.module("def run(): return object()");
    var same = bench.module("kept = []\ndef run(a):\n  kept.append(a)\n  return len(set(kept))");

    try (var share = ScriptBench.settled(start(ForeignValue::share, "call", module, "run"))) {
      assertThat(ScriptBench.settled(bench.call(same, share))).isEqualTo(1L);
      assertThat(ScriptBench.settled(bench.call(same, share))).isEqualTo(1L);
    }
  }

  @Test
  void givesArraysToPythonAtAnyDepth() {
    var data = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 6; i++) {
      data.putFloat(4 * i, i);
    }
    var view = new ArrayView("<f4", List.of(2, 3), data);

    var told =
        bench.run(
            """
            def run(message):
                image = message["payload"]["data"]
                image += 1
                return [str(image.dtype), list(image.shape), float(image.sum())]
            """,
            Map.of("payload", Map.of("data", view)));

    assertThat(told).isEqualTo(List.of("float32", List.of(2L, 3L), 21.0));
    assertThat(data.getFloat(0)).isZero();
  }

  @Test
  void saysWhereAnArgumentCannotCross() {
    var module = bench.module("def run(a): pass");

    var failure = ScriptBench.failure(bench.call(module, Map.of("a", new Object())));

    assertThat(failure)
        .isInstanceOfSatisfying(
            ConversionFault.class,
            fault -> {
              assertThat(fault.whole()).isEqualTo("the arguments");
              assertThat(fault.path()).startsWith("$[2][0]").contains("a");
            });
  }

  @Test
  void tellsWhatPythonRaises() {
    var module = bench.module("def run(): {}['key']");

    var failure = ScriptBench.failure(bench.call(module));

    assertThat(failure)
        .isInstanceOfSatisfying(
            ScriptException.Raised.class,
            raised -> {
              assertThat(raised.type()).isEqualTo("KeyError");
              assertThat(raised.kinds()).contains("LookupError", "Exception");
              assertThat(raised.detail()).isEqualTo("'key'");
              assertThat(raised.traceback()).contains("in run").contains("KeyError: 'key'");
            });
  }

  @Test
  void tellsAKeyboardInterruptOfTheCodesOwnFromAnInterrupt() {
    var module = bench.module("def run(): raise KeyboardInterrupt");

    assertThat(ScriptBench.failure(bench.call(module)))
        .isInstanceOfSatisfying(
            ScriptException.Raised.class,
            raised -> assertThat(raised.type()).isEqualTo("KeyboardInterrupt"));
  }

  @Test
  void tellsAModuleThatIsMissingFromOneThatCannotBeImported() {
    var lacking = bench.module("import not_there_either\ndef run(): pass");

    var missing = ScriptBench.failure(start(_ -> true, "load", "not_there.at_all"));
    var broken = ScriptBench.failure(start(_ -> true, "load", lacking));

    assertThat(missing)
        .isInstanceOfSatisfying(
            ScriptException.UnknownModule.class,
            unknown -> assertThat(unknown.name()).isEqualTo("not_there.at_all"))
        .hasMessageContaining("add its folder to those to import from");
    assertThat(broken)
        .isInstanceOfSatisfying(
            ScriptException.Raised.class,
            raised -> assertThat(raised.type()).isEqualTo("ModuleNotFoundError"));
  }

  @Test
  void evaluatesCodeAndGivesItsNamesBack() {
    var evaluation =
        start(
            value -> {
              var parts = value.parts();
              return List.of(String.valueOf(parts.get(0).toJava()), parts.get(1), parts.get(2))
                  .stream()
                  .map(part -> part instanceof ForeignValue it ? it.toJava() : part)
                  .toList();
            },
            "evaluate",
            "b = a + 1\nf'{bb_robot} {b}'",
            Map.of("a", 1L));

    assertThat(ScriptBench.settled(evaluation))
        .isEqualTo(List.of("arm 2", List.of("a", "b"), List.of(1L, 2L)));
  }

  @Test
  void keepsFunctionsThatCodeHasDefinedForLaterCode() {
    var defined =
        ScriptBench.settled(
            start(
                value -> value.parts().get(2).parts().getFirst().share(),
                "evaluate",
                "def double(a): return 2 * a"));

    try (defined) {
      var again =
          start(
              value -> value.parts().getFirst().toJava(),
              "evaluate",
              "double(21)",
              Map.of("double", defined));

      assertThat(ScriptBench.settled(again)).isEqualTo(42L);
    }
  }

  @Test
  void runsOneOperationAtATime() throws Exception {
    var module = bench.module("def run():\n  begun()\n  while True: pass");
    var first = bench.begin(module);

    assertThatThrownBy(() -> bench.call(module))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot begin before")
        .hasMessageContaining("has ended");

    first.interrupt(Duration.ofMillis(10));
    first.ended().join();
    assertThat(bench.run("def run(): return 1")).isEqualTo(1L);
  }

  @Test
  void hasTheResultWhenItHasEnded() {
    var running = bench.call(bench.module("def run(): return 1"));

    running.ended().join();

    assertThat(running.result()).isCompletedWithValue(1L);
    assertThat(running.standing().where()).isEqualTo(Standing.Where.ENDED);
  }

  @Test
  void endsWhileTheCommonPoolHasNoThreadFree() throws Exception {
    var module = bench.module("def run(a): return a");
    try (var _ = new FullCommonPool()) {
      var first = bench.call(module, 1L);
      var _ = first.ended().get();

      assertThat(first.result().get()).isEqualTo(1L);
      assertThat(bench.call(module, 2L).result().get()).isEqualTo(2L);
    }
  }

  @Test
  void beginsNothingWhenItIsClosed() {
    bench.host().close();
    bench.host().close();
    bench.host().tell("interrupt_spawned", List.of());

    assertThatThrownBy(() -> bench.host().start("load", List.of("os"), _ -> true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the host is closed");
  }

  @Test
  void isClosedWhileAnOperationRuns() throws Exception {
    var running = bench.begin(bench.module("def run():\n  begun()\n  while True: pass"));

    bench.host().close();

    running.ended().join();
    assertThat(running.result()).isCompletedExceptionally();
  }
}
