package dev.terrarium.bus.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.safety.SafetyState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static CommandDefinition allowedIn(String... states) {
    return CommandDefinition.of("move", context -> CommandResult.ok())
        .allowedStates(states)
        .build();
  }

  private static Optional<Refusal> refusal(SafetyState safety, String raw, String... allowed) {
    return Admission.refusal(allowedIn(allowed), safety, raw);
  }

  @Test
  void refusesEverythingInErrorWhateverIsAllowed() {
    assertThat(refusal(SafetyState.ERROR, "idle", "idle", "disarmed"))
        .contains(new Refusal.SafetyError("move"));
  }

  @Test
  void refusesEverythingWhileDisarmingWhateverIsAllowed() {
    assertThat(refusal(SafetyState.DISARMING, "idle", "idle", "disarmed"))
        .contains(new Refusal.Disarming("move"));
  }

  @Test
  void allowsADisarmedRobotOnlyWhatNamesDisarmed() {
    assertThat(refusal(SafetyState.DISARMED, "idle", "idle", "disarmed")).isEmpty();
    assertThat(refusal(SafetyState.DISARMED, "idle", "idle"))
        .contains(new Refusal.NotAllowed("move", "disarmed", List.of("idle")));
  }

  @Test
  void allowsAnArmedRobotWhatNamesItsOperationalState() {
    assertThat(refusal(SafetyState.ARMED, "idle", "idle")).isEmpty();
    assertThat(refusal(SafetyState.ARMED, "recording", "idle", "recording")).isEmpty();
    assertThat(refusal(SafetyState.ARMED, "recording", "idle", "disarmed"))
        .contains(new Refusal.NotAllowed("move", "recording", List.of("idle", "disarmed")));
  }
}
