package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.terrarium.worker.Place;
import dev.terrarium.worker.WorkerCrashedException;
import dev.terrarium.worker.script.Running;
import dev.terrarium.worker.script.ScriptException;
import dev.terrarium.worker.script.Standing;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Operations in a process that are interrupted, asked where they stand, or killed.
@Tag("native")
@Timeout(120)
class ScriptInterruptsTest {
  private static final Duration EVERY = Duration.ofMillis(10);

  private static final String BEGIN =
      """
      import pathlib, threading, time
      def there(): pathlib.Path(__file__).with_name("there").touch()
      """;

  @RegisterExtension final ScriptPlace place = new ScriptPlace();

  private Running<@Nullable Object> begun(String body) throws Exception {
    place.module(BEGIN + "def one(): return 1\n" + "def work():\n" + body.indent(4));
    var running = place.start("work");
    place.await("there");
    return running;
  }

  /// Asks until it stands so, and tells where: code may be found between two things, and a process
  /// that stood still has told nothing in time.
  private static Standing standing(Running<?> running, Standing.Where where) {
    var standing = running.standing();
    while (standing.where() != where || standing.stack().isEmpty()) {
      standing = running.standing();
    }
    return standing;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while True: pass",
        "time.sleep(1000)",
        "threading.Event().wait()",
        "import select; select.select([], [], [])",
        "for i in range(10**12): str(i)",
        "with threading.Lock(): time.sleep(1000)",
        "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(1000)'])",
      })
  void anInterruptEndsIt(String code) throws Exception {
    var running = begun("there()\n" + code);

    running.interrupt(EVERY);

    var interrupted = (ScriptException.Interrupted) ScriptPlace.failure(running);
    assertThat(interrupted.traceback()).contains("scripts.py", "in work", "Interrupted");
    assertThat(place.call("one")).isEqualTo(1L);
  }

  @Test
  void aLongCallOfNumPyIsEndedBetweenTwoOfItsSteps() throws Exception {
    assumeThat(Place.python().numpy()).as("NumPy").isPresent();
    var running =
        begun(
            """
            import numpy
            a = numpy.ones((300, 300))
            there()
            while True: a = a @ a / 300
            """);

    running.interrupt(EVERY);

    assertThat(ScriptPlace.failure(running)).isInstanceOf(ScriptException.Interrupted.class);
    assertThat(place.call("one")).isEqualTo(1L);
  }

  @Test
  void codeThatSwallowsAnInterruptGetsTheNext() throws Exception {
    var running =
        begun(
            """
            there()
            for i in range(3):
                try:
                    while True: pass
                except BaseException: pass
            return "at last"
            """);

    running.interrupt(EVERY);

    assertThat(ScriptPlace.result(running)).isEqualTo("at last");
    assertThat(place.call("one")).isEqualTo(1L);
  }

  @Test
  void codeThatSwallowsThemAllIsKilledWithItsProcess() throws Exception {
    var running =
        begun(
            """
            def swallow(inside):  # each swallows what comes while the one inside goes on
                while True:
                    try:
                        if inside: swallow(inside - 1)
                        there()
                        while True: pass
                    except BaseException: pass
            swallow(9)
            """);
    running.interrupt(EVERY);

    place.host().kill();

    var crash = (WorkerCrashedException) ScriptPlace.failure(running);
    assertThat(crash.how()).isEqualTo("the interpreter of arm was killed");
    assertThat(crash.node()).isEqualTo("arm");
    place.host().exit().get(60, TimeUnit.SECONDS);
    assertThat(running.standing()).isEqualTo(new Standing(Standing.Where.ENDED));
    assertThat(ScriptPlace.failure(place.start("one"))).isSameAs(crash);
  }

  @Test
  void anOperationThatHasEndedIsNotInterrupted() throws Exception {
    place.module("def one(): return 1");
    var running = place.start("one");
    running.ended().get(60, TimeUnit.SECONDS);

    running.interrupt(EVERY);

    assertThat(ScriptPlace.result(running)).isEqualTo(1L);
    for (int i = 0; i < 20; i++) {
      assertThat(place.call("one")).isEqualTo(1L);
    }
  }

  @Test
  void anIntervalOfLessThanAMillisecondIsRefused() throws Exception {
    place.module("def one(): return 1");
    var running = place.start("one");

    assertThatThrownBy(() -> running.interrupt(Duration.ofNanos(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("every millisecond at most");
    assertThat(ScriptPlace.result(running)).isEqualTo(1L);
  }

  @Test
  void theDecoderIsInterruptedWithItsOperation() throws Exception {
    place.module("def one(): return 1");
    var isDecoding = new CountDownLatch(1);
    var running =
        place.start(
            _ -> {
              isDecoding.countDown();
              LockSupport.park();
              return Thread.currentThread().isInterrupted();
            },
            "one");
    isDecoding.await();

    running.interrupt(EVERY);

    assertThat(ScriptPlace.result(running)).isEqualTo(true);
    assertThat(place.call("one")).isEqualTo(1L);
  }

  /// Whatever an interrupt meets, it is that operation or none.
  @Test
  void inAThousandRacesWithTheEndNoneHitsAnother() throws Exception {
    long seed = Long.getLong("terrarium.test.seed", new Random().nextLong());
    System.out.println("ScriptInterruptsTest: -Dterrarium.test.seed=" + seed);
    var random = new Random(seed);
    place.module(
        """
        import time
        def spin(micros):
            end = time.perf_counter_ns() + 1000 * micros
            while time.perf_counter_ns() < end: pass
            return micros
        """);
    int ended = 0;

    for (long i = 0; i < 1000; i++) {
      long micros = i == 0 ? Integer.MAX_VALUE : random.nextInt(300);
      var running = place.start("spin", micros);
      if (i == 1) {
        running.ended().get(60, TimeUnit.SECONDS);
      }
      long at = System.nanoTime() + random.nextInt(1_000_000);
      while (System.nanoTime() < at) {
        Thread.onSpinWait();
      }
      running.interrupt(Duration.ofMillis(1));
      try {
        assertThat(ScriptPlace.result(running)).as("seed %d", seed).isEqualTo(micros);
        ended++;
      } catch (ExecutionException e) {
        assertThat(e.getCause())
            .as("seed %d", seed)
            .isInstanceOf(ScriptException.Interrupted.class);
      }
      running.ended().get(60, TimeUnit.SECONDS);
      assertThat(place.call("spin", 0L)).as("seed %d, round %d", seed, i).isEqualTo(0L);
    }

    assertThat(ended).as("seed %d", seed).isBetween(1, 999);
  }

  @Test
  void itTellsPythonCodeWithItsFrames() throws Exception {
    var running = begun("there()\ndef inner():\n    while True: pass\ninner()");

    var standing = standing(running, Standing.Where.PYTHON);

    assertThat(standing.stack())
        .containsSubsequence("scripts.py\", line 8, in work", "scripts.py\", line 7, in")
        .doesNotContain("terrarium/_");
    running.interrupt(EVERY);
    running.ended().get(60, TimeUnit.SECONDS);
  }

  @Test
  void itTellsOfCCodeThatHasLetTheGilGo() throws Exception {
    var running = begun("there()\ntime.sleep(1000)");

    var standing = standing(running, Standing.Where.C);

    assertThat(standing.stack()).contains("scripts.py\", line 6, in work");
    running.interrupt(EVERY);
    running.ended().get(60, TimeUnit.SECONDS);
  }

  @Test
  void itTellsOfCCodeThatKeepsTheGil() throws Exception {
    var running = begun("there()\npow(3, 10**9)");

    var standing = standing(running, Standing.Where.HOLDING_THE_GIL);

    assertThat(standing.stack()).contains("scripts.py\", line 6, in work");
    place.host().kill();
    assertThat(ScriptPlace.failure(running)).isInstanceOf(WorkerCrashedException.class);
  }

  @Test
  void itTellsThatItWaitsForJava() throws Exception {
    var isAsked = new CountDownLatch(1);
    var goesOn = new CountDownLatch(1);
    place.answer(_ -> {
      isAsked.countDown();
      goesOn.await();
      return "armed";
    });
    place.module("from terrarium import bus\ndef ask(): return bus.safety_state()");
    var running = place.start("ask");
    isAsked.await();

    var standing = standing(running, Standing.Where.JAVA);
    goesOn.countDown();

    assertThat(standing.stack()).contains("scripts.py\", line 2, in ask");
    assertThat(ScriptPlace.result(running)).isEqualTo("armed");
  }
}
