package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.python.arrow.ArrowField;
import dev.terrarium.python.arrow.ArrowType;
import dev.terrarium.python.arrow.NewColumn;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Names that go to Python as they are, or not at all.
class ColumnNamesTest {
  @Test
  void refusesNamesThatCStructsWouldCut() {
    ArrowType longs = new ArrowType.Int(64, true);

    assertThatThrownBy(() -> NewColumn.copyOf("a\0b", 1L))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the name of a column, 'a\\0b', has a NUL, which ends a text in Arrow's C structs: leave it out");
    assertThatThrownBy(() -> NewColumn.copyOf("\0", List.of("x"))).hasMessageContaining("'\\0'");
    assertThatThrownBy(() -> ArrowField.of("\0x", longs)).hasMessageContaining("'\\0x'");
    assertThatThrownBy(() -> ArrowField.of("a\uD83E", longs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has a lone surrogate, which UTF-8 lacks");
    assertThatThrownBy(() -> new ArrowType.Timestamp(ArrowType.Unit.NANOS, Optional.of("U\0TC")))
        .hasMessageContaining("the zone of a timestamp, 'U\\0TC', has a NUL");
  }

  @Test
  void anArrayCanBeClosedAfterItsColumnWasRefused() {
    NativeArray array = NativeArray.copyOf(1L);

    assertThatThrownBy(() -> array.column("a\0b")).hasMessageContaining("has a NUL");

    array.close();
    assertThatThrownBy(() -> array.column("a")).hasMessage("this array was closed");
  }
}
