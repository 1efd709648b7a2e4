package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpinPolicyTest {
  private static final int MANY = 10_000;
  private static final long MILLISECOND = 1_000_000;

  private long now;
  private int spun;

  /// Has a policy decide many waits, which take so long asleep or spinning.
  private void play(SpinPolicy policy, long asleep, long spinning) {
    spun = 0;
    for (int i = 0; i < MANY; i++) {
      spun += policy.spins() ? 1 : 0;
      policy.begin(now);
      now += policy.spins() ? spinning : asleep;
      policy.end(now);
    }
  }

  @Test
  void spinsWhereThatIsFaster() {
    play(new SpinPolicy(2), 40_000, 5_000);

    assertThat(spun).isGreaterThan(MANY * 98 / 100);
  }

  @Test
  void sleepsWhereSpinningIsSlower() {
    play(new SpinPolicy(2), 6_000, 77_000);

    assertThat(spun).isBetween(1, MANY * 2 / 100);
  }

  @Test
  void sleepsWhereSpinningSavesNextToNothing() {
    play(new SpinPolicy(2), 5 * MILLISECOND, 5 * MILLISECOND - 20_000);

    assertThat(spun).isLessThan(MANY * 5 / 100);
  }

  @Test
  void turnsWhenTheOtherWayHasBecomeFaster() {
    var policy = new SpinPolicy(2);
    play(policy, 40_000, 5_000);

    play(policy, 6_000, 77_000);
    assertThat(spun).isLessThan(MANY * 2 / 100);

    play(policy, 40_000, 5_000);
    play(policy, 40_000, 5_000);
    assertThat(spun).isGreaterThan(MANY * 98 / 100);
  }

  @Test
  void neverSpinsOnOneProcessor() {
    play(new SpinPolicy(1), 40_000, 5_000);

    assertThat(spun).isZero();
  }
}
