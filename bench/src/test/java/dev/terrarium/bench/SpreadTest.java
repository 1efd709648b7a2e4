package dev.terrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void takesTheMiddleOfAnOddNumberOfRounds() {
    Spread spread = Spread.of(30, 10, 20);

    assertThat(spread.p50()).isEqualTo(20);
    assertThat(spread.max()).isEqualTo(30);
  }

  @Test
  void takesTheMeanOfTheTwoMiddleRounds() {
    assertThat(Spread.of(1, 2, 4, 100).p50()).isEqualTo(3);
  }

  @Test
  void isNotMovedByOneDisturbedRound() {
    Spread calm = Spread.of(10, 10, 11, 11, 10);
    Spread disturbed = Spread.of(10, 10, 11, 11, 10_000);

    assertThat(disturbed.p50()).isCloseTo(calm.p50(), org.assertj.core.data.Offset.offset(1.0));
  }

  @Test
  void refusesNoRounds() {
    assertThatThrownBy(Spread::of).hasMessage("no rounds were measured");
  }
}
