package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SequencedCollection;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Python passes to the methods and fields of exposed objects.
@Tag("native")
class ExposedArgumentsTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  /// A shape, of which there is one kind.
  public sealed interface Shape permits Circle {}

  /// A circle that has a size.
  public record Circle(double radius) implements Shape {
    public Circle {
      if (radius < 0) {
        throw new IllegalArgumentException("a negative radius");
      }
    }
  }

  /// A colour.
  public enum Colour {
    RED
  }

  /// What Python calls; each answers with the parameter that it was called by.
  @SuppressWarnings("unused")
  public static final class Target {
    public String label = "before";
    public int count;

    public String text(String a) {
      return "String " + a;
    }

    public String boxed(Integer a) {
      return "Integer " + a;
    }

    public String primitive(int a) {
      return "int " + a;
    }

    public String list(List<String> a) {
      return "List " + a;
    }

    public String array(String[] a) {
      return "String[] " + Arrays.toString(a);
    }

    public String function(Function<String, String> a) {
      return "Function " + a;
    }

    public String python(PyObject a) {
      return "PyObject " + a.repr();
    }

    public String optional(Optional<String> a) {
      return String.valueOf(a);
    }

    public String optionalInt(OptionalInt a) {
      return String.valueOf(a);
    }

    public String optionalDouble(OptionalDouble a) {
      return String.valueOf(a);
    }

    public String nothing(Void a) {
      return "Void " + a;
    }

    public String pick(Object a) {
      return "Object " + (a == null ? null : a.getClass().getSimpleName());
    }

    public String pick(String a) {
      return "String " + a;
    }

    public String pick(Integer a) {
      return "Integer " + a;
    }

    public String pick(long a) {
      return "long " + a;
    }

    public String one(Object a) {
      return "Object " + a;
    }

    public String one(String a) {
      return "String " + a;
    }

    public String wide(double a) {
      return "double " + a;
    }

    public String wide(Object a) {
      return "Object " + a;
    }

    public String number(long a) {
      return "long " + a;
    }

    public String number(Number a) {
      return a.getClass().getSimpleName() + " " + a;
    }

    public String narrow(int a) {
      return "int " + a;
    }

    public String narrow(String a) {
      return "String " + a;
    }

    public String single(float a) {
      return "float " + a;
    }

    public String single(double a) {
      return "double " + a;
    }

    public String rest(String... a) {
      return Arrays.toString(a);
    }

    public String numbers(int... a) {
      return Arrays.toString(a);
    }

    public String objects(Object... a) {
      return Arrays.toString(a);
    }

    public <T extends Comparable<T>> T larger(T one, T other) {
      return one.compareTo(other) > 0 ? one : other;
    }

    public String arrayList(ArrayList<String> a) {
      return "ArrayList " + a;
    }

    public String collection(Collection<Integer> a) {
      return a.getClass().getSimpleName() + " " + a;
    }

    public String sequenced(SequencedCollection<Integer> a) {
      return a.getClass().getSimpleName() + " " + a;
    }

    public String iterable(Iterable<Integer> a) {
      List<Integer> all = new ArrayList<>();
      for (int each : a) {
        all.add(each);
      }
      return all.toString();
    }

    public String type(Class<?> a) {
      return a.getSimpleName();
    }

    public String map(Map<String, Integer> a) {
      return a.getClass().getSimpleName();
    }

    public String shape(Shape a) {
      return String.valueOf(a);
    }

    public String circle(Circle a) {
      return String.valueOf(a);
    }

    public String colour(Colour a) {
      return String.valueOf(a);
    }

    public String moment(Instant a, int b) {
      return "Instant " + a;
    }

    public String moment(String a, int b) {
      return "String " + a;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text(None)|String null",
        "boxed(None)|Integer null",
        "list(None)|List null",
        "array(None)|String[] null",
        "function(None)|Function null",
        "python(None)|PyObject None",
        "nothing(None)|Void null",
        "optional(None)|Optional.empty",
        "optionalInt(None)|OptionalInt.empty",
        "optionalInt(3)|OptionalInt[3]",
        "optionalDouble(0.5)|OptionalDouble[0.5]",
        "one(None)|String null",
        "pick(2 ** 40)|long 1099511627776",
        "pick(2 ** 70)|Object BigInteger",
        "pick(1.5)|Object Double",
        "pick(len)|Object PyObject",
        "wide(2 ** 53)|double 9.007199254740992E15",
        "wide(2 ** 53 + 1)|Object 9007199254740993",
        "wide(10 ** 400 + 1)|Object 1000",
        "number(2 ** 70)|BigInteger 1180591620717411303424",
        "number(1.5)|Double 1.5",
        "single(0.1)|double 0.1",
        "single(0.5)|double 0.5",
        "narrow(Number.THREE)|int 3",
        "narrow(Text('a'))|String a",
        "collection([1])|ArrayList [1]",
        "collection({1})|LinkedHashSet [1]",
        "sequenced((1,))|ArrayList [1]",
        "iterable([1, 2])|[1, 2]",
        "iterable({1})|[1]",
        "iterable(range(2))|[0, 1]",
        "iterable(i for i in [3])|[3]",
        "larger(1, 2)|2",
        "larger('a', 'b')|b",
        "arrayList(['a'])|ArrayList [a]",
        "moment(datetime.datetime(2024, 5, 6, tzinfo=datetime.timezone.utc), 1)|Instant 2024-05-06T00:00:00Z",
      })
  void areTakenByTheParameterThatHoldsThem(String call, String answer) {
    PYTHON.run(gil -> {
      PyObject calls =
          gil.run(
              "calls",
              """
              import datetime, enum
              class Number(enum.IntEnum):
                  THREE = 3
              class Text(str):
                  pass
              def call(target, source):
                  return str(eval("target." + source))
              """);

      assertThat(calls.callMethod("call", gil.expose(new Target()), call).str()).startsWith(answer);
    });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "primitive(None)|primitive(None) fits none of:;  primitive(int)",
        "numbers(None)|numbers(None) fits none of:;  numbers(int...)",
        "pick(None)|pick(None) is ambiguous between:;  pick(Integer);  pick(String)",
        "colour('RED')|colour() argument 0: expected Colour (a member of an enum), got str 'RED'",
        "text('\\ud800')|text() argument 0: the text holds a lone surrogate, U+D800 at index 0, which is no character",
        "list(['a', '\\ud800'])|list() argument 0[1]: the text holds a lone surrogate, U+D800 at index 0, which is no character",
        "optionalInt('a')|optionalInt() argument 0: expected int, got str 'a'",
        "nothing(1)|nothing(int) fits none of:;  nothing(Void)",
        "iterable('ab')|iterable(str) fits none of:;  iterable(Iterable)",
        "wide()|wide() fits none of:;  wide(Object);  wide(double)",
      })
  void areRefusedWithTheCandidatesOrThePlace(String call, String message) {
    PYTHON.run(gil -> {
      PyObject target = gil.expose(new Target());
      PyObject calls = gil.eval("lambda target, source: eval('target.' + source)");

      assertThatThrownBy(() -> calls.call(target, call))
          .isInstanceOf(PythonException.class)
          .hasMessage("TypeError: " + message.replace(";", "\n"));
    });
  }

  @Test
  void whatNoCandidateCanBeReadForIsRefusedWithTheReasons() {
    PYTHON.run(gil -> {
      PyObject target = gil.expose(new Target());

      assertThatThrownBy(() -> target.callMethod("narrow", gil.eval("object()")))
          .hasMessageContaining("TypeError: narrow() argument 0: expected str, got object");
      assertThatThrownBy(() -> target.callMethod("pick", gil.eval("'\\ud800'")))
          .hasMessageStartingWith("TypeError: pick(str) fits none of:\n  pick(")
          .hasMessageContaining("pick(String): argument 0: the text holds a lone surrogate");
    });
  }

  @Test
  void noneIsNullInFieldsAndOneOfTheFurtherArguments() {
    Target target = new Target();
    PYTHON.run(gil -> {
      PyObject exposed = gil.expose(target);

      exposed.setAttr("label", null);

      assertThat(target.label).isNull();
      assertThat(exposed.attr("label").isNone()).isTrue();
      assertThat(exposed.callMethod("rest", (Object) null).str()).isEqualTo("[null]");
      assertThat(exposed.callMethod("rest", "a", null).str()).isEqualTo("[a, null]");
      assertThat(exposed.callMethod("objects", gil.eval("lambda: 1")).str()).startsWith("[<func");
      assertThatThrownBy(() -> exposed.setAttr("count", null))
          .hasMessage("TypeError: the value of count: expected int, got None");
      assertThatThrownBy(() -> exposed.setAttr("label", gil.eval("'\\ud800'")))
          .hasMessageStartingWith("TypeError: the value of label: the text holds a lone surrogate");
    });
  }

  @Test
  void javaObjectsArePassedAsThemselves() {
    PYTHON.run(gil -> {
      PyObject target = gil.expose(new Target());
      PyObject list = gil.expose(new ArrayList<>(List.of("a")));
      List<String> same = new ArrayList<>();

      assertThat(target.callMethod("list", list).str()).isEqualTo("List [a]");
      assertThat(target.callMethod("arrayList", list).str()).isEqualTo("ArrayList [a]");
      assertThat(target.callMethod("map", gil.expose(new java.util.TreeMap<>())).str())
          .isEqualTo("TreeMap");
      assertThat(target.callMethod("array", gil.expose(new String[] {"b"})).str())
          .isEqualTo("String[] [b]");
      assertThat(target.callMethod("text", gil.expose("c")).str()).isEqualTo("String c");
      assertThat(target.callMethod("primitive", gil.expose(5)).str()).isEqualTo("int 5");
      assertThat(target.callMethod("colour", gil.expose(Colour.RED)).str()).isEqualTo("RED");
      assertThat(target.callMethod("circle", gil.expose(new Circle(1))).str())
          .isEqualTo("Circle[radius=1.0]");
      assertThat(gil.expose(same).as(new TypeRef<List<String>>() {})).isSameAs(same);
      assertThat(
              gil.eval("lambda x: [x]")
                  .call(gil.expose(same))
                  .as(new TypeRef<List<List<String>>>() {})
                  .getFirst())
          .isSameAs(same);
    });
  }

  @Test
  void exposedClassesAreClasses() {
    PYTHON.run(gil -> {
      PyObject type = gil.expose(Circle.class);
      PyObject target = gil.expose(new Target());

      assertThat(type.toJava()).isEqualTo(Circle.class);
      assertThat(target.callMethod("type", type).str()).isEqualTo("Circle");
      assertThat(target.callMethod("type", target.attr("__class__")).str()).isEqualTo("Target");
      assertThat(type.attr("__base__").toJava()).isInstanceOf(PyObject.class);
    });
  }

  @Test
  void recordsOfASealedInterfaceComeBackAsIt() {
    PYTHON.run(gil -> {
      PyObject circle = gil.of(new Circle(2));

      assertThat(circle.as(Shape.class)).isEqualTo(new Circle(2));
      assertThat(gil.expose(new Target()).callMethod("shape", circle).str())
          .isEqualTo("Circle[radius=2.0]");
    });
  }

  @Test
  void whatARecordThrowsIsTheCauseOfTheRefusal() {
    PYTHON.run(gil -> {
      PyObject target = gil.expose(new Target());

      assertThatThrownBy(() -> target.callMethod("circle", Map.of("radius", -1.0)))
          .hasMessageStartingWith("TypeError: circle() argument 0: the record Circle refuses")
          .hasCauseInstanceOf(IllegalArgumentException.class)
          .hasRootCauseMessage("a negative radius");
    });
  }

  @Test
  void numpysScalarsAreWhatTheyHold() {
    PYTHON.run(gil -> {
      org.junit.jupiter.api.Assumptions.assumeTrue(
          (boolean)
              gil.eval("__import__('importlib.util').util.find_spec('numpy') is not None")
                  .as(boolean.class));
      PyObject target = gil.expose(new Target());
      PyObject numpy = gil.importModule("numpy");

      assertThat(target.callMethod("narrow", numpy.callMethod("int64", 3)).str())
          .isEqualTo("int 3");
      assertThat(target.callMethod("narrow", numpy.callMethod("str_", "x")).str())
          .isEqualTo("String x");
      assertThat(target.callMethod("wide", numpy.callMethod("float64", 0.5)).str())
          .isEqualTo("double 0.5");
      assertThat(target.callMethod("wide", numpy.callMethod("bool_", true)).str())
          .isEqualTo("Object true");
    });
  }

  @Test
  void methodsOfObjectsAreNotCalledOnTheClassOrOnAnotherObject() {
    PYTHON.run(gil -> {
      PyObject type = gil.expose(Target.class);
      PyObject other = gil.expose(new ArrayList<>());

      assertThatThrownBy(() -> type.callMethod("text", "a"))
          .hasMessage("TypeError: text() is a method of Java objects, not of 'a'");
      assertThatThrownBy(() -> type.callMethod("text", other, "a"))
          .hasMessage(
              "TypeError: 'text' of %s cannot be used on a java.util.ArrayList"
                  .formatted(Target.class.getTypeName()));
      assertThatThrownBy(() -> gil.expose(Integer.class).callMethod("toString"))
          .hasMessageStartingWith("TypeError: toString() fits none of:");
    });
  }

  @Test
  void pythonObjectsInAContainerCanBeUsedByTheMethod() {
    PYTHON.run(gil -> {
      PyObject target = gil.expose(new Target());

      assertThat(target.callMethod("one", gil.eval("[{'k': (object, 1)}]")).str())
          .isEqualTo("Object [{k=Tuple[elements=[<class 'object'>, 1]]}]");
    });
  }

  @Test
  void bigIntegersComeAndGoByTheirOwnParameter() {
    PYTHON.run(gil -> {
      PyObject big = gil.expose(BigInteger.class).call("7");

      assertThat(big.callMethod("add", BigInteger.TWO.pow(70)).toJava())
          .isEqualTo(BigInteger.TWO.pow(70).add(BigInteger.valueOf(7)));
    });
  }
}
