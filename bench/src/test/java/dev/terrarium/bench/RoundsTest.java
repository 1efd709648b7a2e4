package dev.terrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What is made of the times that two sides took.
class RoundsTest {
  private static final Contest CONTEST =
      Contest.ofRuns("row", "a row", 100, steady(30_000_000)).beside(steady(20_000_000));

  @Test
  void comparesTheSidesRoundByRound() throws Exception {
    Map<String, Object> figures = played(CONTEST);

    assertThat(figures.get("ratio"))
        .isEqualTo(Results.spread(new Spread(3, 1.5, 1.5, 1.5, 1.5, 1.5)));
    assertThat(figures.get("beside")).isEqualTo(Distribution.of(20e6, 20e6, 20e6).described());
  }

  @Test
  void countsItemsInASecond() throws Exception {
    assertThat(played(CONTEST)).containsEntry("items_per_second", 3333.0);
  }

  @Test
  void judgesAPromiseAndMakesNoneItself() throws Exception {
    assertThat(played(CONTEST)).doesNotContainKey("met");
    assertThat(played(CONTEST.promising(new Promise.TimesPlain(2)))).containsEntry("met", true);
    assertThat(played(CONTEST.promising(new Promise.Within(0.05)))).containsEntry("met", false);
    assertThat(played(CONTEST.promising(new Promise.AtMost(30e6)))).containsEntry("met", true);
    assertThat(played(CONTEST.promising(new Promise.NearlyAllUnder(30e6))))
        .containsEntry("met", false);
    assertThat(played(CONTEST.promising(new Promise.Times(1.5, "C")))).containsEntry("met", true);
    assertThat(played(CONTEST.promising(new Promise.Times(1.4, "C")))).containsEntry("met", false);
    assertThat(played(CONTEST.promising(new Promise.AsFast(0.6, "one"))))
        .containsEntry("met", true);
    assertThat(played(CONTEST.promising(new Promise.AsFast(0.7, "one"))))
        .containsEntry("met", false);
  }

  @Test
  void tellsTheTimeOfOneItemWhereARowIsAboutThat() throws Exception {
    Contest each = Contest.ofItems("row", "a row", 1_000, steady(30_000_000));

    assertThat(played(each).get("ours")).isEqualTo(Distribution.of(30e3, 30e3, 30e3).described());
  }

  @Test
  void aWrongResultStandsInPlaceOfFiguresAndBreaksThePromise() {
    Scores scores = new Scores(true);

    scores.add(
        Contest.ofRuns("row", "a row", 1, Contender.of(() -> 41, 42))
            .promising(new Promise.AtMost(1)));

    assertThat(scores.rows().getFirst())
        .containsEntry("missing", "it failed: it gave 41 in place of 42")
        .containsEntry("met", false)
        .doesNotContainKey("ours");
  }

  @Test
  void aSideInAnotherProcessIsWarmByTheTimeOfItsRuns() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    Contender side =
        Contender.elsewhere(times -> {
          runs.addAndGet(times);
          return steady(300_000_000).nanos(times);
        });

    new Rounds(Contest.ofRuns("row", "a row", 1, side), Duration.ofSeconds(3), 1).play();

    assertThat(side.worked()).isEqualTo(runs.get() * 300_000_000L);
    assertThat(runs.get()).isEqualTo(10 + 1);
  }

  private static Map<String, Object> played(Contest contest) throws Exception {
    return new Rounds(contest, Duration.ZERO, 3).play();
  }

  private static Contender steady(long nanos) {
    return times -> {
      long[] all = new long[times];
      Arrays.fill(all, nanos);
      return all;
    };
  }
}
