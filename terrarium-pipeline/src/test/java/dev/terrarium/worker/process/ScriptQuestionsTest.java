package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.terrarium.message.ArrayView;
import dev.terrarium.worker.Place;
import dev.terrarium.worker.script.Ask;
import dev.terrarium.worker.script.ScriptException;
import dev.terrarium.worker.script.UpcallRefusal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What scripts in a process ask of Java, and how they are answered.
@Tag("native")
@Timeout(120)
class ScriptQuestionsTest {
  private static final Duration EVERY = Duration.ofMillis(10);

  @RegisterExtension final ScriptPlace place = new ScriptPlace();

  @Test
  void anOperationAsksAndGoesOnWithTheAnswer() throws Exception {
    place.answer(ask -> ask.name().equals("armed") ? true : "armed");
    place.module("from terrarium import bus\ndef ask(): return [bus.armed(), bus.safety_state()]");

    assertThat(place.call("ask")).isEqualTo(List.of(true, "armed"));

    assertThat(place.asked()).extracting(Ask::name).containsExactly("armed", "safety_state");
    assertThat(place.asked()).extracting(Ask::spawned).containsOnly(OptionalLong.empty());
  }

  @Test
  void aRefusalIsRaisedWithItsCodeItsMessageAndItsDetails() throws Exception {
    place.answer(_ -> {
      throw new UpcallRefusal("safety_disarmed", "not now", Map.of("robot", "arm"));
    });
    place.module(
        """
        from terrarium import bus
        def ask():
            try: bus.publish("a.b", {})
            except bus.Refused as refused: return [refused.code, refused.message, refused.details]
        """);

    assertThat(place.call("ask"))
        .isEqualTo(List.of("safety_disarmed", "not now", Map.of("robot", "arm")));
    assertThat(place.asked().getFirst().arguments()).isEqualTo(List.of("a.b", Map.of()));
  }

  @Test
  void aFaultInJavaIsAJavaError() throws Exception {
    place.answer(_ -> {
      throw new IllegalArgumentException("our fault");
    });
    place.module(
        """
        from terrarium import bus, JavaError
        def ask():
            try: bus.armed()
            except JavaError as error: return [str(error), "ScriptQuestionsTest" in error.java_stack]
        """);

    assertThat(place.call("ask"))
        .isEqualTo(List.of("java.lang.IllegalArgumentException: our fault", true));
  }

  @Test
  void whatCannotBeAskedIsRefusedByItsField() throws Exception {
    place.answer(_ -> null);
    place.module(
        """
        from terrarium import bus
        def ask():
            try: bus.publish("a.b", {"c": [object()]})
            except bus.Refused as refused: return [refused.code, refused.details["field"], refused.message]
        """);

    var told = (List<?>) place.call("ask");

    assertThat(told.subList(0, 2)).isEqualTo(List.of("invalid_argument", "c[0]"));
    assertThat(told.getLast()).asString().contains("c[0]: expected text, numbers", "not an object");
    assertThat(place.asked()).extracting(Ask::name).containsExactly("unfit");
  }

  @Test
  void anAnswerThatCannotCrossIsRefused() throws Exception {
    place.answer(_ -> new Object());
    place.module("from terrarium import bus\ndef ask(): return bus.armed()");

    var raised = (ScriptException.Raised) ScriptPlace.failure(place.start("ask"));

    assertThat(raised.type()).isEqualTo("terrarium.bus.Refused");
    assertThat(raised.detail()).contains("has no counterpart in a worker process");
  }

  @Test
  void arraysAreAskedAndAnsweredInSharedMemory() throws Exception {
    assumeThat(Place.python().numpy()).as("NumPy").isPresent();
    place.answer(ask -> {
      var image = (ArrayView) ((Map<?, ?>) ask.arguments().get(1)).get("image");
      assertThat(image.shape()).containsExactly(480, 640, 3);
      var copy = ByteBuffer.allocate(image.data().remaining()).put(image.data().duplicate());
      return new ArrayView("|u1", image.shape(), copy.flip());
    });
    place.module(
        """
        import numpy
        from terrarium._scripts import current
        def ask(value):
            image = numpy.full((480, 640, 3), value, "u1")
            answer = current().ask("publish", "sensor.camera", {"image": image})
            return bool((answer == image).all())
        """);

    for (long i = 0; i < 100; i++) {
      assertThat(place.call("ask", i)).isEqualTo(true);
    }
  }

  @Test
  void manyThreadsAskAtOnceAndEachGetsItsOwnAnswer() throws Exception {
    var all = new CountDownLatch(8);
    place.answer(ask -> {
      all.countDown();
      all.await();
      return ask.arguments().getFirst();
    });
    place.module(
        """
        import threading
        from terrarium._scripts import current
        def ask():
            scripts, answers = current(), {}
            def one(number): answers[number] = [scripts.ask("armed", number * 100 + i) for i in range(50)]
            threads = [threading.Thread(target=one, args=(number,)) for number in range(7)]
            for thread in threads: thread.start()
            one(7)
            for thread in threads: thread.join()
            return [answers[n] == [n * 100 + i for i in range(50)] for n in range(8)]
        """);

    assertThat(place.call("ask")).isEqualTo(Collections.nCopies(8, true));
  }

