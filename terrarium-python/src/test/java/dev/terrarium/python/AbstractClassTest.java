package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Python classes that implement Java interfaces.
@Tag("native")
class AbstractClassTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  interface Filter {
    double applyTo(double sample);

    String name();

    default double[] applyToAll(double... samples) {
      double[] results = new double[samples.length];
      for (int i = 0; i < samples.length; i++) {
        results[i] = applyTo(samples[i]);
      }
      return results;
    }

    default String describe(Optional<String> prefix) {
      return prefix.orElse("filter") + " " + name();
    }

    default void is(String what) {
      throw new UnsupportedOperationException(what);
    }
  }

  private static final String MODULE =
      """
      def define(Filter):
          class Gain(Filter):
              def __init__(self, gain): self.gain = gain
              def apply_to(self, sample): return sample * self.gain
              def name(self): return f"gain {self.gain}"
          return Gain

      def incomplete(Filter):
          class Half(Filter):
              def name(self): return "half"
          return Half

      def shouting(Filter):
          class Loud(Filter):
              def applyTo(self, sample): return sample * 10
              def name(self): return "loud"
              def describe(self, prefix="say"): return super().describe(prefix).upper()
          return Loud()

      def both(Filter, Runnable):
          class Both(Filter, Runnable):
              runs = 0
              def apply_to(self, sample): return sample
              def name(self): return "both"
              def run(self): self.runs += 1
              def __call__(self): raise AssertionError
          return Both()
      """;

  @Test
  void instanceIsAJavaObjectOfTheInterface() {
    PYTHON.run(gil -> {
      PyObject gain = gil.run("m", MODULE).callMethod("define", gil.abstractClass(Filter.class));
      PyObject instance = gain.call(2.0);
      Filter typed = instance.as(Filter.class);
      Object untyped = instance.toJava();
      List<Object> seen = new ArrayList<>();
      JavaFunction take = arguments -> seen.add(arguments.toJava(0));

      gil.of(take).call(instance);

      assertThat(typed.applyTo(4)).isEqualTo(8.0);
      assertThat(typed.name()).isEqualTo("gain 2.0");
      assertThat(untyped).isInstanceOf(Filter.class).isEqualTo(typed);
      assertThat(seen).containsExactly(typed);
      assertThat(gil.of(untyped).is(instance)).isTrue();
    });
  }

  @Test
  void defaultMethodsWorkFromBothSides() {
    PYTHON.run(gil -> {
      PyObject module = gil.run("m", MODULE);
      PyObject type = gil.abstractClass(Filter.class);
      PyObject instance = module.callMethod("define", type).call(2.0);
      Filter filter = instance.as(Filter.class);

      assertThat(filter.applyToAll(1, 2)).containsExactly(2, 4);
      assertThat(filter.describe(Optional.empty())).isEqualTo("filter gain 2.0");
      assertThat(instance.callMethod("applyToAll", 3.0).repr()).isEqualTo("[6.0]");
      assertThat(instance.callMethod("describe").str()).isEqualTo("filter gain 2.0");
      assertThat(instance.callMethod("describe", "the").str()).isEqualTo("the gain 2.0");
      assertThatThrownBy(() -> instance.callMethod("is_", "wrong"))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("wrong");
      assertThatThrownBy(() -> instance.callMethod("describe", 1))
          .hasMessage("TypeError: Filter.describe() argument 0: expected str, got int 1");
      assertThatThrownBy(() -> instance.callMethod("describe", 1, 2))
          .hasMessage("TypeError: Filter.describe(Optional) cannot take 2 arguments");
    });
  }

  @Test
  void defaultMethodsCanBeOverriddenAndCalledBySuper() {
    PYTHON.run(gil -> {
      PyObject loud = gil.run("m", MODULE).callMethod("shouting", gil.abstractClass(Filter.class));
      Filter filter = loud.as(Filter.class);

      assertThat(filter.describe(Optional.empty())).isEqualTo("SAY LOUD");
      assertThat(filter.applyTo(1)).isEqualTo(10);
      assertThat(loud.callMethod("applyTo", 2).toJava()).isEqualTo(20L);
    });
  }

  @Test
  void incompleteClassCannotBeInstantiated() {
    PYTHON.run(gil -> {
      PyObject half =
          gil.run("m", MODULE).callMethod("incomplete", gil.abstractClass(Filter.class));

      assertThatThrownBy(half::call)
          .isInstanceOf(PythonException.class)
          .hasMessageStartingWith("TypeError: Can't instantiate abstract class Half")
          .hasMessageContaining("applyTo");
    });
  }

  @Test
  void oneClassMayImplementSeveral() {
    PYTHON.run(gil -> {
      PyObject both =
          gil.run("m", MODULE)
              .callMethod(
                  "both", gil.abstractClass(Filter.class), gil.abstractClass(Runnable.class));
      Object object = both.toJava();

      ((Runnable) object).run();
      both.as(Runnable.class).run();

      assertThat(((Filter) object).applyTo(3)).isEqualTo(3);
      assertThat(both.attr("runs").toJava()).isEqualTo(2L);
    });
  }

  @Test
  void oneClassStandsForAnInterface() {
    PYTHON.run(gil -> {
      PyObject type = gil.abstractClass(Comparator.class);

      assertThat(type.is(gil.abstractClass(Comparator.class))).isTrue();
      assertThat(type.attr("__doc__").str()).isEqualTo("The Java interface java.util.Comparator.");
      assertThat(type.attr("__module__").str()).isEqualTo("java.util");
      assertThat(type.hasAttr("then_comparing")).isTrue();
      assertThat(type.hasAttr("equals")).isFalse();
    });
  }

  @Test
  void comparatorInPythonSortsInJava() {
    String source =
        """
        def define(Comparator):
            class ByLength(Comparator):
                def compare(self, a, b): return len(a) - len(b)
            return ByLength()
        """;
    PYTHON.run(gil -> {
      PyObject comparator =
          gil.run("m", source).callMethod("define", gil.abstractClass(Comparator.class));
      List<String> words = new ArrayList<>(List.of("ccc", "a", "bb"));

      words.sort(comparator.as(new TypeRef<Comparator<String>>() {}).reversed());

      assertThat(words).containsExactly("ccc", "bb", "a");
    });
  }

  sealed interface Closed permits Only {
    void f();
  }

  record Only() implements Closed {
    @Override
    public void f() {}
  }

  interface Overloaded {
    void put(String key);

    void put(long key);
  }

  @Test
  void whatCannotBeImplementedIsRefused() {
    PYTHON.run(gil -> {
      assertThatThrownBy(() -> gil.abstractClass(String.class))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no Python class can implement it: java.lang.String is no interface");
      assertThatThrownBy(() -> gil.abstractClass(Closed.class)).hasMessageContaining("is sealed");
      assertThatThrownBy(() -> gil.abstractClass(Serializable.class))
          .hasMessageContaining("declares no method");
      assertThatThrownBy(() -> gil.abstractClass(Overloaded.class))
          .hasMessageContaining("take the same number of arguments");
    });
  }

  @Test
  void methodWhoseParametersDoNotFitIsRefusedWhenItCrosses() {
    String source =
        """
        def define(Filter):
            class Wrong(Filter):
                def apply_to(self): return 0.0
                def name(self): return ""
            return Wrong()
        """;
    PYTHON.run(gil -> {
      PyObject wrong = gil.run("m", source).callMethod("define", gil.abstractClass(Filter.class));

      assertThatThrownBy(wrong::toJava)
          .isInstanceOf(ConversionException.class)
          .hasMessageEndingWith("applyTo(double): applyTo() cannot take 1 argument");
    });
  }
}
