package dev.terrarium.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "830000, 830 µs",
    "12340000, 12.3 ms",
    "999600000, 1000 ms",
    "1530000000, 1.53 s",
    "125000000000, 2:05 min",
    "3725000000000, 1:02:05 h"
  })
  void giveATimeItsUnit(long nanos, String text) {
    assertThat(Amounts.nanos(nanos)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0.1, 0.5", "12, 1, 12", "65, 5, 1:05", "3665, 60, 1:01:05"})
  void nameAMomentAsExactlyAsItsNeighboursNeed(double seconds, double step, String text) {
    assertThat(Amounts.moment(seconds, step)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0.0 %", "0.0004, <0.1 %", "0.066, 6.6 %", "0.5, 50 %", "1, 100 %"})
  void sayAShareInPercent(double share, String text) {
    assertThat(Amounts.percent(share)).isEqualTo(text);
  }
}
