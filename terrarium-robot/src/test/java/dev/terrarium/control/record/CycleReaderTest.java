package dev.terrarium.control.record;

import static dev.terrarium.control.record.SteppedLoop.MICRO;
import static dev.terrarium.control.record.SteppedLoop.MILLI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.terrarium.control.loop.Rings;
import dev.terrarium.control.loop.RunningLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A reader beside a loop, step by step and on its own thread.
@Timeout(60)
class CycleReaderTest {
  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final Duration PERIOD = Duration.ofMillis(1);

  private final SteppedLoop loop = new SteppedLoop();
  private final Stops stops = new Stops();
  private final List<Overrun> overruns = new ArrayList<>();
  private long runDelay;
  private final CycleReader reader =
      new CycleReader(
          loop.ring,
          PERIOD,
          OverrunCauses.of(stops, PATIENCE),
          new RunDelay(() -> runDelay),
          () -> loop.now);

  @Test
  void countsEveryCycleOnceHoweverOftenItIsAsked() {
    loop.run(30);
    reader.step();
    loop.run(30);

    assertThat(reader.stats().cycles().run()).isEqualTo(60);
    assertThat(reader.stats().cycles().run()).isEqualTo(60);
    assertThat(reader.stats().overruns().count()).isZero();
  }

  @Test
  void tellsOfCyclesThatWereOverwritten() {
    loop.run(10);
    reader.step();
    loop.run(100);
    reader.step();

    LoopStats.Cycles cycles = reader.stats().cycles();

    assertThat(cycles.lost()).isPositive();
    assertThat(cycles.run() + cycles.lost()).isEqualTo(110);
    assertThat(cycles.missed()).isZero();
  }

  @Test
  void explainsAnOverrunWhenWhatStoppedItHasBeenTold() {
    reader.onOverrun(overruns::add);
    loop.run(20);
    loop.run(3 * MILLI, 50 * MICRO);
    long woke = loop.row.woke;
    reader.step();

    assertThat(reader.stats().overruns().undecided()).isEqualTo(1);
    assertThat(overruns).isEmpty();

    stops.add(new Stop(Cause.COLLECTOR, woke - 3 * MILLI, woke, 3 * MILLI));
    loop.now += PATIENCE.toNanos();
    reader.step();

    assertThat(overruns).extracting(Overrun::cause).containsExactly(Cause.COLLECTOR);
    assertThat(overruns.getFirst().cycle()).isEqualTo(23);
    assertThat(overruns.getFirst().missed()).isEqualTo(3);
    assertThat(reader.stats().overruns().byCause()).containsEntry(Cause.COLLECTOR, 1L);
    assertThat(reader.stats().overruns().undecided()).isZero();
  }

  @Test
  void explainsAnOverrunByHowLongItsThreadWaited() {
    reader.onOverrun(overruns::add);
    loop.run(20);
    reader.step();
    loop.run(3 * MILLI, 50 * MICRO);
    runDelay += 3 * MILLI;
    reader.step();
    loop.now += PATIENCE.toNanos();
    reader.step();

    assertThat(overruns).extracting(Overrun::cause).containsExactly(Cause.SCHEDULING);
  }

  @Test
  void explainsTheLastOverrunByHowLongItsThreadHadWaitedWhenItEnded() {
    reader.onOverrun(overruns::add);
    loop.run(20);
    reader.step();
    loop.run(3 * MILLI, 50 * MICRO);
    runDelay += 3 * MILLI;
    reader.ends();
    runDelay = -1; // as of a thread that is gone
    loop.now += PATIENCE.toNanos();

    reader.step();

    assertThat(overruns).extracting(Overrun::cause).containsExactly(Cause.SCHEDULING);
  }

  @Test
  void tellsTheWholeWhenTheLastOverrunsAreExplained() {
    var own = CycleReader.start(loop.ring, PERIOD);
    var explained = own.explained().toCompletableFuture();
    loop.run(5);
    loop.run(0, 4 * MILLI);

    own.close();

    assertThat(explained.join().overruns().undecided()).isZero();
    assertThat(explained.join().overruns().count()).isEqualTo(1);
  }

  @Test
  void goesOnAfterAListenerThatFails() {
    reader.onOverrun(_ -> {
      throw new IllegalStateException("expected by the test");
    });
    reader.onOverrun(overruns::add);
    loop.run(20);
    loop.run(0, 4 * MILLI);
    loop.run(0, 50 * MICRO);
    loop.now += PATIENCE.toNanos();

    reader.step();

    assertThat(overruns).extracting(Overrun::cause).containsExactly(Cause.CONTROLLER);
  }

  @Test
  void recordsTheCyclesFromThenOnForSoLong() {
    loop.run(5);
    Recording recording =
        reader.record(
            EnumSet.of(CycleField.Q, CycleField.CYCLE, CycleField.EXTRAS), Duration.ofMillis(20));
    loop.run(15);
    reader.step();
    assertThat(ended(recording)).isNotDone();
    loop.run(15);
    reader.step();

    Recorded recorded = ended(recording).join();

    assertThat(recorded.rows()).isEqualTo(20);
    assertThat(recorded.lost()).isZero();
    assertThat(recorded.fields())
        .containsExactly(CycleField.CYCLE, CycleField.Q, CycleField.EXTRAS);
    assertThat(recorded.longs(CycleField.CYCLE)).startsWith(5, 6).endsWith(24);
    assertThat(recorded.doubles(CycleField.Q)).startsWith(5.25, 5.25, 6.25).hasSize(40);
    assertThat(recorded.doubles(CycleField.EXTRAS)).containsOnly(7);
    assertThat(recorded.width(CycleField.Q)).isEqualTo(2);
  }

