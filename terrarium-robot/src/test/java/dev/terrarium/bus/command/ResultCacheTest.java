package dev.terrarium.bus.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResultCacheTest {
  private static final long KEEP = Duration.ofSeconds(60).toNanos();

  private final ResultCache cache = new ResultCache(Duration.ofSeconds(60));
  private final ExecutionId id = new ExecutionId("1");
  private final CommandOutcome outcome = new CommandOutcome.Succeeded("move", 1);

  @Test
  void givesAnOutcomeOnce() {
    cache.put(id, outcome, 0);

    assertThat(cache.fetch(id, 1)).contains(outcome);
    assertThat(cache.fetch(id, 1)).isEmpty();
  }

  @Test
  void keepsAnOutcomeForItsTimeAndNoLonger() {
    cache.put(id, outcome, 5);
    cache.put(new ExecutionId("2"), outcome, 5);

    assertThat(cache.fetch(id, 5 + KEEP)).contains(outcome);
    assertThat(cache.fetch(new ExecutionId("2"), 6 + KEEP)).isEmpty();
  }

  @Test
  void aSweepForgetsWhatIsTooOldAlone() {
    cache.put(id, outcome, 0);
    cache.put(new ExecutionId("2"), outcome, KEEP);

    cache.sweep(KEEP + 1);

    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void aClockThatPassesItsGreatestValueDoesNoHarm() {
    cache.put(id, outcome, Long.MAX_VALUE - 1);

    assertThat(cache.fetch(id, Long.MIN_VALUE + 5)).contains(outcome);
  }

  @Test
  void theOldestGiveWayToTheNewest() {
    for (int i = 0; i <= ResultCache.MOST; i++) {
      cache.put(new ExecutionId(Integer.toString(i)), outcome, 0);
    }

    assertThat(cache.size()).isEqualTo(ResultCache.MOST);
    assertThat(cache.fetch(new ExecutionId("0"), 0)).isEmpty();
    assertThat(cache.fetch(new ExecutionId("1"), 0)).isPresent();
  }
}
