package dev.terrarium.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionFaultTest {
  @ParameterizedTest
  @ValueSource(strings = {"[0]", ".a", "['']", "[\"'\"]", "[']']", "['\\'']"})
  void tellsAPathOfManyStepsByThoseAtBothEnds(String step) {
    var ends = step.repeat(8);

    assertThat(path(step.repeat(33))).isEqualTo(cut("$" + ends + "... 17 more ..." + ends));
    assertThat(path(step.repeat(1000))).isEqualTo(cut("$" + ends + "... 984 more ..." + ends));
  }

  @Test
  void tellsAPathOfFewStepsWholeUnlessItIsVeryLong() {
    assertThat(path(".a".repeat(32))).isEqualTo("$" + ".a".repeat(32));
    assertThat(path(".first" + ".b".repeat(20) + ".a_name_of_" + "many_".repeat(9)))
        .isEqualTo("$.first" + ".b".repeat(16) + ".…" + "many_".repeat(8));
  }

  /// Leaves out the middle of what is too long all the same.
  private static String cut(String path) {
    return path.length() <= 80 ? path : new ConversionFault(path, "unfit").path();
  }

  private static String path(String steps) {
    return new ConversionFault("$" + steps, "unfit").path();
  }
}
