package dev.terrarium.worker.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.ArrayView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What scripts ask of Java, wherever they run.
@Timeout(60)
public abstract class UpcallsContract {
  @TempDir Path folder;
  private ScriptBench bench;
  private final List<Ask> asked = Collections.synchronizedList(new ArrayList<>());

  protected abstract Isolation isolation();

  @BeforeEach
  void open() {
    bench = new ScriptBench(folder, isolation());
  }

  @AfterEach
  void close() {
    bench.close();
  }

  private void answer(Object answer) {
    bench.answers(ask -> {
      asked.add(ask);
      return answer;
    });
  }

  @Test
  void answersAScript() {
    answer("armed");

    assertThat(bench.run("def run(): return bus.safety_state()")).isEqualTo("armed");
    assertThat(asked).containsExactly(new Ask("safety_state", List.of(), OptionalLong.empty()));
  }

  @Test
  void takesWhatAScriptPublishes() {
    answer(true);

    bench.run("def run(): bus.publish(['a', 'b'], {'type': 't', 'x': [1, 2.5, None, 'c', b'd']})");

    assertThat(asked.getFirst().name()).isEqualTo("publish");
    assertThat(asked.getFirst().arguments().getFirst()).isEqualTo("a.b");
    assertThat(asked.getFirst().arguments().get(1).toString())
        .startsWith("{type=t, x=[1, 2.5, null, c, ");
  }

  @Test
  void takesArraysAsViewsAndNumbersOfNumPyAsNumbers() {
    var seen = new ArrayList<Object>();
    bench.answers(ask -> {
      if (ask.arguments().get(1) instanceof Map<?, ?> payload
          && payload.get("data") instanceof ArrayView view) {
        seen.addAll(List.of(view.dtype(), view.shape(), view.data().getFloat(4)));
        seen.add(String.valueOf(payload.get("height")));
      }
      return null;
    });

    bench.run(
        """
        import numpy
        def run():
            data = numpy.array([[1, 2], [3, 4]], dtype="f4")
            bus.publish("camera", {"data": data, "height": numpy.int64(2)})
        """);

    assertThat(seen).containsExactly("<f4", List.of(2, 2), 2f, "2");
  }

  @Test
  void refusesInWordsThatScriptsCanTest() {
    bench.answers(_ -> {
      throw new UpcallRefusal("safety_disarmed", "the robot is disarmed", Map.of("state", "error"));
    });

    var told =
        bench.run(
            """
            def run():
                try:
                    bus.command("move", to=1)
                except bus.Refused as refused:
                    return [refused.code, refused.message, refused.details, str(refused)]
            """);

    assertThat(told)
        .isEqualTo(
            List.of(
                "safety_disarmed",
                "the robot is disarmed",
                Map.of("state", "error"),
                "safety_disarmed: the robot is disarmed"));
  }

  @Test
  void tellsARefusalThatNobodyCatchesByItsPublicName() {
    bench.answers(_ -> {
      throw new UpcallRefusal("timeout", "later", Map.of());
    });
    var running = bench.call(bench.module("def run(): bus.command('move').result(1)"));

    assertThat(ScriptBench.failure(running))
        .isInstanceOfSatisfying(
            ScriptException.Raised.class,
            raised -> assertThat(raised.type()).isEqualTo("terrarium.bus.Refused"));
  }

  @Test
  void refusesWhatCannotCross() {
    answer(true);

    var told =
        bench.run(
            """
            def run():
                try:
                    bus.publish("a", {"x": [object()]})
                except bus.Refused as refused:
                    return refused.code
            """);

    assertThat(told).isEqualTo("invalid_argument");
    assertThat(asked).extracting(Ask::name).containsExactly("unfit");
  }

  @Test
  void isInterruptedWhereAScriptWaitsForAnAnswer() throws Exception {
    var waits = new CountDownLatch(1);
    var never = new SynchronousQueue<Object>();
    bench.answers(_ -> {
      waits.countDown();
      return never.take();
    });
    var running =
        bench.call(bench.module("def run():\n  bus.command('move').result()\n  while True: pass"));
    waits.await();

    Standing standing;
    do { // Python may be long in telling that, and then there is no stack.
      standing = running.standing();
    } while (standing.where() != Standing.Where.JAVA || standing.stack().isEmpty());
    running.interrupt(Duration.ofMillis(10));

    assertThat(ScriptBench.failure(running)).isInstanceOf(ScriptException.Interrupted.class);
    assertThat(standing.stack()).contains("in run");
  }

  @Test
  void letsOthersRunPythonWhileAScriptWaitsForAnAnswer() {
    var told = new CountDownLatch(1);
    bench.answers(ask -> {
      if (ask.spawned().isPresent()) {
        told.countDown();
        return true;
      }
      if (ask.name().equals("armed")) {
        told.await();
      }
      return true;
    });

    assertThat(
            bench.run(
                """
                import threading
                def run():
                    threading.Thread(target=bus.safety_state).start()
                    return bus.armed()
                """))
        .isEqualTo(true);
  }

