package dev.terrarium.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrarium.control.loop.BoardState;
import dev.terrarium.control.loop.LoopEnd;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A policy that is asked by a clock of the test.
class PolicyRunTest {
  private static final long MILLISECOND = 1_000_000;
  private static final PolicyOptions OPTIONS = new PolicyOptions(50, Duration.ofMillis(100));

  private final List<Target> taken = new ArrayList<>();
  private final List<CompletableFuture<Target>> questions = new ArrayList<>();
  private final Target target = Target.joints(0.1, 0.2);
  private Given answer = Given.TAKEN;
  private long now = 7_000_000_000L;

  private final PolicyRun.Side side =
      new PolicyRun.Side() {
        @Override
        public BoardState observe() {
          return new BoardState(2, 0);
        }

        @Override
        public Given aim(Target wanted, Age age) {
          if (answer == Given.TAKEN) {
            taken.add(wanted);
          }
          return answer;
        }
      };

  private PolicyRun run(Policy policy) {
    return new PolicyRun(policy, OPTIONS, side, () -> now);
  }

  private CompletionStage<Target> open(Observation seen) {
    var question = new CompletableFuture<Target>();
    questions.add(question);
    return question;
  }

  private static PolicyEnd end(PolicyRun run) {
    return run.ended().toCompletableFuture().join();
  }

  @Test
  void asksOneQuestionAtATimeAndSkipsWhatComesMeanwhile() {
    PolicyRun run = run(this::open);

    run.tick();
    run.tick();
    run.tick();
    questions.getFirst().complete(target);
    run.tick();

    assertThat(questions).hasSize(2);
    assertThat(run.counts()).isEqualTo(new PolicyCounts(2, 1, 0, 0, 2));
  }

  @Test
  void neverMakesUpForTimesThatPassedWhileThePolicyWasBusy() {
    var clock = new AtomicLong(7_000_000_000L);
    List<PolicyRun> runs = new ArrayList<>();
    var started = new CountDownLatch(1);
    var run =
        new PolicyRun(
            seen -> {
              started.await();
              clock.addAndGet(70 * MILLISECOND);
              if (seen.number() == 3) {
                runs.getFirst().stop();
              }
              return CompletableFuture.completedStage(target);
            },
            OPTIONS,
            side,
            clock::get);
    runs.add(run);

    run.start("terrarium-policy-test");
    started.countDown();

    assertThat(end(run)).isEqualTo(new PolicyEnd.Stopped());
    assertThat(run.counts().asked()).isEqualTo(3);
    assertThat(run.counts().skipped()).isGreaterThanOrEqualTo(5);
  }

  @Test
  void takesALateAnswerAndCountsIt() {
    PolicyRun run = run(this::open);
    run.tick();
    now += 30 * MILLISECOND;

    questions.getFirst().complete(target);

    assertThat(taken).containsExactly(target);
    assertThat(run.counts()).isEqualTo(new PolicyCounts(1, 1, 1, 0, 0));
  }

  @Test
  void dropsAnAnswerThatIsOlderThanTargetsAreHeld() {
    PolicyRun run = run(this::open);
    run.tick();
    now += 101 * MILLISECOND;

    questions.getFirst().complete(target);
    run.tick();

    assertThat(taken).isEmpty();
    assertThat(run.counts()).isEqualTo(new PolicyCounts(2, 0, 1, 1, 0));
  }

  @Test
  void endsWithWhatThePolicyThrows() {
    var thrown = new UnsupportedOperationException("no idea");

    PolicyRun run =
        run(_ -> {
          throw thrown;
        });
    run.tick();
    run.tick();

    assertThat(end(run)).isEqualTo(new PolicyEnd.Failed(thrown));
    assertThat(run.counts().asked()).isEqualTo(1);
  }

  @Test
  void endsWithWhatItsAnswerFailsWith() {
    var thrown = new UnsupportedOperationException("no idea");
    PolicyRun run = run(seen -> open(seen).thenApply(it -> it));
    run.tick();

    questions.getFirst().completeExceptionally(thrown);

    assertThat(end(run)).isEqualTo(new PolicyEnd.Failed(thrown));
  }

