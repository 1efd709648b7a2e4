package dev.terrarium.message.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Quantities at the edges, SI doubles inside.
class SiUnitsTest {
  @ParameterizedTest
  @CsvSource({
    "500 mm, 0.5",
    "180 deg, 3.141592653589793",
    "3.6 km, 3600",
    "2 min, 120",
    "-5e-1 N·m, -0.5",
    "20 °C, 293.15",
    "1 A·h, 3600",
    "90 deg/s, 1.5707963267948966",
    "50 %, 0.5",
    "7, 7",
    "250 g, 0.25"
  })
  void becomesADoubleInSi(String text, double expected) {
    assertThat(SiUnits.toSi(SiUnits.parse(text))).isCloseTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("dev.terrarium.message.quantity.SiUnits#names")
  void everyUnitGoesThereAndBack(String name) {
    var quantity = SiUnits.ofSi(12.5, name);

    assertThat(SiUnits.name(SiUnits.unit(name))).isEqualTo(name);
    assertThat(SiUnits.toSi(quantity)).isCloseTo(12.5, within(1e-9));
    assertThat(SiUnits.toSi(SiUnits.ofMap(SiUnits.toMap(quantity)))).isCloseTo(12.5, within(1e-9));
  }

  @Test
  void onTheWireAQuantityIsItsValueAndItsUnit() {
    assertThat(SiUnits.toMap(SiUnits.quantity(500, "mm")))
        .isEqualTo(Map.of("value", 500.0, "unit", "mm"));
  }

  @Test
  void refusesWhatIsNoQuantity() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SiUnits.unit("furlong"))
        .withMessageStartingWith("There is no unit \"furlong\"; there are 1, %, m, cm, mm");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SiUnits.parse("fast"))
        .withMessage("A quantity is a number and a unit, as in 500 mm, not \"fast\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SiUnits.parse("1.2.3 m"))
        .withMessageContaining("not \"1.2.3 m\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SiUnits.quantity(Double.NaN, "m"))
        .withMessage("A quantity's value is a finite number, not NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SiUnits.ofMap(Map.of("value", 1, "units", "m")))
        .withMessage("A quantity has the keys value and unit, and not \"units\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SiUnits.ofMap(Map.of("value", "1", "unit", "m")))
        .withMessage("value of a quantity: expected a number, not 1");
  }
}
