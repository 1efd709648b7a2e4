package dev.terrarium.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.Outlet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SessionsTest {
  private final List<String> diary = Collections.synchronizedList(new ArrayList<>());
  private final Probe probe =
      new Probe(diary)
          .withEach("sum", Sum::new)
          .with("pass", (item, out) -> out.emit(item))
          .with(
              "twice",
              (item, out) -> {
                out.emit(item);
                out.emit(item);
              })
          .with(
              "refuseThree",
              (item, out) -> {
                if (item.equals(3)) {
                  throw new IllegalStateException("no threes");
                }
                out.emit(item);
              });

  @Test
  void keepsTheStateOfItsNodesBetweenItems() throws InterruptedException {
    try (var session = Pipeline.of(Chains.of(probe, "sum")).open()) {
      assertThat(session.send(1)).containsExactly(1);
      assertThat(session.send(2)).containsExactly(3);
      assertThat(session.send(4)).containsExactly(7);
    }
    assertThat(diary).endsWith("flush sum", "close sum");
  }

  @Test
  void givesEachItemWhatCameOfItFromAllBranches() throws InterruptedException {
    var graph = Chains.graph(probe, List.of("twice", "pass", "sum"), "twice > sum");

    try (var session = Pipeline.of(graph).open()) {
      assertThat(session.send(1)).containsExactly(1, 1, 2);
      assertThat(session.send(5)).containsExactly(5, 7, 12);
    }
  }

  @Test
  void givesWhatWasLeftWhenItIsFinished() throws InterruptedException {
    probe.with(
        "hold",
        new Probe.Behaviour() {
          @Override
          public void process(@Nullable Object item, Outlet out) {}

          @Override
          public void flush(Outlet out) {
            out.emit("rest");
          }
        });

    try (var session = Pipeline.of(Chains.of(probe, "hold")).open()) {
      assertThat(session.send(1)).isEmpty();
      assertThat(session.finish()).containsExactly("rest");
    }
  }

  @Test
  void answersItemsInTheirOrderHoweverManyAreOnTheirWay() {
    try (var session = Pipeline.of(Chains.of(probe, "sum")).open()) {
      var answers = IntStream.range(0, 100).mapToObj(session::sendAsync).toList();

      assertThat(answers.getLast().join()).containsExactly(99 * 100 / 2);
      assertThat(answers).allMatch(answer -> answer.join().size() == 1);
    }
  }

  @Test
  void tellsWhoWaitsAndWhoSendsLaterWhichNodeFailed() throws InterruptedException {
    try (var session = Pipeline.of(Chains.of(probe, "refuseThree")).open()) {
      assertThat(session.send(1)).containsExactly(1);

      assertThatThrownBy(() -> session.send(3))
          .isInstanceOf(NodeException.class)
          .hasMessage("Node refuseThree failed on item 1: IllegalStateException: no threes");
      assertThatThrownBy(() -> session.send(4)).hasMessageContaining("no threes");
    }
  }

  @Test
  void refusesItemsAfterItWasClosed() {
    var session = Pipeline.of(Chains.of(probe, "pass")).open();
    session.close();

    assertThatThrownBy(() -> session.send(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The session is closed; open a new one");
  }

  @Test
  void stopsANodeThatIsAtWorkWhenItIsCancelled() {
    probe.with("stuck", (_, _) -> new CountDownLatch(1).await());
    try (var session = Pipeline.of(Chains.of(probe, "stuck")).open()) {
      var answer = session.sendAsync(1);
      session.cancel();

      assertThatThrownBy(answer::join)
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(IllegalStateException.class);
    }
    assertThat(diary).doesNotContain("flush stuck");
  }

  @Test
  void keepsSessionsApartByName() throws InterruptedException {
    var pipeline = Pipeline.of(Chains.of(probe, "sum"));
    try (var sessions = PipelineSessions.of(pipeline, Duration.ofHours(1), (_, _) -> {})) {
      sessions.send("anna", 1);
      sessions.send("bert", 10);

      assertThat(sessions.send("anna", 2)).containsExactly(3);
      assertThat(sessions.send("bert", 20)).containsExactly(30);
      assertThat(sessions.size()).isEqualTo(2);
    }
  }

  @Test
  void closesASessionWhoseTimeIsOverAndBeginsAnew() throws InterruptedException {
    var now = new AtomicLong();
    var expired = new ArrayList<String>();
    var pipeline = Pipeline.of(Chains.of(probe, "sum"));
    try (var sessions =
        new PipelineSessions(
            pipeline, Duration.ofNanos(100), (name, _) -> expired.add(name), now::get)) {
      sessions.send("anna", 1);
      now.set(60);
      sessions.send("bert", 1);
      now.set(120);
      sessions.sweep();

      assertThat(expired).containsExactly("anna");
      assertThat(sessions.send("anna", 5)).containsExactly(5);
      assertThat(sessions.send("bert", 5)).containsExactly(6);
    }
  }

  @Test
  void forgetsASessionThatFailed() throws InterruptedException {
    var pipeline = Pipeline.of(Chains.of(probe, "refuseThree"));
    try (var sessions = PipelineSessions.of(pipeline, Duration.ofHours(1), (_, _) -> {})) {
      assertThatThrownBy(() -> sessions.send("anna", 3)).isInstanceOf(NodeException.class);

      assertThat(sessions.send("anna", 4)).containsExactly(4);
    }
  }

  @Test
  void keepsThousandsOfSessionsOpen() throws InterruptedException {
    var pipeline = Pipeline.of(Chains.of(probe, "sum"));
    try (var sessions = PipelineSessions.of(pipeline, Duration.ofHours(1), (_, _) -> {})) {
      for (int i = 0; i < 5_000; i++) {
        sessions.send("user " + i, i);
      }

      assertThat(sessions.send("user 4999", 1)).containsExactly(5000);
      assertThat(sessions.size()).isEqualTo(5_000);
    }
  }

  private static final class Sum implements Probe.Behaviour {
    private int sum;

    @Override
    public void process(@Nullable Object item, Outlet out) {
      sum += (Integer) item;
      out.emit(sum);
    }
  }
}
