package dev.terrarium.bus.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.payload.Command.Status;
import dev.terrarium.safety.SafetyState;
import dev.terrarium.safety.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The closed set of codes, and which of them each outcome and refusal has.
class CommandErrorTest {
  private static final ExecutionId ID = new ExecutionId("7");

  @Test
  void theSetOfCodesIsClosed() {
    assertThat(CommandError.Code.values())
        .extracting(CommandError.Code::id)
        .containsExactly(
            "safety_disarmed",
            "safety_not_armed",
            "command_failed",
            "timeout",
            "cancelled",
            "unknown_command",
            "state_not_allowed",
            "invalid_argument");
  }

  @ParameterizedTest
  @MethodSource
  void eachRefusalHasItsCodeAndNamesTheCommand(Refusal refusal, String code) {
    CommandError error = refusal.error();

    assertThat(error.code().id()).isEqualTo(code);
    assertThat(error.message()).contains("'move'");
    assertThat(error.details()).containsEntry("command", "move");
    assertThat(error.severity()).isEqualTo(Severity.ERROR);
    assertThat(refusal.command()).isEqualTo("move");
  }

  static List<Arguments> eachRefusalHasItsCodeAndNamesTheCommand() {
    return List.of(
        Arguments.of(new Refusal.UnknownCommand("move", List.of()), "unknown_command"),
        Arguments.of(
            new Refusal.InvalidArguments(
                "move", List.of(new ArgumentFault("x", "a finite number", "nothing"))),
            "invalid_argument"),
        Arguments.of(new Refusal.OperatorsOnly("move", "Safety.arm"), "command_failed"),
        Arguments.of(new Refusal.SafetyError("move"), "safety_not_armed"),
        Arguments.of(new Refusal.Disarming("move"), "safety_not_armed"),
        Arguments.of(
            new Refusal.NotAllowed("move", "disarmed", List.of("idle")), "safety_disarmed"),
        Arguments.of(
            new Refusal.NotAllowed("move", "recording", List.of("idle")), "state_not_allowed"),
        Arguments.of(
            new Refusal.CategoryFull("move", "default", 1, 1, List.of()), "command_failed"),
        Arguments.of(new Refusal.Closed("move"), "command_failed"));
  }

  @ParameterizedTest
  @MethodSource
  void eachOutcomeHasItsStatusAndCode(CommandOutcome outcome, Status status, String code) {
    assertThat(outcome.status()).isEqualTo(status);
    assertThat(outcome.error().map(error -> error.code().id()).orElse("none")).isEqualTo(code);
    assertThat(outcome.isSuccess()).isEqualTo(code.equals("none"));
  }

  static List<Arguments> eachOutcomeHasItsStatusAndCode() {
    var thrown = new IllegalStateException("no");
    var preempted = new Ending.Preempted("stop", ID);
    var tooLong = new Ending.TimedOut(Duration.ofSeconds(2));
    var trip = new Ending.SafetyChanged(SafetyState.DISARMING);
    return List.of(
        Arguments.of(new CommandOutcome.Succeeded("move", 1), Status.SUCCEEDED, "none"),
        Arguments.of(new CommandOutcome.Failed("move", "no"), Status.FAILED, "command_failed"),
        Arguments.of(new CommandOutcome.Crashed("move", thrown), Status.FAILED, "command_failed"),
        Arguments.of(
            new CommandOutcome.Ended("move", new Ending.Cancelled()),
            Status.CANCELLED,
            "cancelled"),
        Arguments.of(new CommandOutcome.Ended("move", preempted), Status.CANCELLED, "cancelled"),
        Arguments.of(
            new CommandOutcome.Ended("move", new Ending.Closed()), Status.CANCELLED, "cancelled"),
        Arguments.of(new CommandOutcome.Ended("move", tooLong), Status.FAILED, "timeout"),
        Arguments.of(new CommandOutcome.Ended("move", trip), Status.CANCELLED, "safety_disarmed"),
        Arguments.of(
            new CommandOutcome.ResultFailed("move", trip, thrown), Status.FAILED, "command_failed"),
        Arguments.of(
            new CommandOutcome.NotBegun("move", List.of("'stop' (3)")),
            Status.FAILED,
            "command_failed"),
        Arguments.of(
            new CommandOutcome.InvalidState("move", "flying", List.of("idle")),
            Status.FAILED,
            "command_failed"));
  }

  @Test
  void aTimeoutOfACommandAndTheEndOfPatienceAreToldApart() {
    var tooLong = new CommandOutcome.Ended("move", new Ending.TimedOut(Duration.ofMillis(20)));
    var impatient = new Awaited.StillRunning(ID, Duration.ofMillis(10));

    assertThat(tooLong.error().orElseThrow().details())
        .containsEntry("ms", 20L)
        .containsEntry("running", false);
    assertThat(impatient.error().orElseThrow().details())
        .containsEntry("ms", 10L)
        .containsEntry("running", true);
    assertThat(impatient.error().orElseThrow().code().id()).isEqualTo("timeout");
  }

  @Test
  void theEndOfACommandByDisarmAndItsRefusalBeforehandHaveOneCodeAndSayTheState() {
    var during = new CommandOutcome.Ended("move", new Ending.SafetyChanged(SafetyState.DISARMED));
    var before = new Refusal.NotAllowed("move", "disarmed", List.of("idle"));

    assertThat(during.error().orElseThrow().code()).isEqualTo(before.error().code());
    assertThat(during.error().orElseThrow().details()).containsEntry("state", "disarmed");
    assertThat(before.error().details()).containsEntry("state", "disarmed");
  }

  @Test
  void whatSafetyEndsIsCriticalAndWhatItDoesNotLetBeginAnError() {
    var during = new CommandOutcome.Ended("move", new Ending.SafetyChanged(SafetyState.DISARMED));

    assertThat(during.error().orElseThrow().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(new Refusal.NotAllowed("move", "disarmed", List.of("idle")).error().severity())
        .isEqualTo(Severity.ERROR);
    assertThat(new Refusal.SafetyError("move").error().severity()).isEqualTo(Severity.ERROR);
  }

  @Test
  void aRefusalForSafetysSakeSaysWhichStateItIsIn() {
    assertThat(new Refusal.SafetyError("move").error().details()).containsEntry("state", "error");
    assertThat(new Refusal.Disarming("move").error().details()).containsEntry("state", "disarming");
  }

  @Test
  void aFailureThatIsSuchAnErrorIsNotWrappedAgain() {
    CommandError inner =
        new CommandOutcome.Ended("part", new Ending.Cancelled()).error().orElseThrow();
    var outer = new CommandOutcome.Failed("move", inner);

    assertThat(outer.error()).contains(inner);
    assertThat(new CommandOutcome.Failed("move", "no").error().orElseThrow().details())
        .isEqualTo(Map.of("command", "move", "reason", "no"));
  }

  @Test
  void aFaultyArgumentIsNamedWithWhatWasExpected() {
    var fault = new ArgumentFault("x", "a finite number", "the text \"far\"");
    CommandError error = new Refusal.InvalidArguments("move", List.of(fault)).error();

    assertThat(error.message())
        .isEqualTo(
            "command 'move': argument 'x': expected a finite number, was given the text \"far\"");
    assertThat(error.details())
        .containsEntry("argument", "x")
        .containsEntry("expected", "a finite number");
  }

  @Test
  void aResultThatIsGoneSaysWhy() {
    assertThat(new Awaited.Gone(ID).error().orElseThrow().message())
        .contains("nothing is known of execution 7");
  }
}
