package dev.terrarium.bus.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.topic.TopicPath;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParameterRacesTest {
  private static final int ROUNDS = 5_000;

  @Test
  void aReaderIsNotHeldUpByAWriter() throws InterruptedException {
    var speed = TopicPath.of("speed");
    var keeping = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    Parameters parameters =
        Parameters.open(
            List.of(ParameterDefinition.real("speed", 0.5, "m/s")),
            new Slow(keeping, go),
            Map.of(),
            (path, payload) -> {});
    var writer = Thread.ofPlatform().start(() -> parameters.set(speed, 1.5));
    keeping.await();

    double read = parameters.real(speed);

    assertThat(read).isEqualTo(0.5);
    go.countDown();
    writer.join();
    assertThat(parameters.real(speed)).isEqualTo(1.5);
  }

  /// Keeps nothing, and takes until it is let go.
  private record Slow(CountDownLatch keeping, CountDownLatch go) implements ParameterStore {
    @Override
    public Map<TopicPath, Object> load() {
      return Map.of();
    }

    @Override
    public void save(Map<TopicPath, Object> changed) throws IOException {
      keeping.countDown();
      try {
        go.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  @Test
  void whoListsSeesValuesThatWereSetTogetherTogether() throws InterruptedException {
    var low = TopicPath.of("low");
    var high = TopicPath.of("high");
    Parameters parameters =
        Parameters.open(
            List.of(
                ParameterDefinition.whole("low", 0, "the least"),
                ParameterDefinition.whole("high", 0, "the greatest")),
            ParameterStore.none(),
            Map.of(),
            (path, payload) -> {});
    var done = new AtomicBoolean();
    var torn = new AtomicInteger();
    var reader =
        Thread.ofPlatform()
            .start(() -> {
              while (!done.get()) {
                List<ParameterView> views = parameters.list(TopicPath.ROOT);
                if (!views.get(0).value().equals(views.get(1).value())) {
                  torn.incrementAndGet();
                }
              }
            });

    for (long i = 1; i <= ROUNDS; i++) {
      parameters.setMany(Map.of(low, i, high, i));
    }
    done.set(true);
    reader.join();

    assertThat(torn).hasValue(0);
  }
}
