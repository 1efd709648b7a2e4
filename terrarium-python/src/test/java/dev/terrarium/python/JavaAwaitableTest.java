package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Java's futures as Python's awaitables.
@Tag("native")
class JavaAwaitableTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final String COROUTINES =
      """
      import asyncio, contextvars, gc

      who = contextvars.ContextVar("who", default="nobody")

      async def gives(future): return await future

      async def twice(future): return [await future, await future]

      async def catches(future):
          try:
              return await future
          except BaseException as e:
              return type(e).__name__

      async def impatient(future):
          try:
              await asyncio.wait_for(future, 0.001)
          except asyncio.TimeoutError:
              return "too late"

      async def remembers(future, proceed):
          who.set("ada")
          proceed()
          await future
          return who.get()

      async def all_of(futures): return await asyncio.gather(*futures)

      def in_a_loop_of_its_own(future): return asyncio.run(gives(future))

      def leaves_it(future):
          loop = asyncio.new_event_loop()
          task = loop.create_task(gives(future))
          loop.run_until_complete(asyncio.sleep(0))
          task._log_destroy_pending = False
          loop.close()

      async def calls(function, *args): return await function(*args)
      """;

  private static <T> CompletableFuture<T> start(Class<T> type, String name, Object... arguments) {
    return PYTHON.call(gil -> gil.run("m", COROUTINES).callMethod(name, arguments).future(type));
  }

  @Test
  void areAwaitedBeforeAndAfterTheyAreDone() {
    CompletableFuture<String> later = new CompletableFuture<>();

    CompletableFuture<Object> result = start(Object.class, "twice", later);
    later.complete("done");

    assertThat(result.join()).isEqualTo(List.of("done", "done"));
    assertThat(start(Object.class, "gives", CompletableFuture.completedFuture(3)).join())
        .isEqualTo(3L);
    assertThat(start(Object.class, "gives", later.minimalCompletionStage()).join())
        .isEqualTo("done");
  }

  @Test
  void areAwaitedInTheLoopOfAsyncioRun() {
    CompletableFuture<Integer> later = new CompletableFuture<>();
    Thread.startVirtualThread(() -> later.complete(5));

    Object result =
        PYTHON.call(
            gil -> gil.run("m", COROUTINES).callMethod("in_a_loop_of_its_own", later).toJava());

    assertThat(result).isEqualTo(5L);
  }

  @Test
  void areAwaitedManyAtOnce() {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> futures =
          java.util.stream.IntStream.range(0, 200).mapToObj(i -> pool.submit(() -> i)).toList();

      List<?> results = (List<?>) start(Object.class, "all_of", futures).join();

      assertThat(results).hasSize(200).element(199).isEqualTo(199L);
    }
  }

  @Test
  void raiseWhatJavaThrew() {
    IOException thrown = new IOException("disk full");
    CompletableFuture<Object> failed = CompletableFuture.failedFuture(thrown);
    CompletableFuture<Object> dependent = failed.thenApply(x -> x);

    assertThat(start(Object.class, "catches", failed).join()).isEqualTo("JavaError");
    assertThatThrownBy(() -> start(Object.class, "gives", dependent).join()).hasCause(thrown);
  }

  @Test
  void raisePythonsOwnExceptionAsItself() {
    CompletableFuture<Object> failed = new CompletableFuture<>();
    try {
      PYTHON.run(gil -> gil.eval("{}['k']"));
    } catch (PythonException raised) {
      failed.completeExceptionally(raised);
    }

    assertThat(start(Object.class, "catches", failed).join()).isEqualTo("KeyError");
  }

  @Test
  void cancelTheCoroutineWhenTheyAreCancelled() {
    CompletableFuture<Object> later = new CompletableFuture<>();
    CompletableFuture<Object> result = start(Object.class, "catches", later.thenApply(x -> x));

    later.cancel(true);

    assertThat(result.join()).isEqualTo("CancelledError");
  }

  @Test
  void areCancelledWithTheCoroutineThatAwaitsThem() throws Exception {
    CompletableFuture<Object> never = new CompletableFuture<>();
    CountDownLatch interrupted = new CountDownLatch(1);
    FutureTask<Object> task =
        new FutureTask<>(() -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException cancelled) {
            interrupted.countDown();
          }
          return null;
        });
    Thread.startVirtualThread(task);

    assertThat(start(Object.class, "impatient", never).join()).isEqualTo("too late");
    assertThat(start(Object.class, "impatient", task).join()).isEqualTo("too late");

    assertThat(never).isCancelled();
    interrupted.await();
  }

  @Test
  void goOnInTheContextOfTheTaskThatAwaitsThem() throws Exception {
    CompletableFuture<Object> later = new CompletableFuture<>();
    CountDownLatch waiting = new CountDownLatch(1);
    JavaFunction proceed =
        _ -> {
          waiting.countDown();
          return null;
        };
    CompletableFuture<Object> result = start(Object.class, "remembers", later, proceed);
    waiting.await();

    PYTHON.run(gil -> {
      PyObject other = gil.eval("__import__('contextvars').ContextVar('other')");
      gil.where(other, 1, () -> later.complete(true));
    });

    assertThat(result.join()).isEqualTo("ada");
  }

  @Test
  void areCompletedUnderALockThatPythonWantsToo() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    CompletableFuture<Object> later = new CompletableFuture<>();
    CompletableFuture<Object> result = start(Object.class, "gives", later);
    JavaFunction locks =
        arguments -> {
          lock.lock(); // With the GIL held, as no one should.
          lock.unlock();
          return null;
        };

    lock.lock();
    Thread python = Thread.startVirtualThread(() -> PYTHON.run(gil -> gil.of(locks).call()));
    while (!lock.hasQueuedThreads()) {
      Thread.onSpinWait();
    }
    later.complete("done");
    lock.unlock();

    assertThat(result.join()).isEqualTo("done");
    python.join();
  }

  @Test
  void thatAreDoneAfterTheirLoopWasClosedAreLetGo() {
    CompletableFuture<Object> later = new CompletableFuture<>();
    PYTHON.run(gil -> gil.run("m", COROUTINES).callMethod("leaves_it", later));

    later.complete("nobody is there");

    assertThat(start(Object.class, "gives", later).join()).isEqualTo("nobody is there");
  }

  @Test
  void comeBackAsTheSameObject() {
    CompletableFuture<Object> later = new CompletableFuture<>();

    assertThat(PYTHON.<Object>call(gil -> gil.eval("lambda x: x").call(later).toJava()))
        .isSameAs(later);
  }

  @Test
  void tellPythonHowTheyStand() {
    CompletableFuture<Object> later = new CompletableFuture<>();
    PYTHON.run(gil -> {
      PyObject future = gil.of(later);

      assertThat(future.callMethod("done").isTrue()).isFalse();
      assertThat(future.callMethod("cancel").isTrue()).isTrue();
      assertThat(future.callMethod("done").isTrue()).isTrue();
    });

    assertThat(later).isCancelled();
  }

  @Test
  void areWhatAnAsyncFunctionOfJavaGives() {
    AsyncJavaFunction adds =
        arguments -> {
          int a = arguments.as(0, int.class);
          return CompletableFuture.supplyAsync(() -> a + 1);
        };
    PYTHON.run(gil -> {
      PyObject function = gil.asyncFunction("adds", adds);
      PyObject isCoroutineFunction = gil.importModule("inspect").attr("iscoroutinefunction");

      assertThat(isCoroutineFunction.call(boolean.class, function)).isTrue();
      assertThat(function.attr("__name__").str()).isEqualTo("adds");
      assertThat(function.call(41).future(Long.class).join()).isEqualTo(42L);
      assertThatThrownBy(() -> gil.asyncFunction("nothing", _ -> null).call().await(Object.class))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("the async Java function 'nothing' returned null instead of a stage");
    });
  }

  @Test
  void areWhatAJavaFunctionMayReturn() {
    JavaFunction later =
        arguments -> {
          String text = arguments.as(0, String.class);
          return CompletableFuture.supplyAsync(() -> text + "!");
        };

    assertThat(start(String.class, "calls", later, "hello").join()).isEqualTo("hello!");
  }
}
