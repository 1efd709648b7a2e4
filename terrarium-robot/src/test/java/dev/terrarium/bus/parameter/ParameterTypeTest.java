package dev.terrarium.bus.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.quantity.SiUnits;
import dev.terrarium.message.topic.TopicPath;
import dev.terrarium.safety.Severity;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ParameterTypeTest {
  private static final TopicPath PATH = TopicPath.of("speed");
  private static final List<Object> VALUES =
      List.of(1.5, 2L, true, "A text", "fast", SiUnits.quantity(5, "mm"));

  @ParameterizedTest
  @MethodSource
  void eachTypeTakesValuesOfItsKindAlone(ParameterType type, List<Integer> taken) {
    for (int i = 0; i < VALUES.size(); i++) {
      var error = type.check(PATH, VALUES.get(i));

      assertThat(error.isEmpty()).as("%s", VALUES.get(i)).isEqualTo(taken.contains(i));
    }
  }

  static Stream<Arguments> eachTypeTakesValuesOfItsKindAlone() {
    return Stream.of(
        Arguments.of(ParameterType.Real.any(), List.of(0)),
        Arguments.of(ParameterType.Whole.any(), List.of(1)),
        Arguments.of(new ParameterType.Flag(), List.of(2)),
        Arguments.of(new ParameterType.Text(), List.of(3, 4)),
        Arguments.of(new ParameterType.Symbol(), List.of(4)),
        Arguments.of(ParameterType.Measure.in("m"), List.of(5)));
  }

  @Test
  void everyErrorHasItsCodeAndASeverity() {
    var errors =
        List.of(
            new ParameterError.Unregistered(PATH),
            new ParameterError.Unknown("speed", List.of()),
            new ParameterError.WrongType(PATH, "a text", "true"),
            new ParameterError.OutOfBounds(PATH, "at most 1.0", "2.0"),
            new ParameterError.NotPersisted(List.of(PATH), "the disk is full"));

    assertThat(errors)
        .extracting(ParameterError::code)
        .containsExactly(
            "unregistered_parameter",
            "unknown_parameter",
            "wrong_type",
            "out_of_bounds",
            "not_persisted");
    assertThat(errors).extracting(ParameterError::severity).containsOnly(Severity.ERROR);
    assertThat(ParameterError.class.getPermittedSubclasses()).hasSameSizeAs(errors);
  }
}
