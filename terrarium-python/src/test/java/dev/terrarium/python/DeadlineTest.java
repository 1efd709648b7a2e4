package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.terrarium.testing.OnePython;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls with a deadline, by what the code does when it comes.
@Tag("native")
class DeadlineTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Limits LIMITS =
      Limits.of(Duration.ofMillis(400)).withGrace(Duration.ofMillis(1500)).named("busy");

  /// For code that the first interrupt ends, however long that takes.
  private static final Limits PATIENT = LIMITS.withGrace(MINUTE);

  private static final String SOURCE =
      """
      import contextlib, threading, time
      lock = threading.Lock()
      done = threading.Event()
      log = []
      def loop():
          begun()
          while True:
              pass
      def sleep():
          begun()
          time.sleep(600)
      def lock_forever():
          lock.acquire()
          begun()
          lock.acquire()
      def wait():
          begun()
          with lock:
              pass
      def spin():
          while not done.is_set():
              pass
      def swallow(inside=9):  # each swallows what comes while the one inside goes on
          begun()
          while not done.is_set():
              try:
                  if inside:
                      swallow(inside - 1)
                  spin()
              except BaseException:
                  pass
      def swallow_once():
          try:
              loop()
          except KeyboardInterrupt:
              log.append("swallowed")
          loop()
      def partial():
          count = 0
          try:
              begun()
              while True:
                  count += 1
          except KeyboardInterrupt:
              return "partial"
      @contextlib.contextmanager
      def managed():
          try:
              yield
          finally:
              log.append("exit")
      def generate():
          try:
              begun()
              while True:
                  yield
          finally:
              log.append("generator")
      def clean():
          try:
              with managed():
                  for _ in generate():
                      pass
          finally:
              log.append("finally")
      def own_error():
          try:
              loop()
          except KeyboardInterrupt:
              raise ValueError("instead")
      def call(function):
          function()
      """;

  private final Python python = PYTHON.python();
  private PyRef module;

  /// Whether the code of a test stands where its deadline is to find it.
  private final CountDownLatch begun = new CountDownLatch(1);

  @BeforeEach
  void load() {
    JavaFunction begin =
        _ -> {
          begun.countDown();
          return null;
        };
    module =
        PYTHON.call(gil -> {
          PyObject loaded = gil.run("busy", SOURCE);
          loaded.setAttr("begun", begin);
          return loaded.keep();
        });
  }

  @AfterEach
  void nothingRuns() {
    begun.countDown();
    python.running().forEach(_ -> python.interruptAll());
    module.close();
  }

  @Test
  void returnsWhatIsDoneInTime() throws Exception {
    assertThat(python.<Long>call(MINUTE, gil -> gil.eval("6 * 7").as(long.class))).isEqualTo(42L);
    assertThat(python.running()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"loop", "sleep", "lock_forever", "own_error"})
  void isEndedByTheFirstInterruptOnTheMainThread(String function) {
    DeadlineException late = late(PATIENT, gil -> gil.of(module).callMethod(function).isNone());
    PYTHON.run(gil -> {
      if (gil.of(module).attr("lock").callMethod("locked").isTrue()) {
        gil.of(module).attr("lock").callMethod("release");
      }
    });

    assertThat(late.level()).as(late.getMessage()).isEqualTo(Verdict.Level.SOFT);
    assertThat(late).hasMessageContaining("call 'busy' with a deadline of 400 ms was ended by");
    assertThat(late.elapsed()).isBetween(Duration.ofMillis(400), MINUTE);
    assertThat(late).hasCauseInstanceOf(PythonException.class);
    assertThat(((PythonException) late.getCause()).typeName())
        .isEqualTo(function.equals("own_error") ? "ValueError" : "terrarium._errors.Interrupted");
    assertThat(python.running()).isEmpty();
    release(late);
  }

  @Test
  void isEndedOnAnotherThreadWhenTheMainOneIsBusy() throws Exception {
    CountDownLatch enough = new CountDownLatch(1);
    PythonCall<Boolean> main = python.submit(gil -> gil.released(() -> await(enough)));

    DeadlineException late = late(PATIENT, gil -> gil.of(module).callMethod("loop").isNone());
    enough.countDown();

    assertThat(main.get()).isTrue();
    assertThat(late.level()).isEqualTo(Verdict.Level.SOFT);
    assertThat(late.getCause()).hasStackTraceContaining("busy.loop");
    release(late);
  }

  @Test
  void leavesACallThatWaitsInCAndTakesItsThreadAgainWhenItEnds() throws Exception {
    CountDownLatch enough = new CountDownLatch(1);
    PythonCall<Boolean> main = python.submit(gil -> gil.released(() -> await(enough)));
    PYTHON.run(gil -> gil.of(module).attr("lock").callMethod("acquire"));

    PythonCall<Boolean> waiting = submit(LIMITS, gil -> gil.of(module).callMethod("wait").isNone());
    DeadlineException late = catchThrowableOfType(DeadlineException.class, waiting::join);

    assertThat(late.level()).isEqualTo(Verdict.Level.BLOCKED);
    assertThat(late)
        .hasMessageContaining("waits where an interrupt does not reach it, at busy.wait");
    assertThat(late.verdict().stack()).anyMatch(frame -> frame.getMethodName().equals("wait"));
    assertThat(python.running())
        .anySatisfy(running -> {
          assertThat(running.name()).isEqualTo("busy");
          assertThat(running.overdue()).isPresent();
          assertThat(running.thread().orElseThrow()).startsWith("python-");
        });

    enough.countDown();
    main.join();
    PYTHON.run(gil -> gil.of(module).attr("lock").callMethod("release"));

    assertThat(waiting.ended().get()).isTrue();
    assertThat(python.running()).isEmpty();
  }

  @Test
  void findsOutWhatSwallowsInterruptsAndWhere() throws Exception {
    PythonCall<Boolean> swallowing =
        submit(LIMITS, gil -> gil.of(module).callMethod("swallow").isNone());
    DeadlineException late = catchThrowableOfType(DeadlineException.class, swallowing::join);
    PYTHON.run(gil -> gil.of(module).attr("done").callMethod("set"));

    assertThat(late.level()).as(late.getMessage()).isEqualTo(Verdict.Level.SWALLOWED);
    assertThat(((Verdict.Swallowed) late.verdict()).raised()).isPositive();
    assertThat(late.verdict().stack().toString()).contains("busy.swallow(<busy>");
    assertThat(swallowing.ended().get()).isTrue();
    assertThat(python.running()).isEmpty();
  }

  @Test
  void saysOfNoneInACrowdThatItKeepsTheGil() {
    List<PythonCall<Boolean>> crowd =
        Stream.generate(() -> submit(LIMITS, gil -> gil.of(module).callMethod("swallow").isNone()))
            .limit(40)
            .toList();
    List<Verdict.Level> levels =
        crowd.stream()
            .map(each -> catchThrowableOfType(DeadlineException.class, each::join).level())
            .toList();
    PYTHON.run(gil -> gil.of(module).attr("done").callMethod("set"));
    crowd.forEach(each -> each.ended().join());

    assertThat(levels).doesNotContain(Verdict.Level.HOLDS_GIL);
  }

  @Test
  void repeatsTheInterruptForWhatSwallowsOnlySome() {
    Limits patient = LIMITS.withGrace(Duration.ofSeconds(3));
    DeadlineException late = late(patient, gil -> gil.of(module).callMethod("swallow_once"));

    assertThat(late.level()).as(late.getMessage()).isEqualTo(Verdict.Level.REPEATED);
    assertThat(((Verdict.Ended) late.verdict()).raised()).isEqualTo(2);
    release(late);
  }

  @Test
  void cleansUpOnItsWayOut() {
    DeadlineException late = late(PATIENT, gil -> gil.of(module).callMethod("clean").isNone());

    assertThat(late.level()).isEqualTo(Verdict.Level.SOFT);
    assertThat(PYTHON.<String>call(gil -> gil.of(module).attr("log").str()))
        .isEqualTo("['generator', 'exit', 'finally']");
    release(late);
  }

  @Test
  void returnsWhatTheCodeMadeOfTheInterrupt() {
    String made = submit(PATIENT, gil -> gil.of(module).callMethod("partial").str()).join();

    assertThat(made).isEqualTo("partial");
  }

  @ParameterizedTest
  @ValueSource(strings = {"SystemExit", "KeyboardInterrupt", "terrarium.Interrupted", "OSError"})
  void leavesTheUsersOwnExceptionsAsTheyAre(String type) {
    PythonException raised =
        catchThrowableOfType(
            PythonException.class,
            () ->
                python.call(
                    Limits.of(MINUTE),
                    gil -> gil.run("own", "import terrarium\nraise " + type + "('mine')")));

    assertThat(raised.pythonMessage()).isEqualTo("mine");
    raised.value().close();
  }

  @Test
  void doesNotWaitWithTheGilInAnOpenRegion() throws Exception {
    try (Gil outer = python.attach()) {
      PyObject before = outer.of("before");
      long inside = python.call(MINUTE, gil -> gil.eval("2 + 2").as(long.class));

      assertThat(inside).isEqualTo(4);
      assertThat(before.str()).isEqualTo("before");
    }
  }

  @Test
  void isMadeFromAVirtualThreadAndFromPython() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      boolean done =
          threads
              .submit(() -> {
                try (Gil outer = python.attach()) {
                  JavaFunction nested = _ -> python.call(MINUTE, gil -> gil.eval("True").isTrue());
                  outer.of(module).callMethod("call", nested);
                  return python.call(MINUTE, gil -> gil.eval("True").isTrue());
                }
              })
              .get();

      assertThat(done).isTrue();
    }
  }

  @Test
  void wakesJavaCodeThatPythonHasCalled() {
    CountDownLatch never = new CountDownLatch(1);
    JavaFunction wait =
        arguments -> {
          if (arguments.size() == 0) {
            begun.countDown();
            never.await();
          }
          return null;
        };

    DeadlineException late = late(LIMITS, gil -> gil.of(module).callMethod("call", wait).isNone());

    assertThat(late.level()).as(late.getMessage()).isEqualTo(Verdict.Level.SOFT);
  }

  @Test
  void keepsWhatJavaCodeThrewWhenItWasInterrupted() {
    CountDownLatch never = new CountDownLatch(1);
    IllegalStateException failed = new IllegalStateException("cleanup failed");
    JavaFunction wait =
        arguments -> {
          try {
            if (arguments.size() == 0) {
              begun.countDown();
              never.await();
            }
          } catch (InterruptedException interrupted) {
            throw failed;
          }
          return null;
        };

    DeadlineException late = late(LIMITS, gil -> gil.of(module).callMethod("call", wait).isNone());

    assertThat(late.level()).as(late.getMessage()).isEqualTo(Verdict.Level.SOFT);
    assertThat(((PythonException) late.getCause()).typeName())
        .isEqualTo("terrarium._errors.Interrupted");
    assertThat(late.getCause()).cause().isSameAs(failed);
    release(late);
  }

  @Test
  void wakesJavaCodeThatWaitsInTheWorkItself() {
    CountDownLatch never = new CountDownLatch(1);
    IllegalStateException failed = new IllegalStateException("woken");

    DeadlineException late =
        late(
            LIMITS,
            _ -> {
              begun.countDown();
              try {
                never.await();
                return true;
              } catch (InterruptedException interrupted) {
                throw failed;
              }
            });

    assertThat(late.level()).as(late.getMessage()).isEqualTo(Verdict.Level.SOFT);
    assertThat(late).cause().isSameAs(failed);
  }

  @Test
  void wakesAWaitForAnotherCallAndEndsThatToo() throws Exception {
    AtomicReference<PythonCall<Boolean>> inner = new AtomicReference<>();

    DeadlineException late =
        late(
            LIMITS,
            _ -> {
              inner.set(
                  python.submit(Limits.none(), gil -> gil.of(module).callMethod("loop").isNone()));
              begun.countDown();
              try {
                return inner.get().await();
              } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
              }
            });

    assertThat(late.level()).as(late.getMessage()).isEqualTo(Verdict.Level.SOFT);
    assertThat(late.getCause()).hasCauseInstanceOf(InterruptedException.class);
    assertThat(inner.get().isCancelled()).isTrue();
    assertThat(inner.get().ended().get()).isTrue();
  }

  @Test
  void leavesNoInterruptForTheNextCallOnTheThread() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    DeadlineException _ =
        late(
            LIMITS,
            _ -> {
              begun.countDown();
              try {
                never.await();
                return true;
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
              }
            });

    boolean stray = python.call(MINUTE, _ -> Thread.currentThread().isInterrupted());

    assertThat(stray).isFalse();
  }

  @Test
  void failsAtItsDeadlineNamingWhoKeepsTheInterpreterBusy() throws Exception {
    CountDownLatch enough = new CountDownLatch(1);
    JavaFunction keepTheGil =
        _ -> {
          begun.countDown();
          while (enough.getCount() > 0) { // Deaf to interrupts.
            Thread.onSpinWait();
          }
          return null;
        };
    PythonCall<Boolean> stuck =
        submit(
            LIMITS.named("stuck"), gil -> gil.of(module).callMethod("call", keepTheGil).isNone());
    begun.await();

    DeadlineException next = late(LIMITS, gil -> gil.eval("1").isTrue());
    DeadlineException first = catchThrowableOfType(DeadlineException.class, stuck::join);
    List<RunningCall> running = python.running();
    enough.countDown();
    stuck.ended().join();

    assertThat(next.level()).isEqualTo(Verdict.Level.NOT_STARTED);
    assertThat(next)
        .hasMessageContaining("was not started: the interpreter is kept busy by call 'stuck' on");
    assertThat(first.level()).as(first.getMessage()).isEqualTo(Verdict.Level.HOLDS_GIL);
    assertThat(first.verdict().stack()).isNotEmpty();
    assertThat(running.getFirst().name()).isEqualTo("stuck");
    assertThat(running.getFirst().overdue()).isPresent();
    assertThat(python.<Boolean>call(gil -> gil.eval("1").isTrue())).isTrue();
  }

  @Test
  void saysThatNothingRuns() {
    PythonCall<Boolean> done = python.submit(gil -> gil.eval("1").isTrue());
    done.join();

    assertThat(done.interrupt().now().level()).isEqualTo(Verdict.Level.NOTHING_RUNNING);
    assertThat(done.interrupt().now().sentence()).isEqualTo("nothing is running");
    assertThat(python.interruptAll()).isEmpty();
    assertThat(python.running()).isEmpty();
  }

  @Test
  void cannotBeUnlimitedByNonsense() {
    assertThatThrownBy(() -> Limits.of(Duration.ZERO)).hasMessageContaining("must be positive");
    assertThatThrownBy(() -> LIMITS.withGrace(Duration.ofSeconds(-1)))
        .hasMessageContaining("the grace must be positive");
    assertThatThrownBy(() -> LIMITS.named(" ")).hasMessageContaining("blank");
    assertThat(Limits.none().deadline()).isEqualTo(Optional.empty());
  }

  private DeadlineException late(Limits limits, Function<Gil, ?> work) {
    PythonCall<?> call = submit(limits, work);
    return catchThrowableOfType(DeadlineException.class, call::join);
  }

  /// Submits a call; no deadline is over before the code says that it has begun.
  private <R> PythonCall<R> submit(Limits limits, Function<Gil, R> work) {
    Runnable _ = Interpreter.running().watchdog.after(Duration.ZERO, () -> await(begun));
    return python.submit(limits, work);
  }

  private static void release(DeadlineException late) {
    if (late.getCause() instanceof PythonException raised) {
      for (Throwable each = raised; each instanceof PythonException one; each = each.getCause()) {
        one.value().close();
      }
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException interrupted) {
      return false;
    }
  }
}