  @Test
  void endsWithAnAnswerThatIsNoTarget() {
    PolicyRun run = run(_ -> CompletableFuture.supplyAsync(() -> nothing(), Runnable::run));

    run.tick();

    assertThat(end(run)).isInstanceOf(PolicyEnd.Failed.class);
    assertThat(((PolicyEnd.Failed) end(run)).cause())
        .hasMessage("a policy returned null: expected a target");
  }

  @Test
  void endsWithAPolicyThatReturnsNoStage() {
    PolicyRun run = run(_ -> nothing());

    run.tick();

    assertThat(end(run)).isInstanceOf(PolicyEnd.Failed.class);
    assertThat(((PolicyEnd.Failed) end(run)).cause())
        .hasMessage("a policy returned null: expected a stage of a target");
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return null;
  }

  @Test
  void endsWhenATargetIsRefused() {
    var refusing =
        new PolicyRun.Side() {
          @Override
          public BoardState observe() {
            return new BoardState(2, 0);
          }

          @Override
          public Given aim(Target wanted, Age age) {
            throw new IllegalArgumentException("q_desired[0] is NaN: expected a finite number");
          }
        };
    var run = new PolicyRun(this::open, OPTIONS, refusing, () -> now);
    run.tick();

    questions.getFirst().complete(target);

    assertThat(end(run))
        .isEqualTo(new PolicyEnd.Refused("q_desired[0] is NaN: expected a finite number"));
  }

  @Test
  void endsWhenAnotherCommandHasTheArm() {
    answer = Given.SUPERSEDED;
    PolicyRun run = run(this::open);
    run.tick();

    questions.getFirst().complete(target);

    assertThat(end(run)).isEqualTo(new PolicyEnd.Superseded());
  }

  @Test
  void takesNothingMoreOnceItIsStopped() {
    PolicyRun run = run(this::open);
    run.tick();

    run.stop();
    questions.getFirst().complete(target);
    run.armEnded(new LoopEnd.Stopped(List.of()));

    assertThat(end(run)).isEqualTo(new PolicyEnd.Stopped());
    assertThat(taken).isEmpty();
  }

  @Test
  void endsWithTheLoop() {
    answer = Given.NOT_LIVE;
    PolicyRun run = run(this::open);
    run.tick();
    questions.getFirst().complete(target);
    var end = new LoopEnd.Stopped(List.of());

    run.armEnded(end);

    assertThat(end(run)).isEqualTo(new PolicyEnd.ArmEnded(end));
  }

  @ParameterizedTest
  @ValueSource(longs = {300L * 365 * 24 * 3600, Long.MAX_VALUE})
  void holdsTargetsForeverWhereTheirTimeIsLongerThanTheClockTells(long seconds) {
    PolicyOptions options = OPTIONS.withHold(Duration.ofSeconds(seconds));
    var run = new PolicyRun(this::open, options, side, () -> now);
    run.tick();

    questions.getFirst().complete(target);

    assertThat(taken).containsExactly(target);
    assertThat(options.age(now).isOver(now - 1)).isFalse();
  }

  @Test
  void endsWithWhatTakingItsAnswerThrows() {
    var thrown = new ArithmeticException("a bug");
    var failing =
        new PolicyRun.Side() {
          @Override
          public BoardState observe() {
            return new BoardState(2, 0);
          }

          @Override
          public Given aim(Target wanted, Age age) {
            throw thrown;
          }
        };
    var run = new PolicyRun(this::open, OPTIONS, failing, () -> now);
    run.tick();

    questions.getFirst().complete(target);

    assertThat(end(run)).isEqualTo(new PolicyEnd.Failed(thrown));
  }

  @Test
  void refusesRatesAndTimesThatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OPTIONS.withRate(Double.NaN))
        .withMessage("a policy's rate is NaN times in a second: expected 1 to 100");
    assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withRate(1000));
    assertThatIllegalArgumentException().isThrownBy(() -> OPTIONS.withHold(Duration.ZERO));
  }
}
