package dev.terrarium.session.robot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacerTest {
  private static final long MILLI = 1_000_000;

  @Test
  void keepsToItsBeginningHoweverLongEachTakes() {
    var pacer = new Pacer(10, 5 * MILLI);

    var due = LongStream.of(5, 60, 199, 299, 320).map(now -> pacer.next(now * MILLI)).toArray();

    assertThat(due).containsExactly(5 * MILLI, 105 * MILLI, 205 * MILLI, 305 * MILLI, 405 * MILLI);
    assertThat(pacer.missed()).isZero();
  }

  @Test
  void givesWhatIsLateByLessThanAPeriodAtOnce() {
    var pacer = new Pacer(10, 0);

    assertThat(pacer.next(99 * MILLI)).isZero();
    assertThat(pacer.missed()).isZero();
  }

  @Test
  void leavesOutWhatWasMissedAndMakesUpForNothing() {
    var pacer = new Pacer(10, 0);

    assertThat(pacer.next(350 * MILLI)).isEqualTo(300 * MILLI);
    assertThat(pacer.next(360 * MILLI)).isEqualTo(400 * MILLI);
    assertThat(pacer.missed()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE - 1, Long.MIN_VALUE, -1})
  void worksForAnyCountOfTheClock(long begin) {
    var pacer = new Pacer(1000, begin);

    assertThat(pacer.next(begin)).isEqualTo(begin);
    assertThat(pacer.next(begin + 10)).isEqualTo(begin + MILLI);
  }
}
