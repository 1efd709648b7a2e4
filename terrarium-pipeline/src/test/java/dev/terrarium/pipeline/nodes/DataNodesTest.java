package dev.terrarium.pipeline.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.data.DataPorts;
import dev.terrarium.pipeline.data.DataSink;
import dev.terrarium.pipeline.data.DataSource;
import dev.terrarium.pipeline.data.Item;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DataNodesTest {
  private static final NodeId ID = new NodeId("n");
  private static final Duration LONG = Duration.ofSeconds(20);

  private final DataSource source = new DataSource();

  @Test
  void sourceEmitsWhatWasPutInBeforeItBegan() throws Exception {
    source.push("a");
    source.push(null);
    source.close();

    assertThat(reader(Map.of()).produce()).containsExactly("a", null);
  }

  @Test
  void sourceEmitsInOrderWhatAnotherThreadPutsInWhileItRuns() throws Exception {
    var node = reader(Map.of("buffer_size", 2L));
    var pushing =
        CompletableFuture.supplyAsync(() -> {
          boolean all = LongStream.range(0, 1000).allMatch(i -> pushed(i));
          source.close();
          return all;
        });

    assertThat(node.produce())
        .hasSize(1000)
        .isSortedAccordingTo((a, b) -> Long.compare((Long) a, (Long) b));
    assertThat(pushing.join()).isTrue();
  }

  @Test
  void sourceSaysWhenItIsFull() {
    boolean all = LongStream.range(0, 100).allMatch(source::push);

    assertThat(all).isTrue();
    assertThat(source.push(100L)).isFalse();
  }

  @Test
  void sourceHoldsAsManyAsItsNodeSays() throws Exception {
    var node = reader(Map.of("buffer_size", 1L));
    var taken = new ArrayList<Boolean>();
    source.push("first");

    node.produce(item -> {
      if ("first".equals(item)) {
        taken.add(source.push("second"));
        taken.add(source.push("third"));
        source.close();
      }
    });

    assertThat(taken).containsExactly(true, false);
  }

  @Test
  void sourceEndsWhenNothingComesForAWhileAndTakesNothingMore() throws Exception {
    var node = reader(Map.of("timeout_seconds", 0.001));
    source.push(1L);

    assertThat(node.produce()).containsExactly(1L);
    assertThat(source.push(2L)).isFalse();
    assertThat(source.push(2L, LONG)).isFalse();
  }

  @Test
  void sourceTakesNothingMoreWhenTheRunHasFailed() throws Exception {
    source.push(1L);

    assertThatThrownBy(() ->
            reader(Map.of())
                .produce(_ -> {
                  throw new IllegalStateException("downstream");
                }))
        .hasMessage("downstream");
    assertThat(source.push(2L)).isFalse();
  }

  @Test
  void sourceServesOneRun() throws Exception {
    source.close();
    reader(Map.of()).produce();

    assertThatThrownBy(() -> reader(Map.of()).produce())
        .hasMessage("The data source has served a run already; make a new one for each run");
  }

  @Test
  void whoHasNoProgramToMeetSaysWhatToDo() {
    assertThatThrownBy(() -> NodeHarness.of("DataSourceNode", Map.of()))
        .hasMessageStartingWith("No program puts items in: load the node types with Settings")
        .hasMessageContaining("a DataSource for 'n'");
    assertThatThrownBy(() -> NodeHarness.of("DataSinkNode", Map.of()))
        .hasMessageStartingWith("No program takes items out")
        .hasMessageContaining("a DataSink for 'n'");
  }

  @Test
  void sinkHandsEachItemOverAtOnceAndEmitsNothing() throws Exception {
    var got = new ArrayList<@Nullable Object>();

    assertThat(writer(DataSink.to(got::add), Map.of()).run(1L, null, "a")).isEmpty();

    assertThat(got).containsExactly(1L, null, "a");
  }

  @Test
  void sinkFailsOnWhatItsConsumerThrows() {
    var sink =
        DataSink.to(_ -> {
          throw new IllegalArgumentException("not wanted");
        });

    assertThatThrownBy(() -> writer(sink, Map.of()).run(1L)).hasMessage("not wanted");
  }

  @Test
  void sinkKeepsItemsAndMakesTheRunWaitWhenThereIsNoRoom() throws Exception {
    var sink = DataSink.kept();
    var params = Map.of("buffer_output", true, "buffer_size", 2L);
    var full = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    Runnable reached = full::countDown;
    var run =
        Thread.ofPlatform()
            .start(() -> {
              try {
                writer(sink, params).run(1L, 2L, reached, 3L, null);
                over.countDown();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
    full.await();

    assertThat(sink.isOver()).isFalse();
    var taken = new ArrayList<@Nullable Object>();
    for (int i = 0; i < 4; i++) {
      taken.add(sink.take(LONG).map(Item::value).orElse(null));
    }
    over.await();
    run.join();

    assertThat(taken).containsExactly(1L, 2L, 3L, null);
    assertThat(sink.take(LONG)).isEmpty();
    assertThat(sink.isOver()).isTrue();
  }

  @Test
  void sinkMustBeOfTheKindThatTheManifestSays() {
    var keeping = Map.of("buffer_output", true);

    assertThatThrownBy(() -> writer(DataSink.kept(), Map.of()))
        .hasMessage("The data sink keeps items, so buffer_output must be true");
    assertThatThrownBy(() -> writer(DataSink.to(_ -> {}), keeping))
        .hasMessage("The data sink has a consumer, so buffer_output must be false");
  }

  private boolean pushed(long item) {
    try {
      return source.push(item, LONG);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private NodeHarness reader(Map<String, ?> params) throws Exception {
    return NodeHarness.of(new DataPorts(Map.of(ID, source), Map.of()), "DataSourceNode", params);
  }

  private static NodeHarness writer(DataSink sink, Map<String, ?> params) throws Exception {
    return NodeHarness.of(new DataPorts(Map.of(), Map.of(ID, sink)), "DataSinkNode", params);
  }
}
