package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Python's async generators as Java publishers.
@Tag("native")
class PublisherTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final String GENERATORS =
      """
      import asyncio

      made, ended = [], []

      async def count(n):
          try:
              for i in range(n):
                  made.append(i)
                  yield i
                  await asyncio.sleep(0)
          finally:
              ended.append(True)

      async def at_once(n):
          for i in range(n): yield i

      async def fails_at(n):
          for i in range(n): yield i
          raise ValueError(f"no {n}")

      async def waits(entered, left):
          try:
              entered()
              await asyncio.Event().wait()
              yield 1
          finally:
              left()

      async def odd():
          yield 1
          yield None

      class Again:
          def __aiter__(self): return count(2)
      """;

  /// Notes all it is told, and asks only for what a test asks for.
  private static class Probe implements Flow.Subscriber<Object> {
    final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription begun) {
      subscription.complete(begun);
    }

    @Override
    public void onNext(Object item) {
      told.add(item);
    }

    @Override
    public void onError(Throwable thrown) {
      told.add(thrown);
    }

    @Override
    public void onComplete() {
      told.add("complete");
    }

    Probe ask(long items) {
      subscription.join().request(items);
      return this;
    }

    Object next() throws InterruptedException {
      return told.take();
    }

    List<Object> next(int count) throws InterruptedException {
      List<Object> taken = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        taken.add(told.take());
      }
      return taken;
    }
  }

  private static Probe subscribe(PyRef module, String name, @Nullable Object... arguments) {
    Probe probe = new Probe();
    publisher(Object.class, module, name, arguments).subscribe(probe);
    return probe;
  }

  private static <T> Flow.Publisher<T> publisher(
      Class<T> type, PyRef module, String name, @Nullable Object... arguments) {
    return PYTHON.call(gil -> gil.of(module).callMethod(name, arguments).publisher(type));
  }

  private static void with(ModuleTest test) throws Exception {
    try (PyRef module = PYTHON.call(gil -> gil.run("m", GENERATORS).keep())) {
      test.run(module);
    }
  }

  private interface ModuleTest {
    void run(PyRef module) throws Exception;
  }

  private static String seen(PyRef module, String list) {
    return PYTHON.call(gil -> gil.of(module).attr(list).repr());
  }

  @Test
  void giveAsManyItemsAsAreAskedFor() throws Exception {
    with(m -> {
      Probe probe = subscribe(m, "count", 5).ask(2);

      assertThat(probe.next(2)).containsExactly(0L, 1L);
      passATurnOfTheLoop(m);
      assertThat(probe.told).isEmpty();
      assertThat(seen(m, "made")).isEqualTo("[0, 1]");

      probe.ask(1).ask(1);
      assertThat(probe.next(2)).containsExactly(2L, 3L);
      probe.ask(Long.MAX_VALUE).ask(Long.MAX_VALUE);
      assertThat(probe.next(2)).containsExactly(4L, "complete");
    });
  }

  /// Whatever the loop was to do at once, it has done afterwards.
  private static void passATurnOfTheLoop(PyRef module) {
    for (int i = 0; i < 3; i++) {
      PYTHON
          .<CompletableFuture<Object>>call(
              gil -> gil.importModule("asyncio").callMethod("sleep", 0).future(Object.class))
          .join();
    }
  }

  @Test
  void neverRunFarAheadOfASlowSubscriber() throws Exception {
    with(m -> {
      CountDownLatch entered = new CountDownLatch(1);
      CountDownLatch proceed = new CountDownLatch(1);
      AtomicInteger sum = new AtomicInteger();
      CompletableFuture<Integer> all = new CompletableFuture<>();
      publisher(Integer.class, m, "at_once", 1000)
          .subscribe(
              subscriber(
                  item -> {
                    entered.countDown();
                    await(proceed);
                    sum.addAndGet(item);
                  },
                  () -> all.complete(sum.get())));
      entered.await();
      passATurnOfTheLoop(m);
      proceed.countDown();

      assertThat(all.join()).isEqualTo(499_500);
    });
  }

  private static <T> Flow.Subscriber<T> subscriber(Consumer<T> each, Runnable complete) {
    return new Flow.Subscriber<>() {
      @Override
      public void onSubscribe(Flow.Subscription begun) {
        begun.request(Long.MAX_VALUE);
      }

      @Override
      public void onNext(T item) {
        each.accept(item);
      }

      @Override
      public void onError(Throwable thrown) {
        throw new AssertionError(thrown);
      }

      @Override
      public void onComplete() {
        complete.run();
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void closeTheGeneratorWhenTheyAreCancelled() throws Exception {
    with(m -> {
      Probe probe = subscribe(m, "count", 1000).ask(1);
      assertThat(probe.next()).isEqualTo(0L);

      probe.subscription.join().cancel();
      probe.subscription.join().cancel();
      probe.ask(1);

      while (seen(m, "ended").equals("[]")) {
        Thread.onSpinWait();
      }
      assertThat(probe.told).isEmpty();
      assertThat(seen(m, "made")).isEqualTo("[0]");
    });
  }

  @Test
  void interruptAGeneratorThatWaitsWhenTheyAreCancelled() throws Exception {
    with(m -> {
      CountDownLatch entered = new CountDownLatch(1);
      CountDownLatch left = new CountDownLatch(1);
      Probe probe = subscribe(m, "waits", counting(entered), counting(left)).ask(1);
      entered.await();

      probe.subscription.join().cancel();

      left.await();
      assertThat(probe.told).isEmpty();
    });
  }

  private static JavaFunction counting(CountDownLatch latch) {
    return _ -> {
      latch.countDown();
      return null;
    };
  }

  @Test
  void endWithWhatTheGeneratorRaises() throws Exception {
    with(m -> {
      Probe probe = subscribe(m, "fails_at", 2).ask(10);

      assertThat(probe.next(2)).containsExactly(0L, 1L);
      assertThat(probe.next())
          .isInstanceOfSatisfying(
              PythonException.class, raised -> assertThat(raised).hasMessage("ValueError: no 2"));
    });
  }

  @Test
  void endWithTheItemThatDoesNotFit() throws Exception {
    with(m -> {
      Probe none = subscribe(m, "odd").ask(10);
      assertThat(none.next()).isEqualTo(1L);
      assertThat(none.next())
          .asString()
          .contains("NullPointerException: item 1 is None, which a Flow cannot carry");

      BlockingQueue<String> messages = new LinkedBlockingQueue<>();
      Probe text =
          new Probe() {
            @Override
            public void onError(Throwable thrown) {
              messages.add(String.valueOf(thrown.getMessage()));
            }
          };
      publisher(String.class, m, "count", 3).subscribe(text);
      text.ask(1);
      assertThat(messages.take()).isEqualTo("item 0: expected str, got int 0");
    });
  }

  @Test
  void refuseADemandThatIsNotPositive() throws Exception {
    with(m -> {
      Probe probe = subscribe(m, "count", 3).ask(0).ask(-1).ask(1);

      assertThat(probe.next())
          .isInstanceOf(IllegalArgumentException.class)
          .asString()
          .contains("request(0)");
      passATurnOfTheLoop(m);
      assertThat(probe.told).isEmpty();
    });
  }

  @Test
  void cancelForASubscriberThatThrows() throws Exception {
    with(m -> {
      publisher(Object.class, m, "count", 1000)
          .subscribe(
              subscriber(
                  item -> {
                    throw new IllegalStateException("on purpose");
                  },
                  () -> {}));

      while (seen(m, "ended").equals("[]")) {
        Thread.onSpinWait();
      }
    });
  }

  @Test
  void giveAnAsyncGeneratorToOneSubscriberAndAnIterableToAll() throws Exception {
    with(m -> {
      Flow.Publisher<Object> once = publisher(Object.class, m, "count", 1);
      Flow.Publisher<Object> again = publisher(Object.class, m, "Again");
      List<Probe> probes = List.of(new Probe(), new Probe(), new Probe(), new Probe());
      once.subscribe(probes.get(0));
      once.subscribe(probes.get(1));
      again.subscribe(probes.get(2));
      again.subscribe(probes.get(3));
      probes.forEach(probe -> probe.ask(5));

      assertThat(probes.get(0).next(2)).containsExactly(0L, "complete");
      assertThat(probes.get(1).next())
          .asString()
          .contains("an async generator gives its items once");
      assertThat(probes.get(2).next(3)).containsExactly(0L, 1L, "complete");
      assertThat(probes.get(3).next(3)).containsExactly(0L, 1L, "complete");
    });
  }

  @Test
  void areRefusedForWhatIsNoAsyncIterable() {
    PYTHON.run(gil -> {
      assertThatThrownBy(() -> gil.of(3).publisher(Object.class))
          .hasMessageStartingWith("TypeError: 'int' object is not an async iterable");
      assertThatThrownBy(() -> gil.none().publisher(PyObject.class))
          .isInstanceOf(IllegalArgumentException.class);
    });
  }

  @Test
  void tellOneAfterAnotherFromTheBeginning() throws Exception {
    with(m -> {
      AtomicInteger inside = new AtomicInteger();
      CompletableFuture<List<Long>> all = new CompletableFuture<>();
      List<Long> items = new ArrayList<>();
      publisher(Long.class, m, "at_once", 300)
          .subscribe(
              new Flow.Subscriber<>() {
                private Flow.Subscription subscription;

                @Override
                public void onSubscribe(Flow.Subscription begun) {
                  assertThat(inside.getAndIncrement()).isZero();
                  subscription = begun;
                  begun.request(1);
                  passATurnOfTheLoop(m);
                  inside.decrementAndGet();
                }

                @Override
                public void onNext(Long item) {
                  assertThat(inside.getAndIncrement()).isZero();
                  items.add(item);
                  subscription.request(1);
                  inside.decrementAndGet();
                }

                @Override
                public void onError(Throwable thrown) {
                  all.completeExceptionally(thrown);
                }

                @Override
                public void onComplete() {
                  all.complete(items);
                }
              });

      assertThat(all.get()).hasSize(300).isSorted();
    });
  }
}
