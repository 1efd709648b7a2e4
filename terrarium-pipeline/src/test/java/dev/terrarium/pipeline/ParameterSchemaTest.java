package dev.terrarium.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParameterSchemaTest {
  private static final ParameterSchema SCHEMA =
      ParameterSchema.of(
          Parameter.whole("size", "how many").between(1, 9).orElse(4L),
          Parameter.real("gain", "how loud"),
          Parameter.choice("mode", List.of("up", "down"), "which way").orElse("up"));

  @Test
  void fillsInWhatIsLeftOut() {
    var parameters = SCHEMA.complete(Map.of("gain", 2L));

    assertThat(parameters.integer("size")).isEqualTo(4);
    assertThat(parameters.number("gain")).isEqualTo(2L);
    assertThat(parameters.text("mode")).isEqualTo("up");
  }

  static List<Arguments> faults() {
    return List.of(
        Arguments.of("size", 0L, "must be a whole number from 1 to 9, not the number 0"),
        Arguments.of("size", 2.5, "must be a whole number from 1 to 9, not the number 2.5"),
        Arguments.of("size", BigInteger.TEN.pow(30), "not the number 1" + "0".repeat(30)),
        Arguments.of("gain", "2", "must be a number, not the text \"2\""),
        Arguments.of("gain", true, "must be a number, not true"),
        Arguments.of("gain", null, "must be a number, not null"),
        Arguments.of("mode", "left", "must be one of up, down, not the text \"left\""),
        Arguments.of("mode", List.of(), "must be one of up, down, not a list"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void saysWhatIsWrongWithAValue(String name, @Nullable Object value, String message) {
    var values = new HashMap<String, @Nullable Object>(Map.of("gain", 1L));
    values.put(name, value);

    assertThat(SCHEMA.check("$.params", values))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.path()).isEqualTo("$.params." + name);
          assertThat(fault.message()).endsWith(message);
        });
  }

  @Test
  void saysWhatIsLackingAndWhatIsTooMuch() {
    assertThat(SCHEMA.check("$", Map.of("volume", 1L)))
        .extracting(Fault::toString)
        .containsExactly(
            "$.volume: is no parameter of this node; it takes size, gain, mode",
            "$: lacks the parameter 'gain', a number");
  }

  @Test
  void takesAnythingMoreWhenItIsOpen() {
    var open = new ParameterSchema(List.of(), true);

    assertThat(open.check("$", Map.of("volume", 1L))).isEmpty();
    assertThat(open.complete(Map.of("volume", 1L)).values()).containsEntry("volume", 1L);
  }

  @Test
  void refusesADefaultThatDoesNotFitItself() {
    assertThatThrownBy(() -> Parameter.choice("mode", List.of("up"), "").orElse("down"))
        .hasMessageContaining("The default of mode must be one of up");
  }

  @Test
  void keepsAnExplicitNullApartFromWhatIsLeftOut() {
    var open = new ParameterSchema(List.of(), true);
    var values = new HashMap<String, @Nullable Object>();
    values.put("model", null);

    assertThat(open.complete(values).values()).containsEntry("model", null);
  }
}
