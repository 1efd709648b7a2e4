package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Decimals, UUIDs, paths and enums.
@Tag("native")
class ExactTypesTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  /// Constants with a body of their own have classes of their own.
  enum Colour {
    RED,
    GREEN {
      @Override
      String hex() {
        return "#0f0";
      }
    },
    name,
    value;

    String hex() {
      return "";
    }
  }

  enum Unnameable {
    mro
  }

  static Stream<Object> values() {
    return Stream.of(
        new BigDecimal("0"),
        new BigDecimal("0.00"),
        new BigDecimal("0E+7"),
        new BigDecimal("-1.50"),
        new BigDecimal("123E+5"),
        new BigDecimal("1E-400"),
        new BigDecimal("3.14159").setScale(200),
        BigDecimal.valueOf(1, Integer.MIN_VALUE + 1),
        BigDecimal.valueOf(1, Integer.MAX_VALUE),
        new UUID(0, 0),
        new UUID(-1, Long.MIN_VALUE),
        UUID.fromString("123e4567-e89b-42d3-a456-426614174000"),
        Path.of("/"),
        Path.of("/tmp/a b/\u00fc"),
        Path.of("relative/file.txt"),
        Colour.RED,
        Colour.GREEN,
        Colour.name,
        Colour.value,
        TimeUnit.DAYS,
        List.of(Map.of(Colour.RED, new BigDecimal("1.0"))));
  }

  @Test
  void whatGoesToPythonComesBackEqual() {
    PYTHON.run(gil ->
        values()
            .forEach(value -> {
              assertThat(gil.of(value).toJava()).isEqualTo(value);
              assertThat((Object) gil.of(value).as(ask(value))).isEqualTo(value);
            }));
  }

  private static Class<?> ask(Object value) {
    return switch (value) {
      case Enum<?> constant -> constant.getDeclaringClass();
      case Path _ -> Path.class;
      case List<?> _ -> List.class;
      default -> value.getClass();
    };
  }

  @Test
  void eachIsThePythonTypeOneExpects() {
    PYTHON.run(gil -> {
      assertThat(gil.of(new BigDecimal("1.50")).repr()).isEqualTo("Decimal('1.50')");
      assertThat(gil.of(new UUID(0, 5)).attr("int").as(int.class)).isEqualTo(5);
      assertThat(gil.of(Path.of("a/b")).attr("name").as(String.class)).isEqualTo("b");
      assertThat(gil.of(Colour.RED).repr()).isEqualTo("<Colour.RED: 'RED'>");
      assertThat(gil.of(Colour.RED).typeName()).isEqualTo("dev.terrarium.python.Colour");
      assertThat(gil.of(Colour.RED).is(gil.of(Colour.RED))).isTrue();
      assertThat(gil.of(Colour.GREEN).is(gil.of(Colour.RED))).isFalse();
    });
  }

  @Test
  void refusesDecimalsThatJavaDoesNotHold() {
    String[][] cases = {
      {"NaN", "$: a BigDecimal holds no NaN"},
      {"-sNaN12", "$: a BigDecimal holds no -sNaN12"},
      {"Infinity", "$: a BigDecimal holds no Infinity"},
      {"-Infinity", "$: a BigDecimal holds no -Infinity"},
      {"-0.0", "$: a BigDecimal holds no negative zero, so not -0.0"},
      {"1E+99999999999", "$: the exponent of 1E+99999999999 is beyond what a BigDecimal holds"}
    };
    PYTHON.run(gil -> {
      PyObject decimal = gil.importModule("decimal").attr("Decimal");
      for (String[] each : cases) {
        assertThatThrownBy(() -> decimal.call(each[0]).toJava())
            .isInstanceOf(ConversionException.class)
            .hasMessage(each[1]);
      }
    });
  }

  @Test
  void aBigDecimalIsReadFromADecimalOrAnInt() {
    PYTHON.run(gil -> {
      String subclass =
          """
          import decimal
          class Price(decimal.Decimal):
              def __str__(self): return "expensive"
          price = Price("9.90")
          """;
      assertThat(gil.eval("2 ** 70").as(BigDecimal.class)).isEqualTo("1180591620717411303424");
      assertThat(gil.run("m", subclass).attr("price").as(BigDecimal.class)).isEqualTo("9.90");
      assertThatThrownBy(() -> gil.eval("0.5").as(BigDecimal.class))
          .hasMessage("$: expected Decimal, got float 0.5");
      assertThatThrownBy(() -> gil.of(new BigDecimal("0.5")).as(double.class))
          .hasMessageStartingWith("$: expected float, got decimal.Decimal");
      assertThat(gil.of(new BigDecimal("0.5")).as(Number.class)).isEqualTo(new BigDecimal("0.5"));
    });
  }

  @Test
  void anEnumIsReadFromNothingButAMemberOfAnEnum() {
    PYTHON.run(gil -> {
      for (String expression : List.of("'RED'", "None", "7")) {
        assertThatThrownBy(() -> gil.eval(expression).as(Colour.class))
            .isInstanceOf(ConversionException.class)
            .hasMessageStartingWith("$: expected Colour (a member of an enum), got ");
      }
    });
  }

  @Test
  void aMemberOfAPythonEnumIsReadByItsName() {
    String source =
        """
        import enum
        class Colour(enum.Enum):
            RED = 1
            MAUVE = 2
        class Bits(enum.Flag):
            A = 1
            B = 2
        """;
    PYTHON.run(gil -> {
      PyObject module = gil.run("colours", source);
      PyObject colour = module.attr("Colour");

      assertThat(colour.attr("RED").as(Colour.class)).isSameAs(Colour.RED);
      assertThat(colour.attr("RED").toJava()).isInstanceOf(PyObject.class);
      assertThatThrownBy(() -> colour.attr("MAUVE").as(Colour.class))
          .isInstanceOf(ConversionException.class)
          .hasMessage(
              "$: the enum Colour has no constant for Colour <Colour.MAUVE: 2>, it has [RED, GREEN, name, value]");
      PyObject both = module.attr("Bits").call(3);
      assertThatThrownBy(() -> both.as(Colour.class)).hasMessageContaining("has no constant for");
    });
  }

  @Test
  void refusesAnEnumWhoseNamesPythonDoesNotAllow() {
    assertThatThrownBy(() -> PYTHON.call(gil -> gil.of(List.of(Unnameable.mro)).isNone()))
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("cannot be made in Python");
  }

  @Test
  void enumsAreKeysOfADict() {
    Map<Colour, Long> counts = new EnumMap<>(Map.of(Colour.RED, 1L, Colour.GREEN, 2L));

    Map<Colour, Long> back =
        PYTHON.call(gil -> gil.of(counts).as(new TypeRef<Map<Colour, Long>>() {}));

    assertThat(back).isEqualTo(counts);
  }

  @Test
  void pathsAreReadFromPathsOfThisSystemAlone() {
    PYTHON.run(gil -> {
      PyObject pathlib = gil.importModule("pathlib");

      assertThat(pathlib.attr("PurePosixPath").call("a/b").as(Path.class))
          .isEqualTo(Path.of("a/b"));
      assertThatThrownBy(() -> pathlib.attr("PureWindowsPath").call("a\\b").as(Path.class))
          .hasMessageStartingWith("$: expected pathlib.Path, got PureWindowsPath");
      assertThatThrownBy(() -> gil.of("a/b").as(Path.class))
          .hasMessage("$: expected pathlib.Path, got str 'a/b'");
      assertThatThrownBy(() -> pathlib.attr("Path").call("a\0b").toJava())
          .hasMessageContaining("is no path in Java: Nul character not allowed");
      assertThatThrownBy(() -> gil.eval("__import__('pathlib').Path('\\udcff')").toJava())
          .hasMessageContaining("lone surrogate");
    });
  }
}
