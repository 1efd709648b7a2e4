package dev.terrarium.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartBudgetTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final RestartBudget budget = new RestartBudget(3, Duration.ofSeconds(5));

  @Test
  void allowsThreeInFiveSecondsAndNotAFourth() {
    assertThat(budget.spend(0)).isTrue();
    assertThat(budget.spend(SECOND)).isTrue();
    assertThat(budget.spend(2 * SECOND)).isTrue();
    assertThat(budget.spend(5 * SECOND)).isFalse();
  }

  @Test
  void forgetsWhatWasSpentBefore() {
    budget.spend(0);
    budget.spend(0);
    budget.spend(0);

    assertThat(budget.spend(5 * SECOND + 1)).isTrue();
  }

  @Test
  void countsWhatWasSpentWhenTheClockJumpsBack() {
    budget.spend(100 * SECOND);
    budget.spend(100 * SECOND);
    budget.spend(100 * SECOND);

    assertThat(budget.spend(0)).isFalse();
  }

  @Test
  void worksWhereTheClockOverflows() {
    budget.spend(Long.MAX_VALUE - 1);
    budget.spend(Long.MAX_VALUE);
    budget.spend(Long.MIN_VALUE);

    assertThat(budget.spend(Long.MIN_VALUE + 1)).isFalse();
    assertThat(budget.spend(Long.MIN_VALUE + 10 * SECOND)).isTrue();
  }

  @Test
  void allowsNoneWhereNoneIsAllowed() {
    assertThat(new RestartBudget(0, Duration.ofSeconds(5)).spend(0)).isFalse();
  }

  @Test
  void neverForgetsWithinATimeLongerThanAnyClock() {
    var endless = new RestartBudget(1, Duration.ofSeconds(Long.MAX_VALUE));
    endless.spend(0);

    assertThat(endless.spend(Long.MAX_VALUE - 1)).isFalse();
  }
}
