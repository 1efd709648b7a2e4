package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("native")
class TypedReadTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static <T> T read(String expression, Class<T> type) {
    return PYTHON.call(gil -> gil.eval(expression).as(type));
  }

  private static <T> T read(String expression, TypeRef<T> type) {
    return PYTHON.call(gil -> gil.eval(expression).as(type));
  }

  @Test
  void readsEachScalarExactly() {
    assertThat(read("2**62", long.class)).isEqualTo(1L << 62);
    assertThat(read("-2**31", int.class)).isEqualTo(Integer.MIN_VALUE);
    assertThat(read("-128", byte.class)).isEqualTo((byte) -128);
    assertThat(read("2**70", BigInteger.class)).isEqualTo(BigInteger.ONE.shiftLeft(70));
    assertThat(read("3", double.class)).isEqualTo(3.0);
    assertThat(read("2**62", double.class)).isEqualTo(0x1p62);
    assertThat(read("-2**63", double.class)).isEqualTo(-0x1p63);
    assertThat(read("10**22", double.class)).isEqualTo(1e22);
    assertThat(read("2**100", float.class)).isEqualTo(0x1p100f);
    assertThat(read("0.5", float.class)).isEqualTo(0.5f);
    assertThat(read("True", boolean.class)).isTrue();
    assertThat(read("'x'", char.class)).isEqualTo('x');
    assertThat(read("type('S', (str,), {})('sub')", String.class)).isEqualTo("sub");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2**63            | long    | $: the int 9223372036854775808 does not fit in a long",
        "2**31            | int     | $: the int 2147483648 does not fit in an int",
        "True             | long    | $: expected int, got bool True",
        "1.0              | long    | $: expected int, got float 1.0",
        "'1'              | long    | $: expected int, got str '1'",
        "None             | long    | $: expected int, got None",
        "2**53 + 1        | double  | $: a double does not hold the int 9007199254740993 exactly",
        "-2**63 + 1       | double  | $: a double does not hold the int -9223372036854775807 exactly",
        "0.1              | float   | $: a float does not hold 0.1 exactly: read it as a double",
        "1                | boolean | $: expected bool, got int 1",
        "'ab'             | char    | $: expected str of one character, got str 'ab'",
        "b'x'             | String  | $: expected str, got bytes b'x'",
        "None             | String  | $: expected str, got None"
      })
  void refusesWhatDoesNotFitAScalar(String expression, String type, String message) {
    Class<?> asked =
        Map.of(
                "long", long.class,
                "int", int.class,
                "double", double.class,
                "float", float.class,
                "boolean", boolean.class,
                "char", char.class,
                "String", String.class)
            .get(type);

    assertThatThrownBy(() -> read(expression, asked))
        .isInstanceOf(ConversionException.class)
        .hasMessage(message);
  }

  @Test
  void readsContainersByTheirElementTypes() {
    assertThat(read("[1, 2]", new TypeRef<List<Integer>>() {})).containsExactly(1, 2);
    assertThat(read("(1, 2)", new TypeRef<List<Long>>() {})).containsExactly(1L, 2L);
    assertThat(read("{'a': [0.5]}", new TypeRef<Map<String, List<Double>>>() {}))
        .isEqualTo(Map.of("a", List.of(0.5)));
    assertThat(read("frozenset({1})", new TypeRef<Set<Short>>() {})).containsExactly((short) 1);
    assertThat(read("[None, 'x']", new TypeRef<List<Optional<String>>>() {}))
        .containsExactly(Optional.empty(), Optional.of("x"));
    assertThat(read("['a', 'b']", String[].class)).containsExactly("a", "b");
    assertThat(read("[[1], [2, 3]]", int[][].class)[1]).containsExactly(2, 3);
  }

  @Test
  void readsARangeAsTheListOfItsNumbers() {
    assertThat(read("range(10, 0, -4)", new TypeRef<List<Integer>>() {})).containsExactly(10, 6, 2);
    assertThat(read("range(3)", long[].class)).containsExactly(0, 1, 2);
    assertThat(read("range(2)", Long[].class)).containsExactly(0L, 1L);
    assertThat(PYTHON.<Boolean>call(gil -> gil.eval("range(3)").toJava() instanceof PyObject))
        .isTrue();
    assertThatThrownBy(() -> read("range(2**40, 2**40 + 1)", int[].class))
        .hasMessage("$[0]: the int 1099511627776 does not fit in an int");
    assertThatThrownBy(() -> read("range(2**70)", long[].class))
        .isInstanceOf(ConversionException.class)
        .hasMessageStartingWith("$: its numbers cannot be listed: OverflowError");
  }

  @Test
  void copiesTheBytesOfABytearrayOrMemoryviewWhenAsked() {
    assertThat(read("bytearray(b'ab')", byte[].class)).containsExactly('a', 'b');
    assertThat(read("memoryview(b'abc')[1:]", byte[].class)).containsExactly('b', 'c');
    assertThat(
            PYTHON.<Boolean>call(gil -> gil.eval("bytearray(b'ab')").toJava() instanceof PyObject))
        .isTrue();
    assertThatThrownBy(() -> read("'ab'", byte[].class)).isInstanceOf(ConversionException.class);
  }

  @Test
  void namesThePathOfTheElementThatDoesNotFit() {
    assertThatThrownBy(() -> read("{'a': [1.5, 'x']}", new TypeRef<Map<String, List<Double>>>() {}))
        .isInstanceOf(ConversionException.class)
        .hasMessage("$.a[1]: expected float, got str 'x'")
        .extracting(fault -> ((ConversionException) fault).path())
        .isEqualTo("$.a[1]");
    assertThatThrownBy(() -> read("[1, 2, 'x']", long[].class)).hasMessageStartingWith("$[2]: ");
    assertThatThrownBy(() -> read("[1, 2, None]", new TypeRef<List<Long>>() {}))
        .hasMessageStartingWith("$[2]: expected int");
  }

  record Point(double x, double y) {}

  record Line(Point from, Point to) {}

  @Test
  void namesTheComponentOfARecordThatDoesNotFit() {
    String line = "{'from': {'x': 1, 'y': 2}, 'to': {'x': 1, 'y': 'no'}}";

    assertThatThrownBy(() -> read(line, Line.class))
        .hasMessage("$.to.y: expected float, got str 'no'");
  }

  @Test
  void refusesADictWithOtherKeysThanTheRecord() {
    assertThatThrownBy(() -> read("{'x': 1, 'z': 2}", Point.class))
        .hasMessageStartingWith("$: expected a dict with the keys [x, y]");
    assertThatThrownBy(() -> read("{'x': 1}", Point.class))
        .hasMessageStartingWith("$: expected a dict with the keys [x, y]");
    assertThatThrownBy(() -> read("7", Point.class))
        .hasMessageStartingWith("$: expected Point (a dict, dataclass or named tuple), got int 7");
  }

  @Test
  void namesTheArgumentThatCannotGoToPython() {
    assertThatThrownBy(
            () -> PYTHON.call(gil -> gil.eval("print").call("fine", List.of("\ud800")).isNone()))
        .isInstanceOf(ConversionException.class)
        .hasMessageStartingWith("argument 1[0]: ");
  }

  @Test
  void refusesTypesItHasNoReaderFor() {
    assertThatThrownBy(() -> read("[1]", new TypeRef<java.util.Queue<Long>>() {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ask for List, Collection, Set, Map or Optional");
    assertThatThrownBy(() -> read("1", Thread.class))
        .isInstanceOf(ConversionException.class)
        .hasMessage("$: expected Thread, got int 1");
  }

  @Test
  void survivesAReprThatRaisesWhileItRefuses() {
    String liar = "type('Liar', (), {'__repr__': lambda self: 1/0})()";

    assertThatThrownBy(() -> read(liar, String.class)).hasMessage("$: expected str, got Liar");
  }

  @Test
  void readsAnOrderedDictInItsOwnOrder() {
    String moved =
        "(lambda d: (d.move_to_end('a'), d)[1])(__import__('collections').OrderedDict(a=1, b=2, c=3))";

    Map<String, Long> map = read(moved, new TypeRef<Map<String, Long>>() {});

    assertThat(map).containsExactly(Map.entry("b", 2L), Map.entry("c", 3L), Map.entry("a", 1L));
  }
}
