package dev.terrarium.control.record;

import static dev.terrarium.control.record.SteppedLoop.MICRO;
import static dev.terrarium.control.record.SteppedLoop.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.control.record.LongCycle.Parts;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a cycle that was too long is put down to.
class LongCycleTest {
  private static final long FROM = 1_000 * MILLI;

  @Test
  void namesTheCollectorThatStoppedItAsleepOrAwake() {
    LongCycle asleep = cycle(3 * MILLI, 10 * MICRO, 50 * MICRO);
    LongCycle awake = cycle(0, 10 * MICRO, 3 * MILLI);
    var stop = stop(Cause.COLLECTOR, FROM - MILLI, FROM + 2_900 * MICRO);

    assertThat(asleep.because(List.of(stop), 0).cause()).isEqualTo(Cause.COLLECTOR);
    assertThat(awake.because(List.of(stop), 0).cause()).isEqualTo(Cause.COLLECTOR);
    assertThat(awake.because(List.of(stop), 0).explained()).isEqualTo(2_900 * MICRO);
  }

  @Test
  void namesTheCollectorAndNotTheSafepointThatItWorkedAt() {
    LongCycle cycle = cycle(3 * MILLI, 0, 50 * MICRO);

    Overrun overrun =
        cycle.because(
            List.of(
                stop(Cause.SAFEPOINT, FROM, FROM + 3 * MILLI),
                stop(Cause.COLLECTOR, FROM + 100 * MICRO, FROM + 2_900 * MICRO)),
            0);

    assertThat(overrun.cause()).isEqualTo(Cause.COLLECTOR);
  }

  @Test
  void namesASafepointWithoutACollector() {
    LongCycle cycle = cycle(3 * MILLI, 0, 50 * MICRO);

    Overrun overrun =
        cycle.because(List.of(stop(Cause.SAFEPOINT, FROM, FROM + 2 * MILLI)), 100 * MICRO);

    assertThat(overrun.cause()).isEqualTo(Cause.SAFEPOINT);
  }

  @Test
  void namesSchedulingWhereTheThreadWasReadyAndDidNotRun() {
    LongCycle asleep = cycle(3 * MILLI, 0, 50 * MICRO);
    LongCycle awake = cycle(0, 0, 5 * MILLI);

    assertThat(asleep.because(List.of(), 2_950 * MICRO).cause()).isEqualTo(Cause.SCHEDULING);
    assertThat(awake.because(List.of(), 4_800 * MICRO).cause()).isEqualTo(Cause.SCHEDULING);
  }

  @Test
  void namesAControllerThatTookLongItself() {
    LongCycle cycle = cycle(0, 20 * MICRO, 5 * MILLI);

    Overrun overrun = cycle.because(List.of(), 100 * MICRO);

    assertThat(overrun.cause()).isEqualTo(Cause.CONTROLLER);
    assertThat(overrun.nanos()).isEqualTo(5_020 * MICRO);
  }

  @Test
  void namesAnArmThatTookLongToReadOrWrite() {
    assertThat(cycle(0, 3 * MILLI, 50 * MICRO).because(List.of(), 0).cause()).isEqualTo(Cause.ARM);
  }

  @Test
  void saysThatItDoesNotKnowWhereNothingExplainsHalf() {
    LongCycle late = cycle(3 * MILLI, 0, 50 * MICRO);
    LongCycle mixed = cycle(900 * MICRO, 0, 800 * MICRO);

    assertThat(late.because(List.of(), 300 * MICRO).cause()).isEqualTo(Cause.UNKNOWN);
    assertThat(late.because(List.of(), 300 * MICRO).explained()).isZero();
    assertThat(mixed.because(List.of(), 0).cause()).isEqualTo(Cause.UNKNOWN);
  }

  @Test
  void takesAPauseThatIsKnownToTheMillisecondForNoMoreThanItWas() {
    LongCycle cycle = cycle(3 * MILLI, 0, 50 * MICRO);
    Stop pause = CollectorPauses.stop(0, FROM / MILLI, FROM / MILLI);

    Overrun overrun = cycle.because(List.of(pause), 0);

    assertThat(pause.within(0, 2 * FROM)).isEqualTo(500 * MICRO);
    assertThat(overrun.cause()).isEqualTo(Cause.UNKNOWN);
  }

  private static LongCycle cycle(long asleep, long arm, long controller) {
    return new LongCycle(7, FROM, asleep / MILLI, FROM + asleep, new Parts(arm, controller));
  }

  private static Stop stop(Cause cause, long from, long until) {
    return new Stop(cause, from, until, until - from);
  }
}
