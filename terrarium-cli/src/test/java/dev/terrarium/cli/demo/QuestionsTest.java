package dev.terrarium.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.cli.demo.Question.Outcome;
import dev.terrarium.cli.timeline.Moment;
import dev.terrarium.control.PolicyOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionsTest {
  private static final long ORIGIN = 5_000;
  private static final long MILLIS = 1_000_000;

  private final Questions questions =
      new Questions(
          "rose.act", ORIGIN, PolicyOptions.standard(), text -> text.replace("/tmp/", ""));

  private static Moment operation(String name, long asked, long ended, Moment.Ending ending) {
    long at = ORIGIN + asked * MILLIS;
    return new Moment.Operation("call", name, at, at, ORIGIN + ended * MILLIS, ending);
  }

  private static Moment answered(long asked, long ended) {
    return operation("rose.act", asked, ended, new Moment.Ending("ok", "none", ""));
  }

  @Test
  void saysWhatBecameOfEachAnswer() {
    var all =
        questions.among(
            List.of(answered(100, 350), answered(0, 5), answered(20, 41), answered(50, 70)));

    assertThat(all)
        .extracting(Question::outcome)
        .containsExactly(Outcome.TAKEN, Outcome.LATE, Outcome.TAKEN, Outcome.DROPPED);
    assertThat(all).extracting(Question::asked).startsWith(0L, 20 * MILLIS);
  }

  @Test
  void saysWhatWasInterruptedAndWhereItStood() {
    var stuck = new Moment.Ending("safety_disarmed", "interrupted", "/tmp/rose.py, line 3");

    var question = questions.among(List.of(operation("rose.act", 0, 800, stuck))).getFirst();

    assertThat(question.outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(question.stack()).isEqualTo("rose.py, line 3");
  }

  @Test
  void saysWhatFailed() {
    var raised = new Moment.Ending("python_error", "none", "");

    assertThat(questions.among(List.of(operation("rose.act", 0, 2, raised))))
        .extracting(Question::outcome)
        .containsExactly(Outcome.FAILED);
  }

  @Test
  void leavesOutOtherCallsTheRehearsalAndWhatHasNoAnswerYet() {
    var running = new Moment.Ending("running", "none", "");

    var all =
        List.of(
            operation("other.act", 0, 5, new Moment.Ending("ok", "none", "")),
            answered(-10, -5),
            operation("rose.act", 40, 90, running),
            new Moment.State(0, "armed"));

    assertThat(questions.among(all)).isEmpty();
    assertThat(questions.open(all)).contains(50 * MILLIS);
    assertThat(questions.open(List.of(answered(0, 5)))).isEmpty();
  }
}