  @Test
  void spawnedWorkAsksBesideOperationsAndSaysThatItDoes() throws Exception {
    var isAsked = new CountDownLatch(1);
    var goesOn = new CountDownLatch(1);
    var hasEnded = new CountDownLatch(1);
    place.answer(ask -> {
      if (ask.name().equals("armed")) {
        isAsked.countDown();
        goesOn.await();
      }
      if (ask.name().equals("spawn_ended")) {
        hasEnded.countDown();
      }
      return null;
    });
    place.module(
        """
        from terrarium import bus
        def begin(): bus.spawn(bus.armed, name="watcher")
        def one(): return 1
        """);

    place.call("begin");
    isAsked.await();
    assertThat(place.call("one")).isEqualTo(1L);
    goesOn.countDown();
    hasEnded.await();

    var armed = place.asked().stream().filter(ask -> ask.name().equals("armed")).findFirst();
    assertThat(armed).hasValueSatisfying(ask -> assertThat(ask.spawned()).hasValue(1));
  }

  @Test
  void spawnedWorkThatWaitsForJavaIsInterrupted() throws Exception {
    var isAsked = new CountDownLatch(1);
    var error = new java.util.concurrent.CompletableFuture<Object>();
    place.answer(ask -> {
      if (ask.name().equals("armed")) {
        isAsked.countDown();
        new CountDownLatch(1).await();
      }
      if (ask.name().equals("spawn_ended")) {
        error.complete(String.valueOf(ask.arguments().get(1)));
      }
      return null;
    });
    place.module("from terrarium import bus\ndef begin(): bus.spawn(bus.armed)");
    place.call("begin");
    isAsked.await();

    place.host().tell("interrupt_spawned", List.of());

    assertThat(error.get(60, TimeUnit.SECONDS)).as("a failure").isEqualTo("null");
  }

  @Test
  void anInterruptEndsTheWaitForAnAnswerAndTheWorkOnIt() throws Exception {
    var isAsked = new CountDownLatch(1);
    var isInterrupted = new CountDownLatch(1);
    place.answer(_ -> {
      isAsked.countDown();
      try {
        new CountDownLatch(1).await();
        return null;
      } catch (InterruptedException e) {
        isInterrupted.countDown();
        throw e;
      }
    });
    place.module("from terrarium import bus\ndef ask(): bus.armed()\ndef one(): return 1");
    var running = place.start("ask");
    isAsked.await();

    running.interrupt(EVERY);

    assertThat(ScriptPlace.failure(running)).isInstanceOf(ScriptException.Interrupted.class);
    isInterrupted.await();
    assertThat(place.call("one")).isEqualTo(1L);
  }

  @Test
  void theEndOfTheProcessEndsTheWorkOnItsQuestions() throws Exception {
    var isAsked = new CountDownLatch(1);
    var isInterrupted = new CountDownLatch(1);
    place.answer(_ -> {
      isAsked.countDown();
      try {
        new CountDownLatch(1).await();
        return null;
      } catch (InterruptedException e) {
        isInterrupted.countDown();
        throw e;
      }
    });
    place.module("from terrarium import bus\ndef ask(): bus.armed()");
    var running = place.start("ask");
    isAsked.await();

    place.host().kill();

    isInterrupted.await();
    running.ended().get(60, TimeUnit.SECONDS);
  }

  @Test
  void anAnswerMayItselfSeeToOtherQuestions() throws Exception {
    place.answer(ask -> {
      if (ask.name().equals("armed")) {
        place.host().tell("settle", List.of("x", Map.of("result", 7L)));
      }
      return ask.name().equals("command") ? "x" : null;
    });
    place.module(
        """
        from terrarium import bus
        async def work():
            command = bus.command("wave")
            bus.armed()
            import asyncio
            waiting = asyncio.ensure_future(waits(command))
            await asyncio.sleep(0)
            bus.armed()
            return await waiting
        async def waits(command): return await command
        """);

    assertThat(place.call("work")).isEqualTo(7L);
  }

  @Test
  void aMessageIsDeliveredToItsHandler() throws Exception {
    place.answer(_ -> null);
    place.module(
        """
        from terrarium import bus
        seen = []
        @bus.on("sensor.range")
        def near(message): seen.append(message["payload"]["meters"])
        def all(): return seen
        """);
    ScriptPlace.result(place.host().start("load", List.of("scripts"), ScriptPlace.JAVA));
    var on = place.asked().getFirst();

    for (double meters : new double[] {1.5, 2.5}) {
      var delivered =
          place
              .host()
              .start(
                  "deliver",
                  List.of(on.arguments().getFirst(), Map.of("payload", Map.of("meters", meters))),
                  ScriptPlace.JAVA);
      assertThat(ScriptPlace.result(delivered)).isEqualTo(true);
    }

    assertThat(on.arguments().subList(1, 3)).isEqualTo(List.of("sensor.range", Map.of()));
    assertThat(place.call("all")).isEqualTo(List.of(1.5, 2.5));
  }
}
