package dev.terrarium.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.Outlet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What leaves a pipeline and cannot, while more waits behind it: the first failure is the outcome.
@Timeout(60)
class DeliveryFailureTest {
  private final List<String> diary = Collections.synchronizedList(new ArrayList<>());
  private final List<@Nullable Object> left = new ArrayList<>();
  private final AtomicInteger shares = new AtomicInteger();
  private final CountDownLatch allWait = new CountDownLatch(1);
  private final Probe probe = new Probe(diary);

  @Test
  void failsForTheOutputThatCannotBeConvertedAlsoIfAnotherSuchWaitsBehindIt() {
    probe.with("make", this::makeUnfit);

    var outcome = run(apart("make"), List.of(0, 1), left::add);

    assertThat(((Outcome.Failed) outcome).error())
        .hasMessage("Node make failed: the value at $ cannot be converted: it has no counterpart");
    assertThat(diary).endsWith("close make");
    assertThat(shares).hasValue(0);
  }

  @Test
  void deliversNothingOfWhatWaitsBehindAnOutputThatCannotBeConverted() {
    probe.with(
        "make",
        (item, out) -> {
          if (Integer.valueOf(0).equals(item)) {
            makeUnfit(item, out);
          } else {
            out.emit("fit");
            allWait.countDown();
          }
        });

    var outcome = run(apart("make"), List.of(0, 1), left::add);

    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(left).isEmpty();
  }

  @Test
  void deliversWhatWaitsOnOtherBranchesWhenANodeFails() {
    var outcome = run(twoBranches("fit"), List.of(1, 2), left::add);

    assertThat(((Outcome.Failed) outcome).error()).hasMessageContaining("no twos");
    assertThat(left).containsExactly("fit");
  }

  @Test
  void keepsTheFailureOfANodeWhenWhatWaitsOnOtherBranchesCannotBeConverted() {
    allWait.countDown();

    var outcome = run(twoBranches(new Unfit()), List.of(1, 2), left::add);

    assertThat(((Outcome.Failed) outcome).error()).hasMessageContaining("no twos");
    assertThat(diary).endsWith("close fail", "close hang");
    assertThat(shares).hasValue(0);
  }

  @Test
  void tellsWithTheFailureOfANodeWhatTheConsumerThrewAfterIt() {
    var full = new IllegalStateException("the disk is full");

    var outcome =
        run(
            twoBranches("fit"),
            List.of(1, 2),
            _ -> {
              throw full;
            });

    assertThat(((Outcome.Failed) outcome).error())
        .hasMessageContaining("no twos")
        .hasSuppressedException(full);
    assertThat(diary).endsWith("close fail", "close hang");
  }

  @Test
  void keepsTheFailureOfANodeAndCleansUpWhenTheConsumerThrowsAnErrorAfterIt() {
    var outcome =
        run(
            twoBranches("fit"),
            List.of(1, 2),
            _ -> {
              throw new AssertionError("unlike what is expected");
            });

    assertThat(((Outcome.Failed) outcome).error()).hasMessageContaining("no twos");
    assertThat(diary).endsWith("close fail", "close hang");
  }

  @Test
  void throwsOnWhatTheConsumerThrowsAtAMarkAndCleansUp() {
    var pipeline =
        Pipeline.of(Chains.of(probe.with("pass", (item, out) -> out.emit(item)), "pass"));
    var broken = new IllegalStateException("the pipe is broken");

    assertThatThrownBy(() -> pipeline.run(stream(), new Throwing(broken, null))).isSameAs(broken);
    assertThat(diary).endsWith("close pass");
  }

  @Test
  void cleansUpWhenTheConsumerThrowsAnErrorAtTheEnd() {
    var pipeline =
        Pipeline.of(Chains.of(probe.with("pass", (item, out) -> out.emit(item)), "pass"));
    var wrong = new AssertionError("unlike what is expected");

    assertThatThrownBy(() -> pipeline.run(stream(), new Throwing(null, wrong))).isSameAs(wrong);
    assertThat(diary).endsWith("close pass");
  }

  /// Emits what cannot be converted before all items are done.
  private void makeUnfit(@Nullable Object item, Outlet out) {
    try (var unfit = new Unfit()) {
      out.emit(unfit);
    }
    if (Integer.valueOf(1).equals(item)) {
      allWait.countDown();
    }
  }

  /// Two branches: of the first, which is delivered first, nothing comes; of the second one output,
  /// and then it fails.
  private Pipeline twoBranches(Object output) {
    probe
        .with("hang", (_, _) -> new CountDownLatch(1).await())
        .with(
            "fail",
            (item, out) -> {
              if (Integer.valueOf(2).equals(item)) {
                throw new IllegalStateException("no twos");
              }
              out.emit(output);
              if (output instanceof ForeignValue foreign) {
                foreign.close();
              }
            });
    return Pipeline.of(Chains.graph(probe, List.of("hang", "fail")));
  }

  private Pipeline apart(String node) {
    var plain = Conduct.PLAIN;
    var thread =
        new Conduct(
            false,
            Conduct.Isolation.THREAD,
            plain.onError(),
            plain.retry(),
            plain.timeout(),
            plain.circuit(),
            plain.queue());
    return Pipeline.of(Chains.graph(probe, Map.of(node, thread), List.of(node), List.of()));
  }

  private static Outcome run(Pipeline pipeline, List<Integer> items, Taking taking) {
    return pipeline.run(new Feed.Batch(new ArrayList<>(items)), (_, item) -> taking.take(item));
  }

  private static Feed stream() {
    return new Feed.Stream(List.of(1).iterator());
  }

  private interface Taking {
    void take(@Nullable Object item);
  }

  /// A consumer that throws after an item, or at the end.
  private record Throwing(@Nullable RuntimeException atMark, @Nullable Error atEnd)
      implements Results {
    @Override
    public void emit(String sink, @Nullable Object value) {}

    @Override
    public void mark() {
      if (atMark != null) {
        throw atMark;
      }
    }

    @Override
    public void end() {
      if (atEnd != null) {
        throw atEnd;
      }
    }
  }

  /// A value without a counterpart, which is converted only when all others wait behind it.
  private final class Unfit implements ForeignValue {
    Unfit() {
      shares.incrementAndGet();
    }

    @Override
    public ForeignValue share() {
      shares.incrementAndGet();
      return this;
    }

    @Override
    public void close() {
      shares.decrementAndGet();
    }

    @Override
    public Object toJava() {
      try {
        allWait.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new ConversionFault("$", "it has no counterpart");
    }

    @Override
    public <T> T as(Class<T> type) {
      return type.cast(toJava());
    }

    @Override
    public String describe() {
      return "unfit";
    }

    @Override
    public String typeName() {
      return "unfit";
    }
  }
}
