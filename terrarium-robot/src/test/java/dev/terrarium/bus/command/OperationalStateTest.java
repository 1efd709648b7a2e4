package dev.terrarium.bus.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.bus.command.OperationalState.Change;
import org.junit.jupiter.api.Test;

class OperationalStateTest {
  private static final OperationalState IDLE = OperationalState.initially("idle");

  @Test
  void idleReadsExecutingWhileAnythingRuns() {
    assertThat(IDLE.shown()).isEqualTo("idle");
    assertThat(IDLE.begun().shown()).isEqualTo("executing");
    assertThat(IDLE.begun().raw()).isEqualTo("idle");
    assertThat(IDLE.begun().begun().ended().shown()).isEqualTo("executing");
    assertThat(IDLE.begun().ended().shown()).isEqualTo("idle");
  }

  @Test
  void aDeclaredStateReadsAsItselfWhateverRuns() {
    assertThat(IDLE.in("recording").begun().shown()).isEqualTo("recording");
  }

  @Test
  void theFirstFromIdleAndTheLastTellAChangeAndNoneBetween() {
    OperationalState one = IDLE.begun();
    OperationalState two = one.begun();

    assertThat(IDLE.to(one)).contains(new Change("idle", "executing"));
    assertThat(one.to(two)).isEmpty();
    assertThat(two.to(two.ended())).isEmpty();
    assertThat(one.to(one.in("recording").ended())).contains(new Change("executing", "recording"));
    assertThat(one.to(one.ended())).contains(new Change("executing", "idle"));
  }

  @Test
  void commandsInADeclaredStateTellNothing() {
    OperationalState recording = IDLE.in("recording");

    assertThat(recording.to(recording.begun())).isEmpty();
    assertThat(recording.begun().to(recording)).isEmpty();
  }
}
