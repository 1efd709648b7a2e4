package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Coroutines, generators and async generators behind the Java types that ask for them.
@Tag("native")
class PythonSourcesTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final String SERVICE =
      """
      import asyncio

      async def fetch(key):
          await asyncio.sleep(0)
          return len(key)

      def lines():
          yield "a"
          yield "b"

      async def ticks():
          for i in range(3): yield i
      """;

  /// What a module of Python offers.
  interface Service {
    CompletableFuture<Long> fetch(String key);

    Stream<String> lines();

    Flow.Publisher<Long> ticks();
  }

  @Test
  void areTheResultsOfAnInterfaceOverAModule() throws Exception {
    AtomicLong sum = new AtomicLong();
    CountDownLatch complete = new CountDownLatch(1);
    Service service = PYTHON.call(gil -> gil.run("service", SERVICE).as(Service.class));

    assertThat(service.fetch("four").join()).isEqualTo(4L);
    try (Stream<String> lines = service.lines()) {
      assertThat(lines.toList()).containsExactly("a", "b");
    }
    service
        .ticks()
        .subscribe(
            new Flow.Subscriber<>() {
              @Override
              public void onSubscribe(Flow.Subscription begun) {
                begun.request(10);
              }

              @Override
              public void onNext(Long tick) {
                sum.addAndGet(tick);
              }

              @Override
              public void onError(Throwable thrown) {}

              @Override
              public void onComplete() {
                complete.countDown();
              }
            });
    complete.await();
    assertThat(sum).hasValue(3);
  }

  @Test
  void areReadWhereATypeAsksForThem() {
    PYTHON.run(gil -> {
      PyObject m = gil.run("m", SERVICE);

      CompletionStage<Integer> stage =
          m.callMethod("fetch", "x").as(new TypeRef<CompletionStage<Integer>>() {});
      Iterator<String> lines = gil.eval("'xy'").as(new TypeRef<Iterator<String>>() {});

      assertThat(stage.toCompletableFuture().join()).isEqualTo(1);
      assertThat(lines).toIterable().containsExactly("x", "y");
      assertThatThrownBy(() -> gil.of(3).as(new TypeRef<CompletableFuture<Long>>() {}))
          .isInstanceOf(ConversionException.class)
          .hasMessageStartingWith("$: expected CompletableFuture, got int 3");
    });
  }
}
