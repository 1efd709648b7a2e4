package dev.terrarium.bus.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.terrarium.message.payload.Parameter.Changed;
import dev.terrarium.message.payload.Payload;
import dev.terrarium.message.quantity.SiUnits;
import dev.terrarium.message.topic.TopicPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.measure.Quantity;
import org.junit.jupiter.api.Test;

/// Parameters that have a unit.
class MeasuredParametersTest {
  private static final TopicPath REACH = TopicPath.of("reach");
  private static final double TINY = 1e-12;

  private final Map<TopicPath, Object> kept = new HashMap<>();
  private final List<Payload> told = new ArrayList<>();

  private Parameters open(Map<String, ?> startup) {
    var store =
        new ParameterStore() {
          @Override
          public Map<TopicPath, Object> load() {
            return Map.copyOf(kept);
          }

          @Override
          public void save(Map<TopicPath, Object> changed) {
            kept.putAll(changed);
          }
        };
    var reach = ParameterDefinition.measure("reach", 500, "mm", "how far").between(0, 800);
    return Parameters.open(List.of(reach), store, startup, (path, payload) -> told.add(payload));
  }

  @Test
  void aQuantityIsKeptInItsUnitAndReadInSi() {
    Parameters parameters = open(Map.of());

    parameters.set(REACH, SiUnits.quantity(0.25, "m"));

    var quantity = (Quantity<?>) parameters.find(REACH).orElseThrow();
    assertThat(SiUnits.name(quantity.getUnit())).isEqualTo("mm");
    assertThat(quantity.getValue().doubleValue()).isCloseTo(250, within(1e-9));
    assertThat(parameters.real(REACH)).isCloseTo(0.25, within(TINY));
  }

  @Test
  void boundsAreInItsUnit() {
    Parameters parameters = open(Map.of());

    assertThat(parameters.set(REACH, SiUnits.quantity(0.5, "m")))
        .isInstanceOf(SetResult.Changed.class);
    assertThat(parameters.set(REACH, SiUnits.quantity(0.9, "m")))
        .isInstanceOfSatisfying(
            SetResult.Refused.class,
            refused ->
                assertThat(refused.errors().getFirst().message())
                    .contains("expected a quantity in mm", "from 0.0 to 800.0"));
  }

  @Test
  void aNumberWithoutAUnitOrOfAnotherDimensionIsRefused() {
    Parameters parameters = open(Map.of());

    assertThat(parameters.set(REACH, 0.25)).isInstanceOf(SetResult.Refused.class);
    assertThat(parameters.set(REACH, SiUnits.quantity(1, "kg")))
        .isInstanceOf(SetResult.Refused.class);
  }

  @Test
  void itIsToldAndKeptAsValueAndUnitAndReadBack() {
    open(Map.of()).set(REACH, SiUnits.quantity(250, "mm"));

    assertThat(((Changed) told.getLast()).newValue()).isInstanceOf(Map.class);
    assertThat(kept.get(REACH)).isInstanceOf(Map.class);
    assertThat(open(Map.of()).real(REACH)).isCloseTo(0.25, within(TINY));
    assertThat(open(Map.of("reach", "60 cm")).real(REACH)).isCloseTo(0.6, within(TINY));
  }

  @Test
  void aUnitThatThereIsNotIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ParameterDefinition.measure("reach", 1, "furlong", "how far"))
        .withMessageContaining("furlong");
  }
}
