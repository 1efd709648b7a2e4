package dev.terrarium.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PackedTest {
  @Test
  void packsWholeNumbersWithTheirLowestByteFirst() {
    assertThat(Packed.ints(2, index -> index == 0 ? 1 : 0xFFFF_FFFFL)).isEqualTo("AQAAAP////8=");
  }

  @Test
  void keepsWholeNumbersWithinTheirRange() {
    assertThat(Packed.ints(1, _ -> -5)).isEqualTo(Packed.ints(1, _ -> 0));
    assertThat(Packed.ints(1, _ -> 1L << 40)).isEqualTo(Packed.ints(1, _ -> 0xFFFF_FFFFL));
  }

  @Test
  void packsNumbersAsMultiplesOfAStep() {
    assertThat(Packed.shorts(2, .5, index -> index == 0 ? 1 : -.5)).isEqualTo("AgD//w==");
  }

  @Test
  void takesWhatIsNoNumberForNothing() {
    assertThat(Packed.shorts(1, .5, _ -> Double.NaN)).isEqualTo("AAA=");
  }
}
