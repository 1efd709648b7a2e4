package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.WorkerReport;
import dev.terrarium.pipeline.WorkerReport.State;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void tellsHowFastItGoes() {
    var line = new ProgressLine(0, OptionalLong.empty());

    assertThat(line.text(2 * SECOND, 100, 90, List.of()))
        .isEqualTo("running: 100 items in, 90 out, 50/s, 2.0 s");
  }

  @Test
  void tellsTheTimeLeftWhereTheEndIsKnown() {
    var line = new ProgressLine(0, OptionalLong.of(1000));

    assertThat(line.text(2 * SECOND, 100, 90, List.of()))
        .isEqualTo("running: 100 of 1000 items in, 90 out, 50/s, 2.0 s, about 18 s left");
    assertThat(line.text(20 * SECOND, 1000, 900, List.of())).doesNotContain("left");
  }

  @Test
  void tellsNoTimeLeftBeforeTheFirstItem() {
    var line = new ProgressLine(0, OptionalLong.of(1000));

    assertThat(line.text(SECOND, 0, 0, List.of()))
        .isEqualTo("running: 0 of 1000 items in, 0 out, 0.0/s, 1.0 s");
  }

  @Test
  void forgetsASlowBeginning() {
    var line = new ProgressLine(0, OptionalLong.of(1000));
    line.text(60 * SECOND, 1, 0, List.of());

    for (int tick = 1; tick <= 30; tick++) {
      line.text(60 * SECOND + tick * SECOND / 5, 1 + 2L * tick, 0, List.of());
    }

    assertThat(line.text(60 * SECOND + 31 * SECOND / 5, 63, 0, List.of()))
        .contains(", 10/s, 1:06 min");
  }

  @Test
  void tellsTheSpeedOfTheWholeRunWhileNothingComes() {
    var line = new ProgressLine(0, OptionalLong.empty());
    for (int tick = 1; tick <= 50; tick++) {
      line.text(tick * SECOND, 10, 0, List.of());
    }

    assertThat(line.text(100 * SECOND, 10, 0, List.of())).contains(", 0.1/s,");
  }

  private static WorkerReport worker(State state, long restarts) {
    return new WorkerReport(
        1,
        OptionalLong.of(7),
        state,
        0,
        0,
        restarts,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.of(0));
  }

  private static String end(WorkerReport... workers) {
    var text = new ProgressLine(0, OptionalLong.empty()).text(SECOND, 5, 5, List.of(workers));
    return text.substring(text.indexOf("1.0 s") + "1.0 s".length());
  }

  @Test
  void tellsHowManyWorkersThereAreAndHowManyWork() {
    assertThat(end()).isEmpty();
    assertThat(end(worker(State.IDLE, 0))).isEqualTo(", 1 worker");
    assertThat(end(worker(State.IDLE, 0), worker(State.WORKING, 0))).isEqualTo(", 2 workers");
    assertThat(end(worker(State.OPENING, 0), worker(State.OPENING, 0)))
        .isEqualTo(", 0 of 2 workers up");
    assertThat(end(worker(State.IDLE, 0), worker(State.ENDED, 0), worker(State.GIVEN_UP, 0)))
        .isEqualTo(", 1 of 3 workers up");
  }

  @Test
  void tellsHowOftenWorkersWereReplaced() {
    assertThat(end(worker(State.IDLE, 1))).isEqualTo(", 1 worker, 1 restart");
    assertThat(end(worker(State.IDLE, 1), worker(State.OPENING, 2)))
        .isEqualTo(", 1 of 2 workers up, 3 restarts");
  }

  @Test
  void tellsNothingOfWorkersOfClosedNodes() {
    assertThat(end(worker(State.CLOSED, 0), worker(State.CLOSED, 0))).isEmpty();
    assertThat(end(worker(State.CLOSED, 0), worker(State.WORKING, 0))).isEqualTo(", 1 worker");
  }

  @Test
  void leavesOutTheTimeSoFarFirstAndThenTheSpeed() {
    var line = new ProgressLine(0, OptionalLong.of(1000));
    var workers = List.of(worker(State.IDLE, 0));

    assertThat(line.text(2 * SECOND, 100, 90, workers))
        .isEqualTo("running: 100 of 1000 items in, 90 out, 50/s, 2.0 s, about 18 s left, 1 worker");
    assertThat(line.text(2 * SECOND, 100, 90, List.of(worker(State.IDLE, 1))))
        .isEqualTo("running: 100 of 1000 items in, 90 out, about 18 s left, 1 worker, 1 restart");
  }

  @Test
  void staysOnOneLineOfANarrowTerminal() {
    var line = new ProgressLine(0, OptionalLong.of(Long.MAX_VALUE));

    assertThat(line.text(Long.MAX_VALUE / 2, Long.MAX_VALUE / 3, Long.MAX_VALUE / 5, List.of()))
        .hasSizeLessThanOrEqualTo(ProgressLine.WIDTH)
        .startsWith("running: " + Long.MAX_VALUE / 3 + " of " + Long.MAX_VALUE + " items in");
  }
}
