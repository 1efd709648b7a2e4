package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.testing.OnePython;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("native")
class InterruptTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final String SOURCE =
      """
      def loop(started):
          started()
          while True:
              pass
      def sleep(started):
          import time
          started()
          time.sleep(3600)
      def count():
          return sum(1 for _ in range(100_000))
      """;

  @Test
  void endsALoopThatWouldNeverEnd() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<String> raised = new CompletableFuture<>();
    Thread looping =
        large(() -> {
          try (Gil gil = PYTHON.python().attach()) {
            JavaFunction note =
                arguments -> {
                  started.countDown();
                  return null;
                };
            gil.run("m", SOURCE).callMethod("loop", note);
          } catch (PythonException interrupted) {
            interrupted.value().close();
            raised.complete(interrupted.typeName());
          }
        });
    started.await();

    Verdict verdict = PYTHON.python().interrupt(looping).verdict().join();

    assertThat(verdict.level()).isIn(Verdict.Level.SOFT, Verdict.Level.REPEATED);
    assertThat(raised.join()).isEqualTo("terrarium._errors.Interrupted");
  }

  @Test
  void endsASleepOnTheMainThreadThatIsLentAndNothingAfterIt() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CompletableFuture<Thread> thread = new CompletableFuture<>();
    CompletableFuture<String> raised = new CompletableFuture<>();
    CompletableFuture<Long> counted = new CompletableFuture<>();
    Verdict verdict;
    try (MainThread main = PYTHON.python().mainThread().orElseThrow()) {
      main.execute(() -> {
        thread.complete(Thread.currentThread());
        try (Gil gil = PYTHON.python().attach()) {
          JavaFunction note =
              arguments -> {
                started.countDown();
                return null;
              };
          gil.run("m", SOURCE).callMethod("sleep", note);
        } catch (PythonException interrupted) {
          interrupted.value().close();
          raised.complete(interrupted.typeName());
        }
      });
      started.await();

      verdict = PYTHON.python().interrupt(thread.join()).verdict().join();
      main.execute(() ->
          counted.complete(
              PYTHON.call(gil -> gil.run("m", SOURCE).attr("count").call(long.class))));
    }

    assertThat(verdict.level()).isIn(Verdict.Level.SOFT, Verdict.Level.REPEATED);
    assertThat(raised.join()).isEqualTo("terrarium._errors.Interrupted");
    assertThat(counted.join()).isEqualTo(100_000);
  }

  @Test
  @Timeout(60)
  void lendsTheMainThreadToOneAtATime() throws InterruptedException {
    try (MainThread main = PYTHON.python().mainThread().orElseThrow()) {
      CompletableFuture<Thread> lent = new CompletableFuture<>();
      main.execute(() -> lent.complete(Thread.currentThread()));

      assertThat(lent.join().getName()).isEqualTo("python-main");
      assertThat(PYTHON.python().mainThread()).isEmpty();
      Thread other = PYTHON.python().call(Duration.ofSeconds(60), _ -> Thread.currentThread());
      assertThat(other).isNotEqualTo(lent.join());
    }
    Optional<MainThread> again = PYTHON.python().mainThread();

    assertThat(again).isPresent();
    again.get().close();
  }

  @Test
  void saysThatCodeKeepsTheGilAlsoAfterTheProcessStoodStill() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch enough = new CountDownLatch(1);
    JavaFunction keepTheGil =
        _ -> {
          started.countDown();
          while (enough.getCount() > 0) { // Deaf to interrupts.
            Thread.onSpinWait();
          }
          return null;
        };
    PythonCall<String> stuck =
        PYTHON.python().submit(gil -> gil.eval("lambda keep: keep()").call(keepTheGil).str());
    started.await();

    Interruption interruption = stuck.interrupt();
    Runnable _ =
        Interpreter.running()
            .watchdog
            .after(Duration.ZERO, () -> LockSupport.parkNanos(2 * Limits.USUAL_GRACE.toNanos()));
    Verdict verdict = interruption.verdict().join();
    enough.countDown();
    boolean _ = stuck.ended().join();

    assertThat(verdict.level()).as(verdict.sentence()).isEqualTo(Verdict.Level.HOLDS_GIL);
  }

  @Test
  void findsNothingToInterruptInAThreadOutsidePython() throws Exception {
    Thread idle = large(() -> PYTHON.call(gil -> gil.eval("1").isTrue()));
    idle.join();

    assertThat(PYTHON.python().interrupt(idle).now()).isEqualTo(new Verdict.NothingRunning());
    assertThat(PYTHON.python().interrupt(Thread.currentThread()).now())
        .isEqualTo(new Verdict.NothingRunning());
  }

  @Test
  void endsTheCallThatRunsOrNothingWheneverItComes() throws Exception {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    Thread calling =
        large(() -> {
          for (int i = 0; i < 200; i++) {
            callOnce();
          }
          done.complete(true);
        });
    while (calling.isAlive()) {
      PYTHON.python().interrupt(calling);
    }

    assertThat(done.join()).isTrue();
  }

  /// An interrupt may end it, and nothing else may go wrong.
  private static void callOnce() {
    try (Gil gil = PYTHON.python().attach()) {
      gil.run("m", SOURCE).callMethod("count");
    } catch (PythonException interrupted) {
      assertThat(interrupted.typeName()).isEqualTo("terrarium._errors.Interrupted");
      interrupted.value().close();
    }
  }

  private static Thread large(Runnable work) {
    Thread thread = new Thread(null, work, "interrupted", 64L << 20);
    thread.start();
    return thread;
  }
}
