package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Calls, attributes, items and iteration.
@Tag("native")
class CallsTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private final Python python = PYTHON.python();

  private static final String MODULE =
      """
      def describe(a, b=2, *rest, key=None, **more):
          return [a, b, list(rest), key, more]

      class Box:
          def __init__(self):
              self.items = {}
          def __getitem__(self, key):
              return self.items[key]
          def __setitem__(self, key, value):
              self.items[key] = value
          def __delitem__(self, key):
              del self.items[key]
          def __len__(self):
              return len(self.items)
      """;

  @Test
  void positionalAndKeywordArguments() {
    try (Gil gil = python.attach()) {
      PyObject describe = gil.run("calls", MODULE).attr("describe");

      PyObject all = describe.call(List.of(1, 3, 4), Map.of("key", "k", "other", 5));

      assertThat(describe.call(1).toJava())
          .isEqualTo(Arrays.asList(1L, 2L, List.of(), null, Map.of()));
      assertThat(all.toJava()).isEqualTo(List.of(1L, 3L, List.of(4L), "k", Map.of("other", 5L)));
    }
  }

  @Test
  void keywordArgumentsComeFirstAndNowhereElse() {
    try (Gil gil = python.attach();
        PyRef kept = gil.eval("dict").keep()) {
      PyObject dict = gil.eval("dict");
      Keywords keywords = Keywords.of("a", 1).and("b", 2);

      assertThat(kept.call(Map.class, keywords)).isEqualTo(Map.of("a", 1L, "b", 2L));
      assertThatThrownBy(() -> dict.call(1, keywords))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the keyword arguments [a, b] are no value: a Keywords comes first among the arguments of a call");
      assertThatThrownBy(() -> gil.of(List.of(keywords)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> dict.setItem("k", keywords))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void nothingIsNone() {
    try (Gil gil = python.attach()) {
      PyObject nothing = gil.eval("lambda: None");

      assertThat(nothing.call(Void.class)).isNull();
      assertThat(nothing.call(void.class)).isNull();
      assertThat(gil.none().as(Void.class)).isNull();
      assertThatThrownBy(() -> gil.eval("len").call(void.class, "ab"))
          .isInstanceOf(ConversionException.class)
          .hasMessage("$: expected None, got int 2");
    }
  }

  @Test
  void typedResults() {
    try (Gil gil = python.attach()) {
      PyObject math = gil.importModule("math");

      double root = math.attr("sqrt").call(double.class, 2.0);
      long floor = math.attr("floor").call(long.class, 2.5);
      boolean finite = math.attr("isfinite").call(boolean.class, 1.0);

      assertThat(root).isEqualTo(Math.sqrt(2));
      assertThat(floor).isEqualTo(2);
      assertThat(finite).isTrue();
    }
  }

  @Test
  void attributesAndItems() {
    try (Gil gil = python.attach()) {
      PyObject box = gil.run("calls", MODULE).callMethod("Box");

      box.setItem("k", List.of(1L));
      box.setAttr("name", "box");

      assertThat(box.item("k").toJava()).isEqualTo(List.of(1L));
      assertThat(box.attr("name").as(String.class)).isEqualTo("box");
      assertThat(box.size()).isEqualTo(1);
      assertThat(box.hasAttr("nothing")).isFalse();
      box.deleteItem("k");
      assertThat(box.size()).isZero();
      assertThat(box.isTrue()).isFalse();
      assertThatThrownBy(() -> box.item("k")).hasMessage("KeyError: 'k'");
      assertThatThrownBy(() -> box.attr("nothing")).hasMessageContaining("AttributeError");
    }
  }

  @Test
  void iterationEndsAndPassesErrorsOn() {
    try (Gil gil = python.attach()) {
      List<Long> seen = new ArrayList<>();
      for (PyObject each : gil.eval("(x * x for x in range(4))")) {
        seen.add(each.as(long.class));
      }
      PyObject failing = gil.eval("(1 // x for x in (1, 0))");

      assertThat(seen).containsExactly(0L, 1L, 4L, 9L);
      assertThatThrownBy(() -> failing.forEach(each -> {}))
          .hasMessageContaining("ZeroDivisionError");
      assertThatThrownBy(() -> gil.of(1).iterator()).hasMessageContaining("not iterable");
    }
  }

  @Test
  void moduleThatIsMissingOrWrong() {
    try (Gil gil = python.attach()) {
      assertThatThrownBy(() -> gil.importModule("no_such_module"))
          .hasMessage("ModuleNotFoundError: No module named 'no_such_module'");
      assertThatThrownBy(() -> gil.run("wrong", "def f(:")).hasMessageContaining("SyntaxError");
      assertThatThrownBy(() -> gil.eval("1 +")).hasMessageContaining("SyntaxError");
      assertThatThrownBy(() -> gil.of(1).call()).hasMessageContaining("not callable");
    }
  }

  @Test
  void evaluationsShareNothing() {
    try (Gil gil = python.attach()) {
      gil.run("first", "x = 1");

      assertThatThrownBy(() -> gil.eval("x")).hasMessageContaining("NameError");
      assertThat(gil.eval("__builtins__ is not None").as(boolean.class)).isTrue();
    }
  }

  @Test
  void textOfAnObject() {
    try (Gil gil = python.attach()) {
      PyObject object = gil.of("a\n");

      assertThat(object.str()).isEqualTo("a\n");
      assertThat(object.repr()).isEqualTo("'a\\n'");
      assertThat(object.typeName()).isEqualTo("str");
      assertThat(gil.eval("__import__('decimal').Decimal(1)").typeName())
          .isEqualTo("decimal.Decimal");
    }
  }
}
