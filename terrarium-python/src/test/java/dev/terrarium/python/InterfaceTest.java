package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Java interfaces over Python modules and objects.
@Tag("native")
class InterfaceTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  record Point(double x, double y) {}

  interface Scorer {
    double score(String text);

    double score(String text, int limit);

    List<Long> scoreAll(List<String> texts);

    Point centre(Point one, Point other);

    Optional<String> find(String key, Optional<String> fallback, Optional<Long> depth);

    long total(String label, long... values);

    @PythonName("shutdown")
    void stop();

    int getRate();

    void setRate(int rate);

    String version();

    boolean isReady();

    default String describe() {
      return "version " + version() + " at " + getRate();
    }

    default String hello(String name) {
      return "java says " + name;
    }
  }

  private static final String MODULE =
      """
      version = "1.0"
      rate = 8000
      ready = True
      stopped = []

      def score(text, limit=10):
          return float(min(len(text), limit))

      def score_all(texts):
          return [len(text) for text in texts]

      def centre(one, other):
          return {"x": (one.x + other.x) / 2, "y": (one.y + other.y) / 2}

      def find(key, fallback="none", depth=None):
          return None if key == "-" else f"{key} {fallback} {depth}"

      def total(label, *values):
          return len(label) + sum(values)

      def shutdown():
          stopped.append(True)

      def hello(name):
          return "python says " + name
      """;

  @Test
  void moduleImplementsAnInterface() {
    PYTHON.run(gil -> {
      PyObject module = gil.run("scoring", MODULE);
      Scorer scorer = module.as(Scorer.class);

      assertThat(scorer.score("abc")).isEqualTo(3.0);
      assertThat(scorer.score("abc", 2)).isEqualTo(2.0);
      assertThat(scorer.scoreAll(List.of("a", "bb"))).containsExactly(1L, 2L);
      assertThat(scorer.centre(new Point(0, 0), new Point(2, 4))).isEqualTo(new Point(1, 2));
      assertThat(scorer.total("ab", 1, 2, 3)).isEqualTo(8);
      assertThat(scorer.total("ab")).isEqualTo(2);
      scorer.stop();
      assertThat(module.attr("stopped").size()).isEqualTo(1);
    });
  }

  @Test
  void emptyOptionalsAtTheEndAreLeftOut() {
    PYTHON.run(gil -> {
      Scorer scorer = gil.run("scoring", MODULE).as(Scorer.class);

      assertThat(scorer.find("k", Optional.empty(), Optional.empty())).contains("k none None");
      assertThat(scorer.find("k", Optional.of("f"), Optional.empty())).contains("k f None");
      assertThat(scorer.find("k", Optional.empty(), Optional.of(3L))).contains("k None 3");
      assertThat(scorer.find("-", Optional.empty(), Optional.empty())).isEmpty();
    });
  }

  interface Finder {
    String find(String key, Optional<String> fallback);
  }

  interface Meter {
    OptionalInt level(String name, OptionalDouble scale);

    OptionalLong count(OptionalInt limit);

    Void reset();
  }

  @Test
  void optionalNumbersAreNumbersOrNone() {
    String source =
        """
        def level(name, scale=2.0):
            return None if name == "-" else int(len(name) * scale)

        def count(limit):
            return limit

        def reset():
            pass
        """;
    PYTHON.run(gil -> {
      Meter meter = gil.run("meter", source).as(Meter.class);

      assertThat(meter.level("abc", OptionalDouble.empty())).hasValue(6);
      assertThat(meter.level("abc", OptionalDouble.of(3))).hasValue(9);
      assertThat(meter.level("-", OptionalDouble.empty())).isEmpty();
      assertThat(meter.count(OptionalInt.of(4))).hasValue(4);
      assertThat(meter.count(OptionalInt.empty())).isEmpty();
      assertThat(meter.reset()).isNull();
      ToLong atLeast = number -> number.orElse(-1);
      PyObject function = gil.function("at_least", ToLong.class, atLeast);
      assertThat(function.call(long.class)).isEqualTo(-1);
      assertThat(function.call(long.class, 5)).isEqualTo(5);
    });
  }

  interface ToLong {
    long of(OptionalLong number);
  }

  @Test
  void emptyOptionalIsNoneWherePythonHasNoDefault() {
    PYTHON.run(gil -> {
      Finder finder =
          gil.run("m", "def find(key, fallback): return f'{key} {fallback}'").as(Finder.class);

      assertThat(finder.find("k", Optional.empty())).isEqualTo("k None");
    });
  }

  @Test
  void accessorsReadAndSetAttributes() {
    PYTHON.run(gil -> {
      Scorer scorer = gil.run("scoring", MODULE).as(Scorer.class);

      scorer.setRate(16000);

      assertThat(scorer.getRate()).isEqualTo(16000);
      assertThat(scorer.version()).isEqualTo("1.0");
      assertThat(scorer.isReady()).isTrue();
      assertThat(scorer.describe()).isEqualTo("version 1.0 at 16000");
      assertThat(scorer.hello("x")).isEqualTo("python says x");
    });
  }

  interface Thermometer {
    double celsius();

    double getKelvin();
  }

  @Test
  void propertiesAreReadWhenAskedForAndNotWhenBound() {
    PYTHON.run(gil -> {
      PyObject object =
          gil.run(
                  "m",
                  """
                  class Thermometer:
                      __slots__ = ("reads", "kelvin")
                      def __init__(self): self.reads, self.kelvin = 0, 273.15
                      @property
                      def celsius(self):
                          self.reads += 1
                          return 20.0 + self.reads
                  """)
              .callMethod("Thermometer");
      Thermometer thermometer = object.as(Thermometer.class);

      assertThat(object.attr("reads").toJava()).isEqualTo(0L);
      assertThat(thermometer.celsius()).isEqualTo(21.0);
      assertThat(thermometer.celsius()).isEqualTo(22.0);
      assertThat(thermometer.getKelvin()).isEqualTo(273.15);
    });
  }

  @Test
  void everyFaultIsNamedWhenItIsBound() {
    String module =
        """
        version = "1.0"
        rate = 8000
        score = 3
        def score_all(): return []
        def centre(one, other, third): pass
        def total(label, values): pass
        def find(key, fallback, *, depth): pass
        """;
    PYTHON.run(gil -> {
      assertThatThrownBy(() -> gil.run("scoring", module).as(Scorer.class))
          .isInstanceOf(ConversionException.class)
          .hasMessage(
              """
              $: expected Scorer, which module <module 'scoring'> is not:
                centre(Point, Point): centre(one, other, third) cannot take 2 arguments
                find(String, Optional, Optional): find needs the keyword argument depth, and Java gives none
                isReady(): it has no 'isReady' or 'is_ready' or 'ready'
                score(String): its 'score' is no function
                score(String, int): its 'score' is no function
                scoreAll(List): score_all() cannot take 1 argument
                stop(): it has no 'shutdown'
                total(String, long[]): total(label, values) cannot take any number of arguments\
              """);
    });
  }

  interface Ambiguous {
    void put(String key);

    void put(long key);
  }

  @Test
  void overloadsThatPythonCannotTellApartAreRefused() {
    PYTHON.run(gil -> {
      assertThatThrownBy(() -> gil.run("m", "def put(key): pass").as(Ambiguous.class))
          .hasMessageEndingWith(
              "put(String) and put(long) take the same number of arguments: give one of them another name by @PythonName");
    });
  }

  interface Store extends AutoCloseable {
    void put(String key, PyObject value);

    PyObject get(String key);

    Map<String, PyRef> all();

    @Override
    void close();
  }

  @Test
  void objectsPassAndCloseClosesTheObject() {
    PYTHON.run(gil -> {
      PyObject object =
          gil.run(
                  "m",
                  """
                  class Store:
                      def __init__(self): self.values, self.closed = {}, 0
                      def put(self, key, value): self.values[key] = value
                      def get(self, key): return self.values[key]
                      def all(self): return dict(self.values)
                      def close(self): self.closed += 1
                  """)
              .callMethod("Store");
      Store store = object.as(Store.class);
      PyObject module = gil.importModule("math");

      store.put("m", module);

      assertThat(store.get("m").is(module)).isTrue();
      store.all().values().forEach(PyRef::close);
      store.close();
      store.close();
      assertThat(object.attr("closed").toJava()).isEqualTo(1L);
      assertThatThrownBy(() -> store.get("m"))
          .hasMessage("this Store over a Python object was closed");
    });
  }

  interface Shape {
    double area();
  }

  @Test
  void isReadAtEveryDepth() {
    record Drawing(String name, Map<String, Shape> shapes) {}
    PYTHON.run(gil -> {
      PyObject drawing =
          gil.run(
              "m",
              """
              class Square:
                  def __init__(self, side): self.side = side
                  def area(self): return float(self.side ** 2)
              drawing = {"name": "d", "shapes": {"a": Square(2), "b": Square(3)}}
              wrong = {"name": "d", "shapes": {"a": Square(2), "b": "square"}}
              """);

      Drawing read = drawing.attr("drawing").as(Drawing.class);

      assertThat(read.shapes().get("b").area()).isEqualTo(9.0);
      assertThatThrownBy(() -> drawing.attr("wrong").as(Drawing.class))
          .hasMessage(
              "$.shapes.b: expected Shape, which str 'square' is not:\n  area(): it has no 'area'");
    });
  }
}
