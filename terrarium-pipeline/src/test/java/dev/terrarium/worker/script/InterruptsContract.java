package dev.terrarium.worker.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.worker.script.Standing.Where;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How operations are interrupted, by what they do then, wherever they run.
@Timeout(120)
public abstract class InterruptsContract {
  private static final Duration OFTEN = Duration.ofMillis(10);
  private static final int RACES = 1000;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "def run():\n  begun()\n  while True: pass",
        "import time\ndef run():\n  begun()\n  time.sleep(10000)",
        "import threading\ndef run():\n  begun()\n  threading.Event().wait()",
        "import asyncio\nasync def run():\n  begun()\n  await asyncio.sleep(10000)",
        "def run():\n  begun()\n  try:\n    while True: pass\n  except BaseException: pass\n  while True: pass",
        "import numpy\ndef run():\n  a = numpy.random.rand(500, 500)\n  begun()\n  numpy.linalg.svd(a)\n  while True: pass",
        "import numpy\ndef run():\n  a = numpy.ones((600, 600))\n  begun()\n  while True: a = a @ a / 600",
      })
  void endsCode(String source) throws Exception {
    var running = bench.begin(bench.module(source));

    running.interrupt(OFTEN);

    assertThat(ScriptBench.failure(running))
        .isInstanceOfSatisfying(
            ScriptException.Interrupted.class,
            interrupted -> assertThat(interrupted.traceback()).contains("in run"));
    assertThat(bench.run("def run(): return 'whole'")).isEqualTo("whole");
  }

  @Test
  void letsCodeCleanUpAndReturnWhatItHas() throws Exception {
    var running =
        bench.begin(
            bench.module(
                "def run():\n  try:\n    begun()\n    while True: pass\n  except KeyboardInterrupt: return 'partial'"));

    running.interrupt(OFTEN);

    assertThat(ScriptBench.settled(running)).isEqualTo("partial");
  }

  @Test
  void isRepeatedAgainstCodeThatSwallowsIt() throws Exception {
    var running =
        bench.begin(
            bench.module(
                """
                def run():
                    swallowed = []
                    while True:
                        try:
                            while True:
                                try:
                                    if not swallowed: begun()
                                    while len(swallowed) < 20: pass
                                    return "ended"
                                except BaseException: swallowed.append(1)
                        except BaseException: swallowed.append(1)
                """));

    running.interrupt(OFTEN);
    running.interrupt(OFTEN);

    assertThat(ScriptBench.settled(running)).isEqualTo("ended");
  }

  @Test
  void keepsAnOperationFromBeginning() throws Exception {
    var module = bench.module("def run(): return 1");
    for (int i = 0; i < 20; i++) {
      var running = bench.call(module);

      running.interrupt(OFTEN);

      running.ended().join();
      running
          .result()
          .handle((value, thrown) -> {
            if (thrown == null) {
              assertThat(value).isEqualTo(1L);
            } else {
              assertThat(thrown).isInstanceOf(ScriptException.Interrupted.class);
            }
            return true;
          })
          .join();
    }
  }

  @Test
  void neverReachesTheNextOperation() throws Exception {
    var seeded = new Random(6);
    var victim = bench.module("def run(n):\n  for _ in range(n): pass\n  return n");
    var bystander = bench.module("def run(n):\n  for _ in range(n): pass\n  return -n");
    int interrupted = 0;
    try (var others = Executors.newSingleThreadScheduledExecutor()) {
      for (int race = 0; race < RACES; race++) {
        long turns = race == 0 ? Long.MAX_VALUE : seeded.nextInt(20_000);
        var running = bench.call(victim, turns);
        if (race == 1) {
          running.ended().join();
        }
        var interrupt =
            others.schedule(
                () -> running.interrupt(Duration.ofMillis(1)),
                seeded.nextInt(600),
                TimeUnit.MICROSECONDS);
        running.ended().join();
        interrupted += running.result().isCompletedExceptionally() ? 1 : 0;

        long length = seeded.nextInt(2_000);
        assertThat(ScriptBench.settled(bench.call(bystander, length))).isEqualTo(-length);
        interrupt.get();
      }
    }
    assertThat(interrupted).isBetween(1, RACES - 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"time.sleep(0.05)", "bus.publish('seen', {})", "pass"})
  void saysHowOftenCodeWasInterruptedAndWentOn(String body) throws Exception {
    var over = folder.resolve("over");
    var running =
        bench.begin(
            bench.module(
                """
                import os, time
                def run(over, inside=9):  # each swallows what comes while the one inside goes on
                    while not os.path.exists(over):
                        try:
                            if inside: run(over, inside - 1)
                            begun()
                            while not os.path.exists(over): %s
                        except BaseException: pass
                """
                    .formatted(body)),
            over.toString());
    int before = running.standing().raised();

    running.interrupt(OFTEN);
    var standing = running.standing();
    while (standing.raised() < 20 && standing.where() != Where.ENDED) {
      standing = running.standing();
    }
    Files.createFile(over);
    running.ended().join();

    assertThat(before).isZero();
    assertThat(standing.raised()).isGreaterThanOrEqualTo(20);
  }

  @Test
  void saysWhereCodeStands() throws Exception {
    var spinning =
        bench.begin(
            bench.module("def inner():\n  begun()\n  while True: pass\ndef run():\n  inner()"));
    Standing standing;
    do { // It says that it has begun a moment before it is told that this was heard.
      standing = spinning.standing();
    } while (standing.where() != Where.PYTHON || !standing.stack().endsWith("in inner\n"));
    spinning.interrupt(OFTEN);
    spinning.ended().join();

    assertThat(standing.stack())
        .containsSubsequence("in run\n", "in inner\n")
        .doesNotContain("java");
  }

  @Test
  void saysThatCodeWaits() throws Exception {
    var sleeping =
        bench.begin(bench.module("import time\ndef run():\n  begun()\n  time.sleep(1000)"));
    Standing standing;
    do { // It says that it has begun a moment before it sleeps, and may wait until that is heard.
      standing = sleeping.standing();
    } while (standing.where() != Where.C || standing.stack().contains("in begun\n"));
    sleeping.interrupt(OFTEN);
    sleeping.ended().join();

    assertThat(standing.stack()).endsWith("in run\n");
  }

  @Test
  void saysThatCodeKeepsTheGil() throws Exception {
    var module =
        bench.module("import threading\ndef run():\n  begun()\n  return sum(range(200_000_000))");
    var counting = bench.begin(module);

    var standing = counting.standing();
    while (standing.where() != Where.HOLDING_THE_GIL && !counting.ended().isDone()) {
      standing = counting.standing();
    }
    counting.interrupt(OFTEN);
    counting.ended().join();

    assertThat(standing.where()).isEqualTo(Where.HOLDING_THE_GIL);
  }

  @Test
  void tellsWhereTheInterruptHasReachedCodeHoweverDeep() throws Exception {
    var running =
        bench.begin(
            bench.module(
                """
                import sys
                sys.setrecursionlimit(20_000)
                def run(left=5_000):
                    if left: return run(left - 1)
                    begun()
                    while True: pass
                """));

    running.interrupt(Duration.ofMillis(1));

    assertThat(ScriptBench.failure(running))
        .isInstanceOfSatisfying(
            ScriptException.Interrupted.class,
            reached ->
                assertThat(reached.traceback())
                    .contains(" more\n", ", in run\n", "Interrupted")
                    .hasSizeLessThan(10_000));
  }

  @Test
  void saysThatAResultIsConverted() throws Exception {
    var decoding = new CountDownLatch(1);
    var running =
        bench
            .host()
            .start(
                "call",
                List.of(bench.module("def run(): return 1"), "run", List.of(), Map.of()),
                value -> {
                  decoding.countDown();
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    return value.toJava();
                  }
                  throw new AssertionError("nobody counts down");
                });
    decoding.await();

    var standing = running.standing();
    running.interrupt(OFTEN);
    running.ended().join();

    assertThat(standing.where()).isEqualTo(Where.CONVERTING);
  }

  @Test
  void saysThatCodeHasEndedWhereOnlyItsEndIsStillToBeTold() throws Exception {
    var running = bench.begin(bench.module("def run():\n  begun()\n  while True: pass"));
    var standing = running.result().handle((_, _) -> running.standing());

    running.interrupt(OFTEN);

    assertThat(standing.join().where()).isEqualTo(Where.ENDED);
  }
}
