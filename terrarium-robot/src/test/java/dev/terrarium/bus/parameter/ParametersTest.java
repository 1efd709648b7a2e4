package dev.terrarium.bus.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.message.payload.Parameter.Changed;
import dev.terrarium.message.payload.Parameter.Source;
import dev.terrarium.message.payload.Payload;
import dev.terrarium.message.topic.TopicPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ParametersTest {
  private static final TopicPath SPEED = TopicPath.of("arm.speed");
  private static final TopicPath TRIES = TopicPath.of("arm.tries");
  private static final TopicPath MODE = TopicPath.of("mode");

  private static final List<ParameterDefinition> DEFINITIONS =
      List.of(
          ParameterDefinition.real("arm.speed", 0.25, "m/s").between(0, 2),
          ParameterDefinition.whole("arm.tries", 3, "how often").between(1, 10),
          ParameterDefinition.flag("arm.gentle", true, "whether to be"),
          ParameterDefinition.text("name", "Ada", "for people"),
          ParameterDefinition.symbol("mode", "slow", "how"));

  private record Told(String path, Payload payload) {}

  /// Keeps values in memory, and can be told to fail.
  private static final class Memory implements ParameterStore {
    private final Map<TopicPath, Object> kept = new HashMap<>();
    private boolean isBroken;

    @Override
    public Map<TopicPath, Object> load() throws IOException {
      failIfBroken();
      return Map.copyOf(kept);
    }

    @Override
    public void save(Map<TopicPath, Object> changed) throws IOException {
      failIfBroken();
      kept.putAll(changed);
    }

    private void failIfBroken() throws IOException {
      if (isBroken) {
        throw new IOException("the disk is full");
      }
    }
  }

  private final List<Told> told = new ArrayList<>();
  private final Memory store = new Memory();

  private Parameters open(Map<String, ?> startup) {
    return Parameters.open(
        DEFINITIONS, store, startup, (path, payload) -> told.add(new Told(path.text(), payload)));
  }

  @Test
  void theDefaultGivesWayToWhatWasKeptAndThatToWhatIsGivenAtTheStart() {
    store.kept.put(SPEED, 0.5);
    store.kept.put(TRIES, 5L);

    Parameters parameters = open(Map.of("arm.tries", 7));

    assertThat(parameters.list(TopicPath.ROOT))
        .extracting(
            view -> view.definition().path().text(), ParameterView::value, ParameterView::source)
        .contains(
            org.assertj.core.groups.Tuple.tuple("arm.speed", 0.5, Source.PERSISTED),
            org.assertj.core.groups.Tuple.tuple("arm.tries", 7L, Source.STARTUP),
            org.assertj.core.groups.Tuple.tuple("mode", "slow", Source.INIT));
  }

  @Test
  void whatAParameterBeginsWithIsToldWithItsSource() {
    store.kept.put(SPEED, 0.5);

    open(Map.of());

    assertThat(told)
        .contains(
            new Told(
                "param.arm.speed",
                new Changed(List.of("arm", "speed"), Optional.empty(), 0.5, Source.PERSISTED)))
        .hasSize(DEFINITIONS.size());
  }

  @Test
  void settingChecksKeepsSetsAndTells() {
    Parameters parameters = open(Map.of());
    told.clear();

    SetResult result = parameters.set(SPEED, 1.5);

    assertThat(result)
        .isEqualTo(new SetResult.Changed(List.of(new SetResult.Change(SPEED, 0.25, 1.5))));
    assertThat(parameters.real(SPEED)).isEqualTo(1.5);
    assertThat(store.kept).containsEntry(SPEED, 1.5);
    assertThat(told)
        .containsExactly(
            new Told(
                "param.arm.speed",
                new Changed(List.of("arm", "speed"), Optional.of(0.25), 1.5, Source.LOCAL)));
  }

  @Test
  void boundsAreInclusive() {
    Parameters parameters = open(Map.of());

    assertThat(parameters.set(SPEED, 2.0)).isInstanceOf(SetResult.Changed.class);
    assertThat(parameters.set(SPEED, 0.0)).isInstanceOf(SetResult.Changed.class);
    assertThat(parameters.set(SPEED, Math.nextUp(2.0))).isInstanceOf(SetResult.Refused.class);
    assertThat(parameters.set(TRIES, 10)).isInstanceOf(SetResult.Changed.class);
    assertThat(parameters.set(TRIES, 11)).isInstanceOf(SetResult.Refused.class);
  }

  @Test
  void settingManySetsAllOrNoneAndListsEveryError() {
    Parameters parameters = open(Map.of());
    told.clear();
    var unknown = TopicPath.of("arm.spede");

    SetResult result =
        parameters.setMany(Map.of(SPEED, 9.0, TRIES, "many", unknown, 1, MODE, "fast"));

    assertThat(((SetResult.Refused) result).errors())
        .containsExactlyInAnyOrder(
            new ParameterError.OutOfBounds(
                SPEED, "a finite float from 0.0 to 2.0", "the float 9.0"),
            new ParameterError.WrongType(TRIES, "an integer from 1.0 to 10.0", "the text \"many\""),
            new ParameterError.Unregistered(unknown));
    assertThat(parameters.text(MODE)).isEqualTo("slow");
    assertThat(store.kept).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void whatCannotBeKeptIsNotSet() {
    Parameters parameters = open(Map.of());
    store.isBroken = true;
    told.clear();

    SetResult result = parameters.set(SPEED, 1.0);

    assertThat(((SetResult.Refused) result).errors())
        .singleElement()
        .satisfies(error -> {
          assertThat(error.code()).isEqualTo("not_persisted");
          assertThat(error.message()).contains("[arm.speed]", "the disk is full");
        });
    assertThat(parameters.real(SPEED)).isEqualTo(0.25);
    assertThat(told).isEmpty();
  }

  @Test
  void anIntegerIsNoFloatAndAFloatNoInteger() {
    Parameters parameters = open(Map.of());

    assertThat(parameters.set(SPEED, 1)).isInstanceOf(SetResult.Refused.class);
    assertThat(parameters.set(TRIES, 2.0)).isInstanceOf(SetResult.Refused.class);
    assertThat(parameters.set(SPEED, Double.NaN)).isInstanceOf(SetResult.Refused.class);
    assertThat(parameters.set(MODE, "Not a symbol")).isInstanceOf(SetResult.Refused.class);
  }

  @Test
  void whatIsGivenAtTheStartMayBeTextAndIsRefusedWholeIfItIsWrong() {
    Parameters parameters = open(Map.of("arm.speed", "1", "arm.gentle", "false", "arm.tries", "4"));

    assertThat(parameters.real(SPEED)).isEqualTo(1.0);
    assertThat(parameters.whole(TRIES)).isEqualTo(4);
    assertThat(parameters.flag(TopicPath.of("arm.gentle"))).isFalse();
    assertThatThrownBy(() -> open(Map.of("arm.speed", "fast", "arm.sped", 1)))
        .isInstanceOf(InvalidParametersException.class)
        .hasMessageContaining("parameter 'arm.speed': expected a finite float from 0.0 to 2.0")
        .hasMessageContaining("there is no parameter 'arm.sped', which was given at the start")
        .satisfies(thrown ->
            assertThat(((InvalidParametersException) thrown).errors())
                .extracting(ParameterError::code)
                .containsExactlyInAnyOrder("wrong_type", "unknown_parameter"));
  }

  @Test
  void whatWasKeptAndDoesNotFitAnyMoreIsPassedOver() {
    store.kept.put(SPEED, 99.0);
    store.kept.put(TopicPath.of("legs"), 4L);
    store.kept.put(TRIES, 5L);

    Parameters parameters = open(Map.of());

    assertThat(parameters.real(SPEED)).isEqualTo(0.25);
    assertThat(parameters.whole(TRIES)).isEqualTo(5);
  }

  @Test
  void aStoreThatCannotBeReadLeavesTheDefaults() {
    store.isBroken = true;

    assertThat(open(Map.of()).real(SPEED)).isEqualTo(0.25);
  }

  @Test
  void listsWhatLiesBelowAPathWithItsDefinition() {
    Parameters parameters = open(Map.of());

    List<ParameterView> arm = parameters.list(TopicPath.of("arm"));

    assertThat(arm)
        .extracting(view -> view.definition().path().text())
        .containsExactly("arm.speed", "arm.tries", "arm.gentle");
    assertThat(arm.getFirst().bounds()).isEqualTo(new Bounds(0, 2));
    assertThat(arm.getFirst().definition().defaultValue()).isEqualTo(0.25);
    assertThat(arm.getFirst().definition().summary()).isEqualTo("m/s");
    assertThat(parameters.list(TopicPath.of("ar"))).isEmpty();
  }

  @Test
  void readingWhatIsNotThereOrOfAnotherTypeIsTheCallersMistake() {
    Parameters parameters = open(Map.of());

    assertThat(parameters.find(TopicPath.of("legs"))).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parameters.real(TopicPath.of("legs")))
        .withMessageContaining("there is no parameter 'legs'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parameters.text(SPEED))
        .withMessage(
            "parameter 'arm.speed' is a finite float from 0.0 to 2.0, and was read as a String");
  }

  @Test
  void somebodyElseIsToldAsRemoteAndNobodySetsAsAnythingElse() {
    Parameters parameters = open(Map.of());
    told.clear();

    parameters.setMany(Map.of(MODE, "fast"), Source.REMOTE);

    assertThat(((Changed) told.getFirst().payload()).source()).isEqualTo(Source.REMOTE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parameters.setMany(Map.of(MODE, "fast"), Source.STARTUP))
        .withMessageContaining("LOCAL or REMOTE, not STARTUP");
  }

  @Test
  void whoSetsAParameterWhileToldOfOneIsNotHeldUpAndTheOrderStays() {
    var parameters = new Parameters[1];
    List<Object> values = new ArrayList<>();
    parameters[0] =
        Parameters.open(
            DEFINITIONS,
            store,
            Map.of(),
            (path, payload) -> {
              values.add(((Changed) payload).newValue());
              if (((Changed) payload).newValue().equals("first")) {
                parameters[0].set(MODE, "second");
                values.add("set");
              }
            });
    values.clear();

    parameters[0].set(MODE, "first");

    assertThat(values).containsExactly("first", "set", "second");
  }

  @Test
  void wholeNumbersAreComparedWithTheirBoundsExactly() {
    var type = ParameterType.Whole.any().between(-0x1p53, 0x1p53);
    var path = TopicPath.of("arm.count");

    assertThat(type.check(path, 1L << 53)).isEmpty();
    assertThat(type.check(path, (1L << 53) + 1)).isPresent();
    assertThat(type.check(path, -(1L << 53) - 1)).isPresent();
    assertThat(ParameterType.Whole.any().between(0, 0x1p63).check(path, Long.MAX_VALUE)).isEmpty();
    assertThat(ParameterType.Whole.any().between(0x1p63, 0x1p64).check(path, Long.MAX_VALUE))
        .isPresent();
  }

  @Test
  void definitionsThatContradictThemselvesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParameterDefinition.real("arm.speed", 3, "m/s").between(0, 2))
        .withMessage(
            "the default of a parameter: parameter 'arm.speed': expected a finite float from 0.0 to"
                + " 2.0, was given the float 3.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParameterDefinition.flag("on", true, "whether").between(0, 1))
        .withMessageContaining("only numbers and quantities have bounds");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Bounds(2, 1))
        .withMessageContaining("must be at most");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            Parameters.open(
                List.of(DEFINITIONS.getFirst(), DEFINITIONS.getFirst()),
                store,
                Map.of(),
                (path, payload) -> {}))
        .withMessageContaining("two parameters are at 'arm.speed'");
  }
}