  @Test
  void recordsUntilItIsStopped() {
    Recording recording = reader.record(CycleField.all(), Duration.ofMinutes(1));
    loop.run(15);
    recording.stop();
    reader.step();
    loop.run(15);
    reader.step();

    assertThat(ended(recording).join().rows()).isEqualTo(15);
  }

  @Test
  void tellsHowManyCyclesARecordingLacks() {
    Recording recording = reader.record(CycleField.all(), Duration.ofMinutes(1));
    loop.run(100);
    recording.stop();
    reader.step();

    Recorded recorded = ended(recording).join();

    assertThat(recorded.lost()).isPositive();
    assertThat(recorded.rows() + recorded.lost()).isEqualTo(100);
  }

  @Test
  void refusesToRecordNothingOrForNoTimeOrForTooLong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.record(Set.of(), PERIOD))
        .withMessageContaining("CycleField.all()");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.record(CycleField.all(), Duration.ZERO))
        .withMessageContaining("more than 0 and at most PT1H, not PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.record(CycleField.all(), Duration.ofDays(1)));
  }

  @Test
  void refusesFieldsThatWereNotRecordedOrAreOfAnotherKind() {
    Recording recording = reader.record(EnumSet.of(CycleField.CYCLE), PERIOD);
    loop.run(5);
    reader.step();
    Recorded recorded = ended(recording).join();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> recorded.doubles(CycleField.Q))
        .withMessage("q was not recorded: expected one of cycle");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recorded.doubles(CycleField.CYCLE))
        .withMessage("cycle has integers: ask longs(…) for them");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CycleField.of("speed"))
        .withMessageContaining("'speed' is no field of a cycle: expected one of cycle, deadline");
    assertThat(CycleField.of("last_torque")).isEqualTo(CycleField.LAST_TORQUE);
  }

  @Test
  void readsALoopThatRunsUntilItEnds() throws Exception {
    var thread = new CompletableFuture<Thread>();
    try (var running = new RunningLoop();
        var causes = OverrunCauses.watch();
        var live = CycleReader.start(running.loop, causes)) {
      Recording recording = live.record(CycleField.all(), Duration.ofMinutes(1));
      long begun = live.stats().cycles().run();
      while (live.stats().cycles().run() < begun + 50 && !Thread.currentThread().isInterrupted()) {
        Thread.onSpinWait();
      }
      var _ = recording.ended().thenAccept(_ -> thread.complete(Thread.currentThread()));

      running.loop.stop();
      Recorded recorded = recording.ended().toCompletableFuture().get(30, TimeUnit.SECONDS);

      assertThat(recorded.rows()).isGreaterThanOrEqualTo(20);
      assertThat(recorded.longs(CycleField.CYCLE)).isSorted();
      assertThat(thread.join().getName()).isEqualTo("terrarium-cycle-reader");
      assertThat(thread.join().isDaemon()).isTrue();
      live.close();
      assertThat(live.stats().overruns().undecided()).isZero();
      assertThatIllegalStateException()
          .isThrownBy(() -> live.record(CycleField.all(), PERIOD))
          .withMessageContaining("the loop has ended");
    }
  }

  @Test
  void readsTheLastCyclesOfALoopThatIsClosedAndThenLetsGoOfThem() {
    var closed = new SteppedLoop();
    var own = CycleReader.start(closed.ring, PERIOD);
    closed.run(30);

    Rings.release(closed.ring);
    own.close();

    assertThat(own.stats().cycles().run()).isEqualTo(30);
    assertThat(own.stats().cycles().lost()).isZero();
    assertThatIllegalStateException().isThrownBy(closed.ring::hold);
  }

  @Test
  void refusesAPeriodThatNoLoopHasAndAListenerThatIsNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CycleReader.start(loop.ring, Duration.ZERO))
        .withMessage("period is 100 µs to 1 s, not PT0S");
    assertThatNullPointerException()
        .isThrownBy(() -> reader.onOverrun(none()))
        .withMessage("listener is who is told of overruns, not null");
  }

  @Test
  void refusesCausesThatNobodyWatchesAnyMore() {
    OverrunCauses closed = OverrunCauses.watch();
    closed.close();

    try (var running = new RunningLoop()) {
      assertThatIllegalStateException()
          .isThrownBy(() -> CycleReader.start(running.loop, closed))
          .withMessage(
              "the causes of overruns are closed, and nothing is watched: watch them anew");
    }
  }

  @SuppressWarnings("NullAway") // What Java does not keep anybody from.
  private static <T> T none() {
    return null;
  }

  @Test
  void mayBeClosedByWhoeverItTells() throws Exception {
    var closed = new CompletableFuture<Boolean>();
    try (var own = CycleReader.start(loop.ring, PERIOD)) {
      own.onOverrun(_ -> {
        own.close();
        closed.complete(true);
      });

      loop.run(5);
      loop.run(0, 4 * MILLI);

      assertThat(closed.get(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static CompletableFuture<Recorded> ended(Recording recording) {
    return recording.ended().toCompletableFuture();
  }
}