  @Test
  void knowsWhatSpawnedWorkAsks() {
    answer("armed");

    bench.run("def run(): return bus.spawn(bus.safety_state, name='look').wait()");

    assertThat(asked)
        .containsExactly(
            new Ask("spawned", List.of(1L, "look"), OptionalLong.empty()),
            new Ask("safety_state", List.of(), OptionalLong.of(1)),
            new Ask("spawn_ended", Collections.unmodifiableList(endOf(1L)), OptionalLong.of(1)));
  }

  @Test
  void takesNoThreadForAnOperationWhenNoneRuns() throws Exception {
    var between = new CountDownLatch(1);
    var told = new CountDownLatch(1);
    bench.answers(ask -> {
      switch (ask.name()) {
        case "armed" -> between.await();
        case "state" -> {
          asked.add(ask);
          told.countDown();
        }
        default -> {}
      }
      return true;
    });
    bench.run(
        """
        import threading
        def forge(ask):
            ask("armed", [], 0)
            ask("state", [], None)
        def run():
            from terrarium import _scripts
            threading.Thread(target=forge, args=(_scripts.current()._ask,), daemon=True).start()
        """);

    between.countDown();

    told.await();
    assertThat(asked).containsExactly(new Ask("state", List.of(), OptionalLong.of(0)));
  }

  private static List<Object> endOf(long number) {
    var end = new ArrayList<>();
    end.add(number);
    end.add(null);
    return end;
  }

  @Test
  void interruptsSpawnedWorkThatWaitsForAnAnswerAndThatRuns() throws Exception {
    var begun = new CountDownLatch(2);
    var ended = new CountDownLatch(2);
    var never = new SynchronousQueue<Object>();
    bench.answers(ask -> {
      switch (ask.name()) {
        case "await" -> {
          begun.countDown();
          return never.take();
        }
        case "armed" -> begun.countDown();
        case "spawn_ended" -> {
          asked.add(ask);
          ended.countDown();
        }
        default -> {}
      }
      return 1L;
    });
    bench.run(
        """
        def wait(): bus.command("move").result()
        def spin():
            bus.armed()
            while True: pass
        def run():
            bus.spawn(wait)
            bus.spawn(spin)
        """);
    begun.await();

    bench.host().tell("interrupt_spawned", List.of());

    ended.await();
    assertThat(asked)
        .allSatisfy(end -> assertThat(end.arguments().get(1)).as("a failure").isNull());
  }

  @Test
  void settlesACommandThatACoroutineAwaits() {
    bench.answers(ask -> {
      if (ask.name().equals("watch")) {
        bench.host().tell("settle", List.of(7L, Map.of("result", "docked")));
      }
      return 7L;
    });

    assertThat(bench.run("async def run(): return await bus.command('move', to='dock')"))
        .isEqualTo("docked");
  }

  @Test
  void stopsATurnFromOutside() throws Exception {
    var turns = new CountDownLatch(1);
    bench.answers(ask -> {
      if (ask.name().equals("turn")) {
        turns.countDown();
      }
      return null;
    });
    bench.run(
        """
        import asyncio
        kept = []
        async def wait(): await asyncio.sleep(3600)
        async def run(): kept.append(asyncio.create_task(wait()))
        """);
    turns.await();
    var turn = bench.host().start("turn", List.of(1L), value -> value.toJava());

    bench.host().tell("stop_turn", List.of(1L));

    assertThat(ScriptBench.settled(turn)).isEqualTo(List.of(""));
  }

  @Test
  void deliversMessagesToHandlers() {
    answer(null);
    bench.run("seen = []\ndef run(): bus.on('sensor.range', lambda m: seen.append(m) or seen)");
    var handler = asked.getFirst().arguments().getFirst();

    var given = bench.host().start("deliver", List.of(handler, Map.of("x", 1L)), v -> v.toJava());

    assertThat(ScriptBench.settled(given)).isEqualTo(true);
    assertThat(asked.getFirst().arguments().subList(1, 3))
        .isEqualTo(List.of("sensor.range", Map.of()));
  }

  @Test
  void showsScriptsNothingThatArms() {
    answer(null);

    var found =
        bench.run(
            """
            import gc, inspect, sys, terrarium
            def run():
                names = set()
                for module in [m for n, m in sys.modules.items() if n.startswith("terrarium")]:
                    for _, value in inspect.getmembers(module):
                        if str(getattr(value, "__module__", "")).startswith("terrarium"):
                            names.update(dir(value))
                    names.update(dir(module))
                for each in gc.get_objects():
                    if type(each).__name__ in ("builtin_function_or_method", "PyCapsule"):
                        names.add(getattr(each, "__name__", "") + repr(type(each)))
                return [n for n in names if n in ("arm", "disarm") or "force_disarm" in n]
            """);

    assertThat(found).isEqualTo(List.of());
  }
}
