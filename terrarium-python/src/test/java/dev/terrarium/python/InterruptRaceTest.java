package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.testing.Extent;
import dev.terrarium.testing.OnePython;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Interrupts that come about when a call ends: they hit that call or nothing.
@Tag("native")
class InterruptRaceTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final int ROUNDS = Extent.of(400, 10_000);

  /// By how much an interrupt comes later after a call that was stopped, and earlier after one that
  /// was not: so about half of them are, and most interrupts come when a call ends.
  private static final int LONGEST_NANOS = 2_000_000;

  private static final double STEP = 1.05;

  private static final String SOURCE =
      """
      import contextlib, threading
      lock = threading.Lock()
      none = contextlib.nullcontext()
      shared = 0
      def work(guard, turns):
          global shared
          for _ in range(turns):
              with guard:
                  shared += 1
              sum(i for i in range(100))
          return turns
      def innocent(guard):
          with guard:
              return sum(i for i in range(200))
      """;

  private final Python python = PYTHON.python();
  private final Random random = new Random(20_261_121);
  private PyRef module;
  private volatile double delayNanos = 500_000;

  /// The first race is the interrupt's in any case.
  private volatile long turns = Long.MAX_VALUE;

  private int stopped;
  private int onTheSameThread;

  @BeforeEach
  void load() {
    module = PYTHON.call(gil -> gil.run("race", SOURCE).keep());
  }

  @AfterEach
  void release() {
    module.close();
  }

  @Test
  void neverHitTheNextCallOnTheMainThread() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      raceOfInterrupt();
    }

    assertItWasARace();
  }

  @Test
  void neverHitTheNextCallOnAnotherThread() throws Exception {
    CountDownLatch enough = new CountDownLatch(1);
    PythonCall<Boolean> main = occupy(enough);
    for (int round = 0; round < ROUNDS; round++) {
      raceOfInterrupt();
    }
    enough.countDown();

    assertThat(main.join()).isTrue();
    assertItWasARace();
  }

  @Test
  void neverHitTheNextCallWhenADeadlineSendsThem() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      raceOfDeadline();
    }

    assertItWasARace();
  }

  @Test
  void neverHitTheNextRegionOfAUsersThread() throws Exception {
    Thread user =
        new Thread(
            null,
            () -> {
              for (int round = 0; round < ROUNDS; round++) {
                raceOfRegion();
              }
            },
            "user",
            64L << 20);
    user.start();
    while (user.isAlive()) {
      LockSupport.parkNanos(random.nextInt(LONGEST_NANOS));
      innocent.acquire();
      Interruption interruption = python.interrupt(user);
      LockSupport.parkNanos(random.nextInt(LONGEST_NANOS));
      interruption.stop();
      innocent.release();
    }
    user.join();

    assertThat(stopped).isPositive();
    assertThat(failed).isNull();
  }

  private final Semaphore innocent = new Semaphore(1);
  private volatile Throwable failed;

  /// While the second region is open the permit is taken, and nobody asks for an interrupt.
  private void raceOfRegion() {
    try (Gil gil = python.attach()) {
      for (int i = 0; i < 4; i++) {
        gil.of(module).callMethod("work", guard(gil), turns);
      }
    } catch (PythonException interrupted) {
      assertInterrupted(interrupted);
    }
    innocent.acquireUninterruptibly();
    try (Gil gil = python.attach()) {
      assertThat(gil.of(module).callMethod("innocent", guard(gil)).as(int.class)).isEqualTo(19_900);
    } catch (Throwable hit) {
      failed = hit;
    } finally {
      innocent.release();
    }
  }

  private void raceOfInterrupt() throws Exception {
    PythonCall<String> call = python.submit(this::work);
    LockSupport.parkNanos(delay());
    call.interrupt();
    String thread = null;
    try {
      thread = call.await();
      delayNanos /= STEP;
    } catch (PythonException interrupted) {
      assertInterrupted(interrupted);
    } catch (CancellationException notStarted) {
      noteStopped();
    }
    assertInnocent(thread);
  }

  private void raceOfDeadline() throws Exception {
    Duration deadline = Duration.ofNanos(delay());
    String thread = null;
    try {
      thread = python.call(Limits.of(deadline), this::work);
      delayNanos /= STEP;
    } catch (DeadlineException late) {
      assertThat(late.level())
          .isIn(Verdict.Level.NOT_STARTED, Verdict.Level.SOFT, Verdict.Level.REPEATED);
      if (late.getCause() instanceof PythonException interrupted) {
        assertInterrupted(interrupted);
      } else {
        noteStopped();
      }
    }
    assertInnocent(thread);
  }

  private String work(Gil gil) {
    long given = turns;
    assertThat(gil.of(module).callMethod("work", guard(gil), given).as(long.class))
        .isEqualTo(given);
    return Thread.currentThread().getName();
  }

  /// CPython 3.14 may raise an exception from another thread between taking a lock and the block
  /// that gives it back; on the main thread we see to it that it does not.
  private PyObject guard(Gil gil) {
    boolean safe = Thread.currentThread().getName().equals("python-main");
    return gil.of(module).attr(safe ? "lock" : "none");
  }

  private void assertInterrupted(PythonException raised) {
    assertThat(raised.typeName()).isEqualTo("terrarium._errors.Interrupted");
    raised.value().close();
    noteStopped();
  }

  private void noteStopped() {
    stopped++;
    turns = 150;
    delayNanos = Math.min(delayNanos * STEP, LONGEST_NANOS);
  }

  private long delay() {
    return 1 + (long) (delayNanos * (0.8 + 0.4 * random.nextDouble()));
  }

  /// Idle carriers take turns, so that it takes as many calls as there are to meet the same again.
  private void assertInnocent(String before) throws Exception {
    int carriers = python.statistics().carriers();
    for (int i = 0; i <= carriers; i++) {
      PythonCall<String> next =
          python.submit(gil -> {
            assertThat(gil.of(module).callMethod("innocent", guard(gil)).as(int.class))
                .isEqualTo(19_900);
            return Thread.currentThread().getName();
          });
      String thread = next.await();
      if (thread.equals(before)) {
        onTheSameThread++;
        return;
      }
    }
  }

  private PythonCall<Boolean> occupy(CountDownLatch enough) throws InterruptedException {
    CountDownLatch there = new CountDownLatch(1);
    PythonCall<Boolean> main =
        python.submit(gil ->
            gil.released(() -> {
              there.countDown();
              try {
                enough.await();
                return Thread.currentThread().getName().equals("python-main");
              } catch (InterruptedException interrupted) {
                return false;
              }
            }));
    there.await();
    return main;
  }

  private void assertItWasARace() {
    assertThat(stopped).as("calls that were stopped").isBetween(1, ROUNDS);
    assertThat(onTheSameThread).as("innocent calls on the same thread").isPositive();
    assertThat(python.running()).isEmpty();
    assertThat(
            PYTHON.<Boolean>call(gil -> gil.of(module).attr("lock").callMethod("locked").isTrue()))
        .as("the lock that the calls shared is free")
        .isFalse();
  }
}
