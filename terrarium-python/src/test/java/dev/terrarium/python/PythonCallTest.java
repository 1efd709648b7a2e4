package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Calls that are waited for, cancelled, and given up.
@Tag("native")
class PythonCallTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private final Python python = PYTHON.python();
  private final CountDownLatch begun = new CountDownLatch(1);

  @Test
  void freesWhoeverWaitsWhenItIsCancelled() throws Exception {
    PythonCall<Boolean> call = endless();

    assertThat(call.cancel(true)).isTrue();

    assertThatExceptionOfType(CancellationException.class).isThrownBy(call::join);
    assertThat(call.isCancelled()).isTrue();
    assertThat(call.ended().get()).isTrue();
    assertThat(python.running()).isEmpty();
  }

  @Test
  void isInterruptedAgainAfterTheSameTimeUntilItEnds() throws Exception {
    JavaFunction begins =
        _ -> {
          begun.countDown();
          return null;
        };
    PythonCall<Integer> call =
        python.submit(gil ->
            gil.run(
                    "patient",
                    """
                    def swallow(begun):
                        swallowed = 0
                        while swallowed < 30:
                            try:
                                begun()
                                while True: pass
                            except BaseException: swallowed += 1
                        return swallowed
                    """)
                .callMethod("swallow", begins)
                .as(int.class));
    begun.await();

    Interruption interruption = call.interrupt(Duration.ofMillis(5));

    try {
      assertThat(call.join()).isEqualTo(30);
    } catch (PythonException cameWhileAnotherWasSwallowed) {
      cameWhileAnotherWasSwallowed.value().close();
    }
    assertThat(interruption.raised()).isGreaterThan(1);
    assertThat(interruption.now().level()).isEqualTo(Verdict.Level.REPEATED);
  }

  @Test
  void isNotInterruptedMoreOftenThanEveryMillisecond() throws Exception {
    PythonCall<Boolean> call = endless();

    assertThatThrownBy(() -> call.interrupt(Duration.ofNanos(999_999)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the time between two interrupts must be at least a millisecond");

    assertThat(call.cancel(true)).isTrue();
    call.ended().join();
  }

  @Test
  void isCancelledThroughItsView() throws Exception {
    PythonCall<Boolean> call = endless();

    call.toCompletableFuture().cancel(true);

    assertThat(call.isCancelled()).isTrue();
    assertThat(call.ended().get()).isTrue();
  }

  @Test
  void completesWithItsResultOrItsDeadlineWhicheverComesFirstAndNeverWithNothing() {
    List<PythonCall<String>> calls = new ArrayList<>();
    try (Gil gil = PYTHON.python().attach()) {
      long free = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
      // Some deadlines come before the GIL is free, some after it, some at that moment.
      for (int i = 0; i < 40; i++) {
        long deadline = free - System.nanoTime() + (i - 20) * 250_000L;
        Limits limits = Limits.of(Duration.ofNanos(Math.max(1, deadline)));
        calls.add(python.submit(limits, inner -> inner.of("done").str()));
      }
      while (System.nanoTime() < free) {
        Thread.onSpinWait();
      }
      assertThat(gil.none().isNone()).isTrue();
    }

    for (PythonCall<String> call : calls) {
      try {
        assertThat(call.join()).isEqualTo("done");
      } catch (DeadlineException late) {
        assertThat(late.level()).isNotEqualTo(Verdict.Level.NOTHING_RUNNING);
      }
      assertThat(call.ended().join()).isTrue();
    }
    assertThat(python.running()).isEmpty();
  }

  @Test
  void tellsItsViewWhatItReturnsAndThrows() throws Exception {
    PythonCall<Integer> three = python.submit(gil -> gil.eval("1 + 2").as(int.class));
    PythonCall<Integer> fails = python.submit(gil -> gil.eval("1 / 0").as(int.class));

    assertThat(three.toCompletableFuture().thenApply(value -> value + 1).get()).isEqualTo(4);
    assertThatThrownBy(() -> fails.toCompletableFuture().get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(PythonException.class);
    release(fails);
  }

  @Test
  void isInterruptedWithTheThreadThatWaitsForIt() throws Exception {
    PythonCall<Boolean> call = endless();
    CompletableFuture<String> thrown = new CompletableFuture<>();
    Thread waiting =
        new Thread(() -> {
          try {
            call.await();
          } catch (Exception interrupted) {
            thrown.complete(interrupted.getClass().getSimpleName());
          }
        });
    waiting.start();

    waiting.interrupt();

    assertThat(thrown.get()).isEqualTo("InterruptedException");
    assertThat(call.ended().get()).isTrue();
  }

  @Test
  void runsOnWhenOnlyTheWaitTimesOut() throws Exception {
    PythonCall<Boolean> call = endless();

    assertThatExceptionOfType(TimeoutException.class)
        .isThrownBy(() -> call.get(1, TimeUnit.MILLISECONDS));
    assertThat(call.isDone()).isFalse();
    assertThat(python.running()).hasSize(1);

    Verdict verdict = python.interruptAll().getFirst().verdict().get();
    assertThat(verdict).isInstanceOf(Verdict.Ended.class);
    release(call);
  }

  @Test
  void isNotMadeWithoutLimitsOrWork() {
    assertThatNullPointerException().isThrownBy(() -> python.submit((Limits) null, Gil::none));
    assertThatNullPointerException().isThrownBy(() -> python.submit(null));
    assertThat(python.running()).isEmpty();
  }

  @Test
  void releasesAResultThatComesWhenNobodyWaitsAnyMore() throws Exception {
    CountDownLatch enough = new CountDownLatch(1);
    PythonCall<PyRef> call =
        python.submit(gil -> {
          begun.countDown();
          gil.released(() -> {
            awaitDeafly(enough);
            return true;
          });
          return gil.of("late").keep();
        });
    begun.await();

    assertThat(call.cancel(false)).isTrue();
    LeakReport before = Python.leaks();
    enough.countDown();

    assertThat(call.ended().get()).isTrue();
    assertThat(Python.leaks().since(before).only(kind -> kind == LeakReport.Kind.REFERENCE).sites())
        .isEmpty();
  }

  @Test
  void interruptsWhatRunsForAVirtualThread() throws Exception {
    CompletableFuture<String> raised = new CompletableFuture<>();
    Thread virtual =
        Thread.ofVirtual()
            .start(() -> {
              try {
                python.call(this::loop);
              } catch (PythonException interrupted) {
                interrupted.value().close();
                raised.complete(interrupted.typeName());
              }
            });
    begun.await();

    Verdict verdict = python.interrupt(virtual).verdict().get();

    assertThat(raised.get()).isEqualTo("terrarium._errors.Interrupted");
    assertThat(verdict.level()).isIn(Verdict.Level.SOFT, Verdict.Level.REPEATED);
  }

  @Test
  void isNotInterruptedAgainOnceThatIsStopped() throws Exception {
    Thread user = new Thread(null, () -> python.call(this::swallowOnce), "user", 64L << 20);
    user.start();
    begun.await();

    Interruption interruption = python.interrupt(user);
    while (interruption.raised() == 0) {
      Thread.onSpinWait();
    }
    interruption.stop();
    PYTHON.run(gil -> gil.importModule("builtins").setAttr("enough", true));
    user.join();

    assertThat(interruption.raised()).isEqualTo(1);
    PYTHON.run(gil -> gil.eval("delattr(__import__('builtins'), 'enough')"));
  }

  private PythonCall<Boolean> endless() throws InterruptedException {
    PythonCall<Boolean> call = python.submit(this::loop);
    begun.await();
    return call;
  }

  private boolean loop(Gil gil) {
    begun.countDown();
    return gil.run("endless", "while True:\n    pass").isNone();
  }

  private boolean swallowOnce(Gil gil) {
    PyObject module =
        gil.run(
            "once",
            """
            import builtins
            def swallow(begun):
                try:
                    begun()
                    while True:
                        pass
                except KeyboardInterrupt:
                    pass
                while not hasattr(builtins, "enough"):
                    pass
            """);
    JavaFunction begins =
        _ -> {
          begun.countDown();
          return null;
        };
    return module.callMethod("swallow", begins).isNone();
  }

  private static void awaitDeafly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  private static void release(PythonCall<?> failed) {
    failed.ended().join();
    if (failed.exceptionNow() instanceof PythonException raised) {
      raised.value().close();
    }
  }
}
