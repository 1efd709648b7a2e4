package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Long lists, which are read in runs, wherever a run ends.
@Tag("native")
class RunsTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final TypeRef<List<Long>> LONGS = new TypeRef<>() {};
  private static final TypeRef<List<Double>> DOUBLES = new TypeRef<>() {};

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 33, 95, 96, 97, 1000, 2016, 5000})
  void areReadToTheirEnds(int length) {
    List<Long> ints = new ArrayList<>();
    List<Double> floats = new ArrayList<>();
    for (long i = 0; i < length; i++) {
      ints.add(i - 7);
      floats.add(i / 4.0);
    }

    PYTHON.run(gil -> {
      assertThat(gil.of(ints).as(LONGS)).isEqualTo(ints);
      assertThat(gil.of(floats).as(DOUBLES)).isEqualTo(floats);
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 33, 96, 999})
  void goOnBehindAnElementThatTakesMoreThanALook(int at) {
    List<Long> ints = new ArrayList<>();
    for (long i = 0; i < 1000; i++) {
      ints.add(i == at ? 1L << 40 : i);
    }
    String source = "def floats(at): return [i if i == at else i / 4 for i in range(1000)]";

    PYTHON.run(gil -> {
      List<Double> floats = gil.run("floats", source).callMethod("floats", at).as(DOUBLES);

      assertThat(gil.of(ints).as(LONGS)).isEqualTo(ints);
      assertThat(floats).hasSize(1000);
      assertThat(floats.get(at)).isEqualTo(at);
      assertThat(floats.getLast()).isEqualTo(at == 999 ? 999.0 : 999 / 4.0);
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 32, 96, 999})
  void nameTheElementThatDoesNotFit(int at) {
    List<Object> mixed = new ArrayList<>();
    for (long i = 0; i < 1000; i++) {
      mixed.add(i == at ? "text" : i);
    }

    PYTHON.run(gil ->
        assertThatThrownBy(() -> gil.of(mixed).as(LONGS))
            .isInstanceOf(ConversionException.class)
            .hasMessageContaining("[" + at + "]"));
  }
}
