package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Java's publishers as Python's async iterables.
@Tag("native")
class JavaPublisherTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final String COROUTINES =
      """
      import asyncio

      async def all_of(values): return [v async for v in values]

      async def some_of(values, n):
          taken = []
          async for v in values:
              taken.append(v)
              if len(taken) == n: break
          return taken

      async def closes(values):
          items = aiter(values)
          first = await anext(items)
          await items.aclose()
          return first

      async def catches(values):
          seen = []
          try:
              async for v in values: seen.append(v)
          except Exception as e:
              seen.append(str(e))
          return seen

      async def never(values, waiting):
          async for v in values:
              waiting()

      async def twice(values): return await asyncio.gather(all_of(values), all_of(values))
      """;

  private static <T> CompletableFuture<T> start(Class<T> type, String name, Object... arguments) {
    return PYTHON.call(gil -> gil.run("m", COROUTINES).callMethod(name, arguments).future(type));
  }

  /// A publisher whose every request is answered by a script, on the thread that asks.
  private static class Scripted implements Flow.Publisher<Object>, Flow.Subscription {
    final AtomicLong asked = new AtomicLong();
    final CountDownLatch cancelled = new CountDownLatch(1);
    private final Consumer<Flow.Subscriber<? super Object>> script;
    private Flow.Subscriber<? super Object> subscriber;

    Scripted(Consumer<Flow.Subscriber<? super Object>> script) {
      this.script = script;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Object> begun) {
      subscriber = begun;
      begun.onSubscribe(this);
    }

    @Override
    public void request(long items) {
      asked.addAndGet(items);
      script.accept(subscriber);
    }

    @Override
    public void cancel() {
      cancelled.countDown();
    }
  }

  @Test
  void areIteratedToTheirEnd() {
    SubmissionPublisher<Integer> publisher = new SubmissionPublisher<>();
    CompletableFuture<Object> result = start(Object.class, "all_of", publisher);
    while (!publisher.hasSubscribers()) {
      Thread.onSpinWait();
    }
    List<Object> expected = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      publisher.submit(i);
      expected.add((long) i);
    }
    publisher.close();

    assertThat(result.join()).isEqualTo(expected);
  }

  @Test
  void areSubscribedToAnewByEachLoop() {
    AtomicInteger subscriptions = new AtomicInteger();
    Flow.Publisher<Object> publisher =
        subscriber -> {
          subscriptions.incrementAndGet();
          new Scripted(
                  to -> {
                    to.onNext("x");
                    to.onComplete();
                  })
              .subscribe(subscriber);
        };

    assertThat(start(Object.class, "twice", publisher).join())
        .isEqualTo(List.of(List.of("x"), List.of("x")));
    assertThat(subscriptions).hasValue(2);
  }

  @Test
  void areAskedForASmallWindowAheadAndNoMore() throws Exception {
    AtomicInteger sent = new AtomicInteger();
    AtomicLong open = new AtomicLong();
    Scripted[] endless = new Scripted[1];
    endless[0] =
        new Scripted(to -> {
          while (sent.get() < endless[0].asked.get()) {
            to.onNext(sent.getAndIncrement());
          }
          open.set(endless[0].asked.get());
        });

    assertThat(start(Object.class, "some_of", endless[0], 20).join())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(20)
        .endsWith(19L);

    endless[0].cancelled.await();
    assertThat(open.get()).isBetween(20L, 40L);
  }

  @Test
  void areCancelledByAclose() throws Exception {
    Scripted one = new Scripted(to -> to.onNext("first"));

    assertThat(start(String.class, "closes", one).join()).isEqualTo("first");

    one.cancelled.await();
  }

  @Test
  void areCancelledWithTheTaskThatWaitsForThem() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    Scripted one = new Scripted(to -> to.onNext("first"));
    CompletableFuture<Object> task =
        start(
            Object.class,
            "never",
            one,
            (JavaFunction)
                _ -> {
                  waiting.countDown();
                  return null;
                });
    waiting.await();

    task.cancel(true);

    one.cancelled.await();
  }

  @Test
  void raiseTheirErrorAfterTheirItems() {
    Scripted failing =
        new Scripted(to -> {
          to.onNext(1);
          to.onError(new IllegalStateException("gone"));
        });

    assertThat(start(Object.class, "catches", failing).join())
        .isEqualTo(List.of(1L, "java.lang.IllegalStateException: gone"));
    assertThatThrownBy(() ->
            start(
                    Object.class,
                    "all_of",
                    (Flow.Publisher<Object>)
                        _ -> {
                          throw new UnsupportedOperationException("no subscribers");
                        })
                .join())
        .hasCauseInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void thatSendNullAreCutOff() {
    AtomicInteger refused = new AtomicInteger();
    Scripted nulls =
        new Scripted(to -> {
          try {
            to.onNext(null);
          } catch (NullPointerException told) {
            refused.incrementAndGet();
          }
        });

    assertThat(start(Object.class, "catches", nulls).join())
        .asString()
        .contains("the publisher sent null, which a Flow cannot carry");
    assertThat(refused).hasValue(1);
    assertThat(nulls.cancelled.getCount()).isZero();
  }

  @Test
  void thatSendMoreThanIsAskedForAreCutOff() {
    Scripted flood =
        new Scripted(to -> {
          for (int i = 0; i < 1000; i++) {
            to.onNext(i);
          }
        });

    assertThat(start(Object.class, "catches", flood).join())
        .asString()
        .contains("15, java.lang.IllegalStateException: the publisher sent more items than the 16");
    assertThat(flood.cancelled.getCount()).isZero();
  }

  @Test
  void thatGoOnAfterTheirEndAreNotHeard() {
    Scripted zombie =
        new Scripted(to -> {
          to.onNext(1);
          to.onComplete();
          to.onNext(2);
          to.onError(new IllegalStateException("late"));
          to.onComplete();
        });

    assertThat(start(Object.class, "catches", zombie).join()).isEqualTo(List.of(1L));
  }

  @Test
  void thatSubscribeTwiceHaveTheSecondCancelled() {
    Scripted second = new Scripted(_ -> {});
    Flow.Publisher<Object> confused =
        subscriber -> {
          new Scripted(
                  to -> {
                    to.onSubscribe(second);
                    to.onNext(1);
                    to.onComplete();
                  })
              .subscribe(subscriber);
        };

    assertThat(start(Object.class, "all_of", confused).join()).isEqualTo(List.of(1L));
    assertThat(second.cancelled.getCount()).isZero();
  }

  @Test
  void thatPublishPythonsItemsCarryThemThere() {
    assertThat(
            PYTHON
                .<CompletableFuture<Object>>call(gil -> {
                  PyObject m =
                      gil.run(
                          "m", COROUTINES + "\nasync def g():\n  for i in range(99): yield i\n");
                  Flow.Publisher<Long> numbers = m.callMethod("g").publisher(Long.class);
                  return m.callMethod("all_of", numbers).future(Object.class);
                })
                .join())
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(99)
        .endsWith(98L);
  }
}
