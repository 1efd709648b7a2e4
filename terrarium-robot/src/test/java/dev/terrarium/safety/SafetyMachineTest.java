package dev.terrarium.safety;

import static dev.terrarium.safety.SafetyState.ARMED;
import static dev.terrarium.safety.SafetyState.DISARMED;
import static dev.terrarium.safety.SafetyState.DISARMING;
import static dev.terrarium.safety.SafetyState.ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.safety.Step.Move;
import dev.terrarium.safety.Step.Refuse;
import dev.terrarium.safety.Step.Stay;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SafetyMachineTest {
  private static final Step REFUSE = new Refuse();
  private static final Step STAY = new Stay();

  /// What each event does in disarmed, armed, disarming and error, in this order.
  private static final Map<SafetyEvent, List<Step>> TABLE =
      Map.of(
          SafetyEvent.ARM, List.of(new Move(ARMED), REFUSE, REFUSE, REFUSE),
          SafetyEvent.DISARM, List.of(REFUSE, new Move(DISARMING), REFUSE, REFUSE),
          SafetyEvent.HANDLERS_SUCCEEDED, List.of(REFUSE, REFUSE, new Move(DISARMED), REFUSE),
          SafetyEvent.HANDLERS_FAILED, List.of(REFUSE, REFUSE, new Move(ERROR), REFUSE),
          SafetyEvent.FORCE_DISARM, List.of(REFUSE, REFUSE, REFUSE, new Move(DISARMED)),
          SafetyEvent.FAIL, List.of(REFUSE, new Move(ERROR), new Move(ERROR), STAY),
          SafetyEvent.GIVE_UP, List.of(new Move(ERROR), new Move(ERROR), new Move(ERROR), STAY));

  record Pair(SafetyState state, SafetyEvent event) {}

  @ParameterizedTest
  @MethodSource
  void everyPairOfStateAndEventIsDecided(Pair pair) {
    Step expected = TABLE.getOrDefault(pair.event(), List.of()).get(pair.state().ordinal());

    Step step = SafetyMachine.next(pair.state(), pair.event());

    assertThat(step).isEqualTo(expected);
  }

  static Stream<Pair> everyPairOfStateAndEventIsDecided() {
    return Arrays.stream(SafetyState.values())
        .flatMap(state -> Arrays.stream(SafetyEvent.values()).map(event -> new Pair(state, event)));
  }

  @Test
  void theStatesAreExactlyTheFour() {
    assertThat(Arrays.stream(SafetyState.values()).map(SafetyState::id))
        .containsExactly("disarmed", "armed", "disarming", "error");
  }

  @Test
  void armedIsReachedByArmingADisarmedRobotAlone() {
    List<Pair> ways =
        everyPairOfStateAndEventIsDecided()
            .filter(pair -> SafetyMachine.next(pair.state(), pair.event()).equals(new Move(ARMED)))
            .toList();

    assertThat(ways).containsExactly(new Pair(DISARMED, SafetyEvent.ARM));
  }
}
