package dev.terrarium.safety;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.burglary.Attempt;
import dev.terrarium.burglary.Burglary;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// On the class path, where reflection may open every class of ours.
class ForgedPermitsTest {

  @ParameterizedTest
  @EnumSource
  void noWayAroundTheGateLeadsToAValidPermit(Attempt attempt) {
    String result = Burglary.tried(attempt);

    assertThat(result).doesNotStartWith("BROKEN");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "CONSTRUCTOR_BY_REFLECTION",
        "CONSTRUCTOR_OF_AN_EPOCH_BY_REFLECTION",
        "CONSTRUCTOR_BY_A_PRIVATE_LOOKUP",
        "LOOKUP_IN_THE_NAME_OF_THE_GATE",
        "CLASS_DEFINED_IN_THE_PACKAGE"
      })
  void theConstructorRefusesEveryCallerButTheGate(Attempt attempt) {
    String result = Burglary.tried(attempt);

    assertThat(result)
        .startsWith("REFUSED java.lang.IllegalCallerException")
        .contains("cannot make a permit: only the gate does");
  }

  @ParameterizedTest
  @EnumSource(names = {"EVENT_WITHOUT_ITS_SAFETY", "EVENT_WITH_ANOTHER_SAFETY"})
  void theGateMovesForItsOwnSafetyAlone(Attempt attempt) {
    assertThat(Burglary.tried(attempt))
        .containsAnyOf("java.lang.NullPointerException", "is in the care of another Safety");
  }

  @Test
  void noWayLeadsFromAGateToTheSafetyThatCouldArm() {
    assertThat(Burglary.tried(Attempt.SAFETY_FOUND_FROM_THE_GATE)).isEqualTo("INVALID null");
  }

  @Test
  void anObjectMadeWithoutItsConstructorIsNoPermit() {
    assertThat(Burglary.tried(Attempt.OBJECT_WITHOUT_ITS_CONSTRUCTOR))
        .isEqualTo("INVALID no permit");
  }

  @Test
  void evenAClassOfThePackageMakesNone() {
    assertThat(catchIllegalCaller(() -> new Epoch(new RobotId("arm"), 1, new CountDownLatch(1))))
        .contains("ForgedPermitsTest")
        .contains("cannot make a permit");
  }

  private static String catchIllegalCaller(Runnable work) {
    try {
      work.run();
      return "it was made";
    } catch (IllegalCallerException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
