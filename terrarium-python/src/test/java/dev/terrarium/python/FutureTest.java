package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.terrarium.testing.OnePython;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Python's coroutines as Java futures.
@Tag("native")
class FutureTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final String COROUTINES =
      """
      import asyncio, contextvars, threading

      who = contextvars.ContextVar("who", default="nobody")

      async def double(n):
          await asyncio.sleep(0)
          return 2 * n

      async def fails():
          await asyncio.sleep(0)
          raise ValueError("on purpose")

      async def forever(entered, left):
          try:
              entered()
              await asyncio.Event().wait()
          except asyncio.CancelledError:
              left()
              raise

      async def cancels_itself():
          asyncio.current_task().cancel()
          await asyncio.sleep(0)

      async def exits():
          raise SystemExit(3)

      async def asks(): return who.get()

      async def sets_and_calls(function):
          who.set("ada")
          return await function()

      async def thread(): return threading.current_thread().name

      async def calls(function): return function()

      async def gathers(n): return sum(await asyncio.gather(*(double(i) for i in range(n))))
      """;

  private static PyObject module(Gil gil) {
    return gil.run("m", COROUTINES);
  }

  private static <T> CompletableFuture<T> start(Class<T> type, String name, Object... arguments) {
    return PYTHON.call(gil -> module(gil).callMethod(name, arguments).future(type));
  }

  @Test
  void areCompletedWithTheResult() throws Exception {
    CompletableFuture<Long> future = start(Long.class, "double", 21);

    assertThat(future.get()).isEqualTo(42L);
    assertThat(start(Long.class, "gathers", 100).thenApply(n -> n + 1).join()).isEqualTo(9901L);
  }

  @Test
  void areCompletedExceptionallyWithPythonsExceptionAndItsFrames() {
    CompletableFuture<Object> future = start(Object.class, "fails");

    assertThatThrownBy(future::join)
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(PythonException.class)
        .hasMessage("ValueError: on purpose")
        .satisfies(
            raised -> assertThat(raised.getStackTrace()[0].getMethodName()).isEqualTo("fails"));
  }

  @Test
  void sayWhatDoesNotFit() {
    assertThatThrownBy(() -> start(String.class, "double", 1).join())
        .cause()
        .isInstanceOf(ConversionException.class)
        .hasMessage("the result: expected str, got int 2");
  }

  @Test
  void keepWhatHasNoCounterpart() {
    try (PyRef set =
        (PyRef) start(Object.class, "calls", (JavaFunction) a -> a.gil().eval("2j")).join()) {
      assertThat(PYTHON.<String>call(gil -> gil.of(set).repr())).isEqualTo("2j");
    }
    PYTHON.run(gil ->
        assertThatThrownBy(() -> gil.none().future(PyObject.class))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("ask for PyRef.class"));
  }

  @Test
  void cancelTheCoroutine() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    CompletableFuture<Object> future =
        start(Object.class, "forever", counting(entered), counting(left));
    entered.await();

    assertThat(future.cancel(true)).isTrue();
    assertThat(future.cancel(true)).isTrue();

    left.await();
    assertThat(future).isCancelled();
  }

  private static JavaFunction counting(CountDownLatch latch) {
    return _ -> {
      latch.countDown();
      return null;
    };
  }

  @Test
  void cancelTheCoroutineWhenTheyTimeOut() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    CompletableFuture<Object> future =
        start(Object.class, "forever", counting(entered), counting(left));
    entered.await();

    future.completeExceptionally(new TimeoutException("as orTimeout does"));

    left.await();
  }

  @Test
  void areCancelledByPython() {
    CompletableFuture<Object> future = start(Object.class, "cancels_itself");

    assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
    assertThat(future).isCancelled();
  }

  @Test
  void outliveACoroutineThatCallsSysExit() {
    assertThatThrownBy(() -> start(Object.class, "exits").join())
        .hasMessageContaining("SystemExit: 3");

    assertThat(start(Long.class, "double", 2).join()).isEqualTo(4L);
  }

  @Test
  void areRefusedForWhatCannotBeAwaited() {
    PYTHON.run(gil -> {
      assertThatThrownBy(() -> gil.of(3).future(Object.class))
          .hasMessage(
              "TypeError: 'int' object cannot be awaited: call an async function, and pass what it gives");
      PyObject coroutine = module(gil).callMethod("double", 1);
      assertThat(coroutine.future(Long.class).join()).isEqualTo(2L);
      assertThatThrownBy(() -> coroutine.future(Long.class).join())
          .hasMessageContaining("cannot reuse already awaited coroutine");
    });
  }

  @Test
  void letTheGilGoWhileARegionWaits() throws Exception {
    PYTHON.run(gil -> {
      PyObject m = module(gil);

      assertThat(m.callMethod("double", 1).future(Long.class).join()).isEqualTo(2L);
      assertThat(m.callMethod("double", 2).future(Long.class).thenApply(n -> n + 1).join())
          .isEqualTo(5L);
    });
  }

  @Test
  void areAwaitedInOneCall() throws Exception {
    try (Gil gil = PYTHON.python().attach()) {
      PyObject m = module(gil);

      assertThat((long) m.callMethod("double", 4).await(Long.class)).isEqualTo(8L);
      assertThat(m.callMethod("thread").await(String.class)).isEqualTo("terrarium-loop");
      assertThatThrownBy(() -> m.callMethod("fails").await(Object.class))
          .isInstanceOf(PythonException.class)
          .hasMessage("ValueError: on purpose");
    }
  }

  @Test
  void areCalledFromAnyThread() throws Exception {
    try (PyRef twice = PYTHON.call(gil -> module(gil).attr("double").keep())) {
      List<CompletableFuture<Long>> results = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        results.add(twice.callAsync(new TypeRef<Long>() {}, i));
      }
      CompletableFuture<Long> fromVirtual = new CompletableFuture<>();
      Thread.startVirtualThread(() -> fromVirtual.complete(twice.callAsync(Long.class, 7).join()));

      assertThat(results.stream().mapToLong(CompletableFuture::join).sum()).isEqualTo(39_800);
      assertThat(fromVirtual.get()).isEqualTo(14L);
    }
  }

  @Test
  void parkAVirtualThreadWithoutTheGil() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread waiter =
        Thread.startVirtualThread(() -> {
          try (Gil gil = PYTHON.python().attach()) {
            PyObject forever = module(gil).attr("forever");
            JavaFunction note = counting(entered);
            outcome.complete(catchThrowable(() -> forever.call(note, note).await(Object.class)));
          }
        });
    entered.await();

    assertThat(PYTHON.<Long>call(gil -> gil.eval("6 * 7").as(Long.class))).isEqualTo(42L);
    waiter.interrupt();

    waiter.join();
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void cancelTheCoroutineWhoseWaiterIsInterrupted() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Runnable waits =
        () -> {
          try (Gil gil = PYTHON.python().attach()) {
            PyObject forever = module(gil).callMethod("forever", counting(entered), counting(left));
            outcome.complete(catchThrowable(() -> forever.await(Object.class)));
          }
        };
    Thread waiter = new Thread(null, waits, "waiter", 64L << 20);
    waiter.start();
    entered.await();

    waiter.interrupt();

    waiter.join();
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    left.await();
  }

  @Test
  void timeOutInARegionWithoutTheGil() {
    PYTHON.run(gil -> {
      CompletableFuture<Object> future =
          module(gil)
              .callMethod(
                  "forever", counting(new CountDownLatch(1)), counting(new CountDownLatch(1)))
              .future(Object.class);

      assertThatThrownBy(() -> future.get(1, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      assertThat(gil.eval("1").as(long.class)).isEqualTo(1L);
      future.cancel(true);
    });
  }

  @Test
  void areNoDeadlockOnTheLoopsOwnThread() {
    AtomicReference<PyRef> twice = new AtomicReference<>();
    JavaFunction waits =
        arguments -> {
          try (PyRef function = twice.get()) {
            return function.callAsync(Long.class, 1).join();
          }
        };
    PYTHON.run(gil -> twice.set(module(gil).attr("double").keep()));

    assertThatThrownBy(() -> start(Object.class, "calls", waits).join())
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("this is the event loop's own thread");
  }

  @Test
  void runWhatDependsOnThemBesideTheLoop() {
    Thread dependent = start(Long.class, "double", 1).thenApply(_ -> Thread.currentThread()).join();

    assertThat(dependent.getName()).isNotEqualTo("terrarium-loop");
  }

  @Test
  void carryTheContextOfTheirCaller() {
    PYTHON.run(gil -> {
      PyObject m = module(gil);
      PyObject who = m.attr("who");

      CompletableFuture<String> inside =
          gil.where(who, "ada", () -> m.callMethod("asks").future(String.class));

      assertThat(inside.join()).isEqualTo("ada");
      assertThat(m.callMethod("asks").future(String.class).join()).isEqualTo("nobody");
    });
  }

  @Test
  void carryTheContextOfTheTaskThatCalledJava() {
    JavaFunction startsAnother =
        arguments -> arguments.get(0).call().future(String.class).thenApply(who -> who + "!");
    PYTHON.run(gil -> {
      PyObject m = module(gil);
      PyObject passes =
          gil.eval("lambda start, coroutine: (lambda: start(coroutine))")
              .call(startsAnother, m.attr("asks"));

      assertThat(m.callMethod("sets_and_calls", passes).future(String.class).join())
          .isEqualTo("ada!");
    });
  }

  @Test
  void giveTheirExceptionToEveryWaiter() {
    CompletableFuture<Object> future = start(Object.class, "fails");

    assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class);
    assertThatThrownBy(future::get).isInstanceOf(ExecutionException.class);
  }
}
