package dev.terrarium.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import dev.terrarium.pipeline.Circuit;
import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.ErrorPolicy;
import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Retry;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class PoliciesTest {
  private final List<String> diary = new ArrayList<>();
  private final List<String> tries = new ArrayList<>();
  private final List<@Nullable Object> left = new ArrayList<>();
  private final Probe probe =
      new Probe(diary)
          .with("pass", (item, out) -> out.emit(item))
          .with(
              "refuseTwo",
              (item, out) -> {
                tries.add("try " + item);
                if (item.equals(2)) {
                  out.emit("half of 2");
                  throw new IllegalStateException("no twos");
                }
                out.emit(item);
              });

  @Test
  void skipsTheItemAndCountsIt() {
    var report = completed(conduct(new ErrorPolicy.Skip()), "refuseTwo", 1, 2, 3);

    assertThat(left).containsExactly(1, "half of 2", 3);
    assertThat(report.nodes().getFirst().failures()).isEqualTo(1);
    assertThat(report.nodes().getFirst().firstFailure())
        .hasValue("item 1: IllegalStateException: no twos");
  }

  @Test
  void sendsADescriptionOnInTheItemsPlace() {
    completed(conduct(new ErrorPolicy.Data()), "refuseTwo", 1, 2, 3);

    assertThat(left).hasSize(4).last().isEqualTo(3);
    assertThat(left.get(2))
        .extracting("error", MAP)
        .containsEntry("node", "refuseTwo")
        .containsEntry("item", 1L)
        .containsEntry("input_item", 1L)
        .containsEntry("type", "IllegalStateException")
        .containsEntry("message", "no twos")
        .hasEntrySatisfying(
            "traceback", text -> assertThat(text).asString().contains("PoliciesTest"));
  }

  @Test
  void sendsTheItemToASinkOfItsOwn() {
    var target = new ErrorPolicy.DeadLetter(new ErrorPolicy.Target.Sink("rejects"));
    var sinks = new ArrayList<String>();
    var chain =
        Chains.graph(probe, Map.of("refuseTwo", conduct(target)), List.of("refuseTwo"), List.of());

    Pipeline.of(chain)
        .run(
            new Feed.Batch(List.of(1, 2, 3)),
            (sink, value) -> {
              sinks.add(sink);
              left.add(value);
            });

    assertThat(sinks).containsExactly("refuseTwo", "refuseTwo", "refuseTwo", "rejects");
    assertThat(left).startsWith(1, "half of 2", 3);
    assertThat(left.getLast())
        .asInstanceOf(MAP)
        .containsEntry("value", 2)
        .containsEntry("item", 1L);
  }

  @Test
  void sendsTheItemToANodeInItsPlaceInTheStream() {
    var target = new ErrorPolicy.DeadLetter(new ErrorPolicy.Target.Sink("pass"));
    var chain =
        Chains.graph(
            probe, Map.of("refuseTwo", conduct(target)), List.of("refuseTwo", "pass"), List.of());
    var sinks = new ArrayList<String>();

    Pipeline.of(chain)
        .run(new Feed.Stream(List.of(1, 2, 3).iterator()), (sink, _) -> sinks.add(sink));

    assertThat(sinks).containsExactly("refuseTwo", "refuseTwo", "pass", "refuseTwo");
  }

  @Test
  void triesAgainWhatMaySucceedAndLetsNothingLeaveTwice() {
    probe.with(
        "flaky",
        (item, out) -> {
          tries.add("try " + item);
          out.emit("begun " + item);
          if (tries.size() < 3) {
            throw new ConnectException("not yet");
          }
          out.emit(item);
        });

    var report = completed(retrying(3), "flaky", 1);

    assertThat(left).containsExactly("begun 1", 1);
    assertThat(tries).hasSize(3);
    assertThat(report.nodes().getFirst().retries()).isEqualTo(2);
    assertThat(report.nodes().getFirst().itemsOut()).isEqualTo(2);
  }

  @Test
  void triesNothingAgainThatCannotSucceedAndSaysWhatWouldMakeItSo() {
    var outcome = (Outcome.Failed) run(retrying(3), "refuseTwo", 2);

    assertThat(outcome.error())
        .hasMessage(
            "Node refuseTwo failed on item 0, and is not tried again unless retry.on names"
                + " IllegalStateException: IllegalStateException: no twos");
    assertThat(tries).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LookupError", "builtins.LookupError", "BadLuck", "app.BadLuck"})
  void triesAgainAfterExceptionsThatTheManifestNamesAndTheirSubclasses(String name) {
    probe.with(
        "python",
        (item, _) -> {
          tries.add("try " + item);
          throw new ForeignException(
              List.of("app.BadLuck", "LookupError", "Exception"), "", "", new Exception());
        });

    run(retrying(4, name), "python", 1);

    assertThat(tries).hasSize(4);
  }

  @Test
  void saysHowTheLastAttemptFailed() {
    probe.with(
        "down",
        (_, _) -> {
          tries.add("");
          throw new ConnectException("attempt " + tries.size());
        });

    var outcome = (Outcome.Failed) run(retrying(2), "down", 1);

    assertThat(((NodeException) outcome.error()).detail()).isEqualTo("attempt 2");
    assertThat(outcome.error())
        .hasMessage(
            "Node down failed on item 0 after 2 attempts: java.net.ConnectException: attempt 2");
  }

  @Test
  void saysHowOftenAnItemWasTriedThatTheRunGoesOnWithout() {
    probe.with(
        "down",
        (_, _) -> {
          throw new ConnectException("no");
        });
    var retry = Optional.of(new Retry(3, Duration.ZERO, 2, 0, List.of()));

    var report =
        completed(
            conduct(new ErrorPolicy.Data(), retry, Optional.empty(), Optional.empty()), "down", 1);

    assertThat(left.getFirst()).extracting("error", MAP).containsEntry("attempts", 3);
    assertThat(report.nodes().getFirst().firstFailure())
        .hasValue("item 0 after 3 attempts: java.net.ConnectException: no");
  }

  @Test
  void sparesANodeThatFailsAgainAndAgain() {
    probe.with(
        "down",
        (item, _) -> {
          tries.add("try " + item);
          throw new IllegalStateException("down");
        });
    var conduct =
        conduct(
            new ErrorPolicy.Data(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Circuit(2, Duration.ofHours(1))));

    var report = completed(conduct, "down", 1, 2, 3, 4);

    assertThat(tries).containsExactly("try 1", "try 2");
    assertThat(report.nodes().getFirst().circuitOpenings()).isEqualTo(1);
    assertThat(left.getLast())
        .extracting("error", MAP)
        .containsEntry("type", "CircuitOpen")
        .containsEntry("traceback", "")
        .containsEntry(
            "message", "the node failed 2 times in a row and is given no item for 3600000 ms");
  }

  @Test
  void asksASparedNodeForWhatItHoldsAtTheEnd() {
    probe.with(
        "holds",
        new Probe.Behaviour() {
          @Override
          public void process(@Nullable Object item, Outlet out) {
            throw new IllegalStateException("down");
          }

          @Override
          public void flush(Outlet out) {
            out.emit("held");
          }
        });
    var conduct =
        conduct(
            new ErrorPolicy.Skip(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Circuit(1, Duration.ofHours(1))));

    var report = completed(conduct, "holds", 1, 2);

    assertThat(left).containsExactly("held");
    assertThat(report.nodes().getFirst().failures()).isEqualTo(2);
  }

  @Test
  void triesASparedNodeAgainWhenTheTimeIsOver() {
    probe.with(
        "recovers",
        (item, out) -> {
          tries.add("try " + item);
          if (tries.size() == 1) {
            throw new IllegalStateException("down");
          }
          out.emit(item);
        });
    var conduct =
        conduct(
            new ErrorPolicy.Skip(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Circuit(1, Duration.ZERO)));

    completed(conduct, "recovers", 1, 2, 3);

    assertThat(left).containsExactly(2, 3);
  }

  @Test
  void interruptsANodeThatWorksForTooLong() {
    probe.with(
        "stuck",
        (item, out) -> {
          if (item.equals(1)) {
            new CountDownLatch(1).await();
          }
          out.emit(item);
        });

    completed(limited(new ErrorPolicy.Skip(), Duration.ofSeconds(1)), "stuck", 1, 2);

    assertThat(left).containsExactly(2);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void saysThatTheTimeWasOver() {
    probe.with("stuck", (_, _) -> new CountDownLatch(1).await());

    var outcome = run(limited(new ErrorPolicy.Fail(), Duration.ofMillis(20)), "stuck", 1);

    var error = (NodeException) ((Outcome.Failed) outcome).error();
    assertThat(error.type()).isEqualTo("TimeoutError");
    assertThat(error.detail())
        .isEqualTo("the node worked longer on an item than its limit of 20 ms");
  }

  @ParameterizedTest
  @MethodSource
  void countsNothingAsAnItemsFailureAtTheEnd(ErrorPolicy onError) {
    probe.with(
        "badFlush",
        new Probe.Behaviour() {
          @Override
          public void process(@Nullable Object item, Outlet out) {
            out.emit(item);
          }

          @Override
          public void flush(Outlet out) {
            throw new IllegalStateException("nothing left");
          }
        });

    var told = new ArrayList<String>();
    var logger = Logger.getLogger(Guard.class.getPackageName());
    logger.setFilter(record -> {
      told.add(record.getMessage());
      return false;
    });

    RunReport report;
    try {
      report = completed(conduct(onError), "badFlush", 1);
    } finally {
      logger.setFilter(null);
    }

    assertThat(left).containsExactly(1);
    assertThat(told)
        .containsExactly("node badFlush was not flushed: IllegalStateException: nothing left");
    assertThat(report.nodes().getFirst().failures()).isZero();
  }

  static List<ErrorPolicy> countsNothingAsAnItemsFailureAtTheEnd() {
    return List.of(
        new ErrorPolicy.Skip(),
        new ErrorPolicy.Data(),
        new ErrorPolicy.DeadLetter(new ErrorPolicy.Target.Sink("rejects")));
  }

  @Test
  void saysThatTheTimeOfAFlushWasOver() {
    probe.with(
        "badFlush",
        new Probe.Behaviour() {
          @Override
          public void process(@Nullable Object item, Outlet out) {}

          @Override
          public void flush(Outlet out) throws Exception {
            new CountDownLatch(1).await();
          }
        });

    var outcome =
        (Outcome.Failed) run(limited(new ErrorPolicy.Fail(), Duration.ofSeconds(1)), "badFlush", 1);

    assertThat(outcome.error())
        .hasMessage(
            "Node badFlush failed while flushing: TimeoutError: the node worked longer on a flush"
                + " than its limit of 1000 ms");
  }

  private RunReport completed(Conduct conduct, String node, Object... items) {
    var outcome = run(conduct, node, items);
    assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    return outcome.report();
  }

  private Outcome run(Conduct conduct, String node, Object... items) {
    var chain =
        Chains.graph(
            probe, Map.of(node, conduct), List.of(node, "pass"), List.of(node + " > pass"));
    return Pipeline.of(chain).run(List.of(items).iterator(), left::add);
  }

  private static Conduct conduct(ErrorPolicy onError) {
    return conduct(onError, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Conduct retrying(int attempts, String... on) {
    var retry = new Retry(attempts, Duration.ZERO, 2, 0, List.of(on));
    return conduct(new ErrorPolicy.Fail(), Optional.of(retry), Optional.empty(), Optional.empty());
  }

  private static Conduct limited(ErrorPolicy onError, Duration limit) {
    return conduct(onError, Optional.empty(), Optional.of(limit), Optional.empty());
  }

  private static Conduct conduct(
      ErrorPolicy onError,
      Optional<Retry> retry,
      Optional<Duration> timeout,
      Optional<Circuit> circuit) {
    return new Conduct(
        false, Conduct.Isolation.INLINE, onError, retry, timeout, circuit, Optional.empty());
  }
}
