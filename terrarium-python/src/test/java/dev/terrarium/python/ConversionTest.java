package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("native")
class ConversionTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  static Stream<Object> values() {
    return Stream.of(
        true,
        false,
        0L,
        -1L,
        (1L << 30) - 1,
        1L << 30,
        -(1L << 60),
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.ONE),
        BigInteger.ONE.shiftLeft(4000).negate(),
        1.5,
        -0.0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.MIN_VALUE,
        "",
        "plain",
        "nul\0inside",
        "\u00fcber",
        "\u20ac\u4e2d",
        "\ud83e\udd8e lizard",
        "?",
        List.of(),
        List.of(1L, "two", 3.0, List.of(true)),
        Tuple.of(),
        Tuple.of(1L, Tuple.of("a"), List.of()),
        Set.of(1L, "a"),
        Map.of("a", 1L, 2L, "b", Tuple.of(1L), 1.5));
  }

  @ParameterizedTest
  @MethodSource("values")
  void whatGoesToPythonComesBackEqual(Object value) {
    Object back = PYTHON.call(gil -> gil.of(value).toJava());

    assertThat(back).isEqualTo(value);
  }

  @Test
  void noneIsNull() {
    Boolean isNone = PYTHON.call(gil -> gil.of((Object) null).isNone());
    Object back = PYTHON.python().call(gil -> gil.none().toJava());

    assertThat(isNone).isTrue();
    assertThat(back).isNull();
  }

  @Test
  void bytesComeBackAsBytes() {
    byte[] bytes = {0, 1, -1, 127, -128};

    Object back = PYTHON.call(gil -> gil.of(bytes).toJava());

    assertThat((byte[]) back).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void randomValuesComeBackEqual(long seed) {
    Random random = new Random(seed);
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      values.add(random(random, 4));
    }

    Object back = PYTHON.call(gil -> gil.of(values).toJava());

    assertThat(back).isEqualTo(values);
  }

  private static Object random(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 5)) {
      case 0 -> random.nextLong() >> random.nextInt(64);
      case 1 -> new BigInteger(64 + random.nextInt(300), random).setBit(64).negate();
      case 2 -> random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300);
      case 3 -> text(random);
      case 4 -> random.nextBoolean();
      case 5 -> list(random, depth);
      case 6 -> new Tuple(list(random, depth));
      case 7 -> Set.copyOf(List.of(random.nextLong(), text(random)));
      default -> map(random, depth);
    };
  }

  private static List<Object> list(Random random, int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      list.add(random(random, depth - 1));
    }
    return list;
  }

  private static Map<Object, Object> map(Random random, int depth) {
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      map.put(random.nextBoolean() ? text(random) : random.nextLong(), random(random, depth - 1));
    }
    return map;
  }

  /// Code points of every width, surrogates left out.
  private static String text(Random random) {
    int[] widths = {0x80, 0x100, 0xD800, 0x110000};
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int point = random.nextInt(widths[random.nextInt(widths.length)]);
      text.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? 'x' : point);
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "a\udc00", "\ud83e", "\udd8e\ud83e", "ok? \ud800"})
  void refusesALoneSurrogateOnTheWayIn(String text) {
    assertThatThrownBy(() -> PYTHON.call(gil -> gil.of(List.of("fine", text)).isNone()))
        .isInstanceOf(ConversionException.class)
        .hasMessageStartingWith("$[1]: the text holds a lone surrogate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'\\ud800'", "'\\ud83e\\udd8e'", "'\\U0001f98e\\udc00'"})
  void refusesALoneSurrogateOnTheWayOut(String literal) {
    assertThatThrownBy(() -> PYTHON.call(gil -> gil.eval("{'a': [" + literal + "]}").toJava()))
        .isInstanceOf(ConversionException.class)
        .hasMessageStartingWith("$.a[0]: the text holds a lone surrogate");
  }

  @Test
  void refusesAListThatContainsItself() {
    List<Object> list = new ArrayList<>();
    list.add(list);

    assertThatThrownBy(() -> PYTHON.call(gil -> gil.of(list).isNone()))
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("contains itself");
    assertThatThrownBy(() ->
            PYTHON.call(gil -> {
              PyObject own = gil.of(List.of(1L));
              own.callMethod("append", own);
              return own.toJava();
            }))
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("contains itself");
  }

  @Test
  void refusesCharactersThatMayBeTextOrAList() {
    assertThatThrownBy(() -> PYTHON.call(gil -> gil.of(new char[] {'a'}).isNone()))
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("pass new String(chars)");
  }

  @Test
  void refusesAnUnhashableKeyAsPythonDoes() {
    Map<Object, Object> map = new HashMap<>();
    map.put(List.of(1L), 1L);

    assertThatThrownBy(() -> PYTHON.call(gil -> gil.of(map).isNone()))
        .isInstanceOf(ConversionException.class)
        .hasMessageStartingWith("$.keys()[0]: it cannot be a key: TypeError: ")
        .hasMessageContaining("unhashable type: 'list'")
        .hasCauseInstanceOf(PythonException.class);
  }

  @Test
  void primitiveArraysBecomeListsAndComeBack() {
    PYTHON.run(gil -> {
      assertThat(gil.of(new long[] {1, 1L << 40}).as(long[].class)).containsExactly(1, 1L << 40);
      assertThat(gil.of(new int[] {1, -2}).as(int[].class)).containsExactly(1, -2);
      assertThat(gil.of(new short[] {3}).as(short[].class)).containsExactly((short) 3);
      assertThat(gil.of(new double[] {0.1, -0.0}).as(double[].class)).containsExactly(0.1, -0.0);
      assertThat(gil.of(new float[] {0.5f}).as(float[].class)).containsExactly(0.5f);
      assertThat(gil.of(new boolean[] {true, false}).as(boolean[].class))
          .containsExactly(true, false);
      assertThat(gil.of(new long[] {1}).typeName()).isEqualTo("list");
    });
  }

  record Point(double x, double y) {}

  record Path(String name, List<Point> points, Optional<String> note) {}

  @Test
  void aRecordIsAFrozenDataclassInPython() {
    PYTHON.run(gil -> {
      PyObject point = gil.of(new Point(1, 2));

      assertThat(point.repr()).isEqualTo("Point(x=1.0, y=2.0)");
      assertThat(point.attr("x").as(double.class)).isEqualTo(1.0);
      assertThatThrownBy(() -> point.setAttr("x", 3.0)).hasMessageContaining("FrozenInstanceError");
    });
  }

  @Test
  void aRecordComesBackEqual() {
    Path path = new Path("p", List.of(new Point(1, 2), new Point(-0.0, 3)), Optional.empty());

    Path back = PYTHON.call(gil -> gil.of(path).as(Path.class));

    assertThat(back).isEqualTo(path);
  }

  @Test
  void aRecordIsReadFromADictADataclassAndANamedTuple() {
    String source =
        """
        import collections, dataclasses
        @dataclasses.dataclass
        class D:
            y: float
            x: float
        dataclass = D(y=2.0, x=1)
        named = collections.namedtuple("N", "x y")(1.0, 2.0)
        plain = {"x": 1.0, "y": 2}
        """;
    PYTHON.run(gil -> {
      PyObject module = gil.run("shapes", source);

      for (String name : List.of("dataclass", "named", "plain")) {
        assertThat(module.attr(name).as(Point.class)).as(name).isEqualTo(new Point(1, 2));
      }
    });
  }

  @Test
  void aJavaObjectWithoutARuleTravelsByIdentity() {
    Object own = new Object();

    Object back =
        PYTHON.call(gil -> gil.run("m", "def f(x): return [x]").callMethod("f", own).toJava());

    assertThat(back).isEqualTo(Arrays.asList(own));
  }

  @Test
  void aPythonObjectWithoutARuleStaysInPython() {
    PYTHON.run(gil -> {
      Object value = gil.eval("[object(), 1j]").toJava();

      assertThat((List<?>) value)
          .allSatisfy(element -> assertThat(element).isInstanceOf(PyObject.class));
    });
  }
}
