package dev.terrarium.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SegmentTest {
  private static final Segment SPOKEN = new Segment(0.25, 0.75, OptionalDouble.of(-20.5));

  @Test
  void isFoundByItselfInAListAndInAListThatAnObjectHolds() {
    assertThat(Segment.among(List.of(Runs.SPOKEN))).containsExactly(SPOKEN);
    assertThat(Segment.among(List.of(List.of(Runs.SPOKEN)))).containsExactly(SPOKEN);
    assertThat(Segment.among(List.of(Map.of("n", 1, "all", List.of(Runs.SPOKEN)))))
        .containsExactly(SPOKEN);
  }

  @Test
  void comesInTheOrderOfTime() {
    var outputs = List.of(Map.of("start", 3L, "end", 4L), Map.of("start", 1L, "end", 2L));

    assertThat(Segment.among(outputs)).extracting(Segment::start).containsExactly(1.0, 3.0);
  }

  @Test
  void isNotWhatHasNoPlaceInTime() {
    var outputs =
        List.of(
            Map.of("start", "1", "end", "2"),
            Map.of("start", 2, "end", 1),
            Map.of("start", -1, "end", 1),
            Map.of("start", 0, "end", Double.NaN),
            Map.of("start", 0),
            List.of(1, "start"),
            "start");

    assertThat(Segment.among(outputs)).isEmpty();
  }
}
