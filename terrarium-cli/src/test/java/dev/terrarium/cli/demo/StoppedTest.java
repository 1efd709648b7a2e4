package dev.terrarium.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.cli.demo.Question.Outcome;
import org.junit.jupiter.api.Test;

class StoppedTest {
  @Test
  void tellsWhenTheArmHadOtherTorquesAndWhenItStoodStill() {
    var stopped = Stopped.of(Runs.blocked().record()).orElseThrow();

    assertThat(stopped.torques()).hasValue(30_000);
    assertThat(stopped.rest()).hasValue(10 * Runs.MILLIS + 30_000);
  }

  @Test
  void tellsWhatPythonWasAt() {
    var stuck = Stopped.of(Runs.blocked().record()).orElseThrow().stuck().orElseThrow();

    assertThat(stuck.outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(stuck.ended()).isEqualTo(2612 * Runs.MILLIS);
  }

  @Test
  void knowsNothingOfAStopThatTheLoopNeverSaw() {
    var stopped = Stopped.of(new Runs().cycles(100, 3, 0).stoppedAt(200).record()).orElseThrow();

    assertThat(stopped.torques()).isEmpty();
    assertThat(stopped.rest()).isEmpty();
    assertThat(stopped.stuck()).isEmpty();
  }

  @Test
  void isNothingWithoutAStop() {
    assertThat(Stopped.of(new Runs().cycles(100, 3, 0).record())).isEmpty();
  }
}
