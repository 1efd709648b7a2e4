package dev.terrarium.control.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Which milliseconds have torques of their own.
class PacketsTest {
  private static final long CYCLE = 1_000_000;

  private final Packets packets = new Packets();
  private long start = 7_000_000_123L;

  @Test
  void losesNothingOfALoopThatIsNeverMoreThanALittleLate() {
    var random = new Random(1);

    for (int cycle = 0; cycle < 5000; cycle++) {
      turn(cycle * CYCLE + random.nextLong(300_000));
    }

    assertThat(packets.rate()).isEqualTo(1);
  }

  @Test
  void findsThePhaseOfALoopWhoseFirstReadIsLate() {
    turn(900_000);
    for (int cycle = 1; cycle < 5000; cycle++) {
      turn(cycle * CYCLE + cycle % 7 * 40_000L);
    }

    assertThat(packets.rate()).isEqualTo(1);
  }

  @Test
  void losesTheCycleThatAReadIsLateFor() {
    steady(100);

    long due = packets.due(start + 100 * CYCLE + 2_700_000);

    assertThat(due).isEqualTo(4);
    assertThat(packets.pass()).isTrue();
    assertThat(packets.pass()).isFalse();
    assertThat(packets.pass()).isFalse();
    assertThat(packets.lost()).isEqualTo(2);
  }

  @Test
  void dropsTorquesThatComeLaterThanHalfACycle() {
    steady(100);
    packets.due(start + 100 * CYCLE);

    assertThat(packets.take(start + 100 * CYCLE + 499_999)).isTrue();
    assertThat(packets.take(start + 100 * CYCLE + 500_001)).isFalse();
  }

  @Test
  void countsNoCycleTwiceAfterALateRead() {
    steady(100);

    assertThat(packets.due(start + 100 * CYCLE + 700_000)).isEqualTo(2);
    assertThat(packets.due(start + 101 * CYCLE)).isZero();
    assertThat(packets.due(start + 102 * CYCLE)).isEqualTo(1);
  }

  @Test
  void tellsTheShareOfTheLastHundredCycles() {
    steady(300);
    packets.due(start + 300 * CYCLE);
    for (int cycle = 0; cycle < 25; cycle++) {
      packets.pass();
    }

    assertThat(packets.rate()).isEqualTo(.76);
  }

  /// Reads on time, and gives torques at once.
  private void steady(int cycles) {
    for (int cycle = 0; cycle < cycles; cycle++) {
      turn(cycle * CYCLE);
    }
  }

  private void turn(long nanos) {
    for (long due = packets.due(start + nanos); due > 0; due--) {
      packets.pass();
    }
    packets.take(start + nanos);
  }
}
