package dev.terrarium.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatenessTest {
  @Test
  void countsEachDeadlineThatWasMissed() {
    var late = Lateness.of(new Runs().cycles(100, 3, 0).missing(4).record().cycles());

    assertThat(late.bins().stream().mapToLong(Lateness.Bin::count).sum()).isEqualTo(105);
    assertThat(late.bins().getFirst().from()).isLessThanOrEqualTo(10_000.1);
    assertThat(late.bins().getFirst().count()).isEqualTo(101);
    assertThat(late.bins().getLast().from()).isLessThan(4 * Runs.MILLIS + 10_000);
    assertThat(late.bins().getLast().below()).isGreaterThan(4 * Runs.MILLIS + 10_000);
  }

  @Test
  void isEmptyWithoutCycles() {
    var late = Lateness.of(new Runs().record().cycles());

    assertThat(late.bins()).isEmpty();
  }
}
