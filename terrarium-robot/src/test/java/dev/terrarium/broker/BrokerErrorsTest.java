package dev.terrarium.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.safety.SafetyState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The closed set of errors that a call of Python can come to, and the page that explains them.
class BrokerErrorsTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "robot-errors.md");

  private static List<BrokerException> all() {
    return List.of(
        new BrokerException.PythonError("m.f", "ValueError", "no", "Traceback", null),
        new BrokerException.Timeout("m.f", Duration.ofSeconds(30), Optional.empty()),
        new BrokerException.UnknownModule("m.f", "m", null),
        new BrokerException.SafetyNotArmed("m.f", SafetyState.DISARMED),
        new BrokerException.SafetyDisarmed("m.f", SafetyState.DISARMING, true),
        new BrokerException.InterpreterBusy("m.g", "stack", "waits in C"),
        new BrokerException.InterpreterPoisoned("m.g", "stack"),
        new BrokerException.Marshal("m.f", "An argument", "$", "no", null),
        new BrokerException.WorkerCrashed("m.f", "it ended", null));
  }

  @Test
  void theSetOfErrorsIsClosed() {
    assertThat(all())
        .extracting(BrokerException::code)
        .containsExactly(
            "python_error",
            "timeout",
            "unknown_module",
            "safety_not_armed",
            "safety_disarmed",
            "interpreter_busy",
            "interpreter_poisoned",
            "marshal",
            "worker_crashed");
    assertThat(BrokerException.class.getPermittedSubclasses())
        .containsExactlyInAnyOrder(all().stream().map(Object::getClass).toArray(Class<?>[]::new));
  }

  @Test
  void aRefusalForSafetysSakeSaysWhichStateItIsIn() {
    var refusal = new BrokerException.SafetyNotArmed("m.f", SafetyState.DISARMING);

    assertThat(refusal.state()).isEqualTo(SafetyState.DISARMING);
    assertThat(refusal).hasMessageContaining("this one is disarming");
  }

  @Test
  void thePageTellsEachWithItsCodeAndItsSeverity() throws IOException {
    List<String> told =
        Files.readString(PAGE)
            .lines()
            .filter(line -> line.matches("\\| `[a-z_]+` \\| `[A-Za-z]+` \\|.*"))
            .map(line -> line.split("\\|"))
            .map(cells -> cells[1].strip() + cells[2].strip() + " " + cells[3].strip())
            .toList();

    assertThat(told)
        .containsExactlyElementsOf(
            all().stream()
                .map(error ->
                    "`%s``%s` %s"
                        .formatted(
                            error.code(), error.getClass().getSimpleName(), error.severity().id()))
                .toList());
  }
}
