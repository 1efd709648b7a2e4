package dev.terrarium.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.terrarium.cli.demo.Question.Outcome;
import dev.terrarium.control.record.Cause;
import dev.terrarium.control.record.Overrun;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockedTest {
  @Test
  void tellsTheLongestAnswerThatWasNotInterrupted() {
    var blocked = Blocked.of(Runs.blocked().record()).orElseThrow();

    assertThat(blocked.question().asked()).isEqualTo(1000 * Runs.MILLIS);
    assertThat(blocked.question().took()).isEqualTo(300 * Runs.MILLIS);
  }

  @Test
  void countsTheCyclesMeanwhile() {
    var blocked = Blocked.of(Runs.blocked().record()).orElseThrow();

    assertThat(blocked.cycles()).isEqualTo(300);
    assertThat(blocked.missed()).isZero();
    assertThat(blocked.gap().nanos()).isEqualTo(Runs.MILLIS);
  }

  /// A question of 200 ms in which four cycles were missed, after the 100th.
  private static RunRecord missing() {
    return new Runs()
        .cycles(100, 3, 0)
        .missing(4)
        .cycles(300, 3, 0)
        .question(50, 250, Outcome.LATE)
        .record();
  }

  @Test
  void tellsWhatTheLoopMissedMeanwhile() {
    var blocked = Blocked.of(missing()).orElseThrow();

    assertThat(blocked.cycles()).isEqualTo(196);
    assertThat(blocked.missed()).isEqualTo(4);
    assertThat(blocked.gap().nanos()).isEqualTo(5 * Runs.MILLIS);
  }

  @Test
  void tellsWhyTheLongestGapWasThatLong() {
    var run = missing();
    long gap = Runs.ORIGIN + 100 * Runs.MILLIS;
    var explained =
        List.of(
            overrun(gap - 60 * Runs.MILLIS, 2, Cause.COLLECTOR),
            overrun(gap, 5, Cause.SCHEDULING),
            overrun(gap + 9 * Runs.MILLIS, 9, Cause.ARM));

    var because =
        new RunRecord(
            run.about(),
            run.shape(),
            run.cycles().because(explained),
            run.asking(),
            run.marks(),
            run.trip());

    assertThat(Blocked.of(run).orElseThrow().gap().cause()).isEmpty();
    assertThat(Blocked.of(because).orElseThrow().figures())
        .containsEntry("longest_gap_cause", "scheduling");
    assertThat(ArmPage.html(because)).contains("where 1 ms is wanted: other threads had the");
  }

  private static Overrun overrun(long from, long millis, Cause cause) {
    return new Overrun(1, from, from + millis * Runs.MILLIS, millis - 1, cause, 0);
  }

  @Test
  void countsAGapThatBeginsBeforeTheEndOfTheBlock() {
    var run =
        new Runs()
            .cycles(100, 3, 0)
            .missing(9)
            .cycles(100, 3, 0)
            .question(40, 105, Outcome.LATE)
            .record();

    assertThat(Blocked.of(run).orElseThrow().gap().nanos()).isEqualTo(10 * Runs.MILLIS);
  }

  @Test
  void tellsHowTheArmHeldGaveWayAndCameBack() {
    var way = Blocked.of(Runs.blocked().record()).orElseThrow().gaveWay().orElseThrow();

    assertThat(way.held()).isEqualTo(1185 * Runs.MILLIS + 30_000 - 985 * Runs.MILLIS);
    assertThat(way.lasted()).isEqualTo(140 * Runs.MILLIS);
    assertThat(way.resumed()).isEqualTo(25 * Runs.MILLIS + 30_000);
    assertThat(way.away().before()).isCloseTo(.01, within(1e-12));
    assertThat(way.away().after()).isCloseTo(.02, within(1e-12));
  }

  @Test
  void givesNoWayWhereTheTargetWasHeldAllTheWhile() {
    var run = new Runs().cycles(400, 3, 0).question(100, 250, Outcome.LATE).record();

    assertThat(Blocked.of(run).orElseThrow().gaveWay()).isEmpty();
  }

  @Test
  void isNothingWhereTheLoopEndedBeforeTheBlockDid() {
    var meanwhile = new Runs().cycles(100, 3, 0).question(50, 250, Outcome.DROPPED).record();
    var before = new Runs().cycles(100, 3, 0).question(120, 270, Outcome.LATE).record();

    assertThat(Blocked.of(meanwhile)).isEmpty();
    assertThat(Blocked.of(before)).isEmpty();
  }

  @Test
  void isNothingWherePythonAlwaysAnsweredSoon() {
    var run = new Runs().cycles(100, 3, 0).question(10, 25, Outcome.LATE).record();

    assertThat(Blocked.of(run)).isEmpty();
  }
}
