package dev.terrarium.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void tellsNothingOfNoTimes() {
    assertThat(latencies.latency()).isEqualTo(Latency.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, 127, 128, 129, 255, 256, 1_000_003, 3_600_000_000_000L, Long.MAX_VALUE})
  void tellsOneTimeExactly(long nanos) {
    latencies.count(nanos, 1);

    assertThat(latencies.latency().maxNanos()).isEqualTo(nanos);
    assertThat((double) latencies.latency().medianNanos()).isCloseTo(nanos, within(nanos * 0.01));
    assertThat((double) latencies.latency().meanNanos()).isCloseTo(nanos, within(nanos * 0.01));
  }

  @Test
  void countsATimeBelowZeroAsZero() {
    latencies.count(-5, 1);

    assertThat(latencies.latency()).isEqualTo(Latency.NONE);
  }

  @Test
  void countsATimeAsOftenAsItStandsFor() {
    latencies.count(10, 96);
    latencies.count(1_000, 4);

    assertThat(latencies.latency().medianNanos()).isEqualTo(10);
    assertThat(latencies.latency().p95Nanos()).isEqualTo(10);
    assertThat(latencies.latency().p99Nanos()).isBetween(990L, 1_000L);
  }

  @Test
  void tellsAFewTimesInWhicheverOrderTheyCame() {
    latencies.count(300, 1);
    latencies.count(100, 1);
    latencies.count(200, 1);

    assertThat(latencies.latency()).isEqualTo(new Latency(200, 200, 300, 300, 300));
  }

  @Test
  void isWithinOnePercentOfTheTruth() {
    var random = new Random(1);
    var times = LongStream.generate(() -> (long) Math.exp(random.nextDouble() * 25)).limit(10_001);
    var sorted = times.sorted().toArray();
    LongStream.of(sorted).forEach(time -> latencies.count(time, 1));

    var latency = latencies.latency();

    assertThat((double) latency.medianNanos())
        .isCloseTo(sorted[5_000], within(sorted[5_000] * 0.01));
    assertThat((double) latency.p95Nanos()).isCloseTo(sorted[9_500], within(sorted[9_500] * 0.01));
    assertThat((double) latency.p99Nanos()).isCloseTo(sorted[9_900], within(sorted[9_900] * 0.01));
    double mean = LongStream.of(sorted).average().orElseThrow();
    assertThat((double) latency.meanNanos()).isCloseTo(mean, within(mean * 0.01));
  }
}
