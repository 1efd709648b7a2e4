package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void tellsHowFastItGoes() {
    var line = new ProgressLine(0, OptionalLong.empty());

    assertThat(line.text(2 * SECOND, 100, 90))
        .isEqualTo("running: 100 items in, 90 out, 50/s, 2.0 s");
  }

  @Test
  void tellsTheTimeLeftWhereTheEndIsKnown() {
    var line = new ProgressLine(0, OptionalLong.of(1000));

    assertThat(line.text(2 * SECOND, 100, 90))
        .isEqualTo("running: 100 of 1000 items in, 90 out, 50/s, 2.0 s, about 18.0 s left");
    assertThat(line.text(20 * SECOND, 1000, 900)).doesNotContain("left");
  }

  @Test
  void tellsNoTimeLeftBeforeTheFirstItem() {
    var line = new ProgressLine(0, OptionalLong.of(1000));

    assertThat(line.text(SECOND, 0, 0))
        .isEqualTo("running: 0 of 1000 items in, 0 out, 0.0/s, 1.0 s");
  }

  @Test
  void forgetsASlowBeginning() {
    var line = new ProgressLine(0, OptionalLong.of(1000));
    line.text(60 * SECOND, 1, 0);

    for (int tick = 1; tick <= 30; tick++) {
      line.text(60 * SECOND + tick * SECOND / 5, 1 + 2L * tick, 0);
    }

    assertThat(line.text(60 * SECOND + 31 * SECOND / 5, 63, 0)).contains(", 10/s, 1:06 min");
  }

  @Test
  void tellsTheSpeedOfTheWholeRunWhileNothingComes() {
    var line = new ProgressLine(0, OptionalLong.empty());
    for (int tick = 1; tick <= 50; tick++) {
      line.text(tick * SECOND, 10, 0);
    }

    assertThat(line.text(100 * SECOND, 10, 0)).contains(", 0.1/s,");
  }

  @Test
  void staysOnOneLineOfANarrowTerminal() {
    var line = new ProgressLine(0, OptionalLong.of(Long.MAX_VALUE));

    assertThat(line.text(Long.MAX_VALUE / 2, Long.MAX_VALUE / 3, Long.MAX_VALUE / 5))
        .hasSizeLessThanOrEqualTo(ProgressLine.WIDTH)
        .startsWith("running: " + Long.MAX_VALUE / 3 + " of " + Long.MAX_VALUE + " items in");
  }
}
