package dev.terrarium.control.record;

import static dev.terrarium.control.record.SteppedLoop.MICRO;
import static dev.terrarium.control.record.SteppedLoop.MILLI;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.terrarium.control.record.Distribution.Bin;
import org.junit.jupiter.api.Test;

/// What is counted of cycles, and what of those that never were.
class LedgerTest {
  private final SteppedLoop loop = new SteppedLoop();
  private final Ledger ledger = new Ledger(MILLI);

  @Test
  void tellsNothingBeforeThereIsACycle() {
    LoopStats stats = ledger.told(0);

    assertThat(stats.cycles()).isEqualTo(new LoopStats.Cycles(0, 0, 0, 0));
    assertThat(stats.successRate()).isEqualTo(1);
    assertThat(stats.lateness().bins()).isEmpty();
    assertThat(stats.lateness().max()).isZero();
  }

  @Test
  void countsCyclesAndTheirRate() {
    run(1_001);

    LoopStats stats = ledger.told(0);

    assertThat(stats.cycles().run()).isEqualTo(1_001);
    assertThat(stats.cycles().rate()).isCloseTo(1_000, within(1e-6));
    assertThat(stats.gap().p50()).isEqualTo(MILLI);
    assertThat(stats.gap().count()).isEqualTo(1_000);
    assertThat(stats.compute().max()).isEqualTo(50 * MICRO);
    assertThat(stats.compute().bins()).containsExactly(new Bin(100 * MICRO, 1_001));
  }

  @Test
  void countsEveryDeadlineThatALateCycleKeptFromBeingServed() {
    run(10);
    run(4 * MILLI + 300 * MICRO, 50 * MICRO);
    run(10);

    LoopStats stats = ledger.told(0);

    assertThat(stats.cycles().missed()).isEqualTo(4);
    assertThat(stats.successRate()).isCloseTo(21 / 25.0, within(1e-9));
    assertThat(stats.lateness().count()).isEqualTo(25);
    assertThat(stats.lateness().max()).isEqualTo(4_300 * MICRO);
    assertThat(stats.lateness().bins())
        .filteredOn(bin -> bin.count() > 0)
        .containsExactly(
            new Bin(MICRO, 20),
            new Bin(500 * MICRO, 1),
            new Bin(2 * MILLI, 1),
            new Bin(5 * MILLI, 3));
  }

  @Test
  void findsAGapAsLongAsTheTorquesWereOld() {
    run(10);
    run(4 * MILLI + 300 * MICRO, 50 * MICRO);

    LoopStats stats = ledger.told(0);

    assertThat(stats.gap().max()).isEqualTo(5_300 * MICRO);
    assertThat(stats.gap().count()).isEqualTo(9 + 5);
  }

  @Test
  void findsALongCycleOnceAndNotTheOneThatItDelayed() {
    run(10);
    loop.run(0, 5 * MILLI);
    var slow = ledger.add(loop.row);
    loop.run(0, 50 * MICRO);
    var after = ledger.add(loop.row);

    assertThat(slow).isPresent();
    assertThat(after).isEmpty();
    assertThat(ledger.told(0).cycles().missed()).isEqualTo(4);
  }

  @Test
  void tellsWhatWasLostAndNoGapAcrossIt() {
    run(10);
    loop.run(20);
    ledger.addLost(20);
    run(10);

    LoopStats stats = ledger.told(0);

    assertThat(stats.cycles().lost()).isEqualTo(20);
    assertThat(stats.cycles().missed()).isZero();
    assertThat(stats.successRate()).isEqualTo(1);
    assertThat(stats.gap().max()).isEqualTo(MILLI);
  }

  @Test
  void beginsInTheMiddleOfALoop() {
    loop.run(500);
    run(2 * MILLI, 50 * MICRO);
    run(9);

    assertThat(ledger.told(0).cycles().run()).isEqualTo(10);
    assertThat(ledger.told(0).cycles().missed()).isEqualTo(2);
  }

  private void run(int cycles) {
    for (int cycle = 0; cycle < cycles; cycle++) {
      run(0, 50 * MICRO);
    }
  }

  private void run(long late, long compute) {
    loop.run(late, compute);
    var _ = ledger.add(loop.row);
  }
}
