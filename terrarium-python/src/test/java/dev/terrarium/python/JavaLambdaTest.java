package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.DoubleToLongFunction;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.IntPredicate;
import java.util.function.LongConsumer;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Java lambdas and functions with parameters, called by Python.
@Tag("native")
class JavaLambdaTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final Parameters PARAMETERS =
      Parameters.of("weight")
          .positionalOnly()
          .optional("unit", "kg")
          .rest("more")
          .keyword("digits")
          .keyword("sign", true)
          .keywords("others")
          .documented("Shows a weight.");

  private static final JavaFunction ALL =
      arguments -> {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
          all.add(arguments.toJava(i));
        }
        return all;
      };

  interface Scorer {
    double score(String text, List<Long> weights, Optional<Integer> limit);
  }

  interface Sum {
    long sum(String label, long... values);
  }

  @Test
  void parametersAreGivenByPositionOrByName() {
    PYTHON.run(gil -> {
      PyObject show = gil.function("show", PARAMETERS, ALL);

      assertThat(show.call(Keywords.of("digits", 2), 1.5).repr())
          .isEqualTo("[1.5, 'kg', (), 2, True, {}]");
      assertThat(
              show.call(Keywords.of("sign", false).and("digits", 0).and("x", 1), 1, "g", "a", "b")
                  .repr())
          .isEqualTo("[1, 'g', ('a', 'b'), 0, False, {'x': 1}]");
    });
  }

  @Test
  void signatureAndHelpAreThere() {
    PYTHON.run(gil -> {
      PyObject show = gil.function("show", PARAMETERS, ALL);

      assertThat(gil.importModule("inspect").callMethod("signature", show).str())
          .isEqualTo("(weight, /, unit='kg', *more, digits, sign=True, **others)");
      assertThat(show.attr("__doc__").str()).isEqualTo("Shows a weight.");
      assertThat(show.attr("__name__").str()).isEqualTo("show");
      assertThat(gil.function("bare", Parameters.of(), ALL).attr("__doc__").isNone()).isTrue();
      assertThat(PARAMETERS.toString())
          .isEqualTo("(weight, unit=kg, *more, digits, sign=true, **others)");
    });
  }

  @Test
  void wrongCallsArePythonsOwnErrors() {
    PYTHON.run(gil -> {
      PyObject show = gil.function("show", Parameters.of("a").optional("b", 1), ALL);

      assertThatThrownBy(() -> show.call())
          .hasMessage("TypeError: show() missing 1 required positional argument: 'a'");
      assertThatThrownBy(() -> show.call(1, 2, 3))
          .hasMessage("TypeError: show() takes from 1 to 2 positional arguments but 3 were given");
      assertThatThrownBy(() -> show.call(Keywords.of("a", 1), 1))
          .hasMessage("TypeError: show() got multiple values for argument 'a'");
      assertThatThrownBy(() -> show.call(Keywords.of("c", 1), 1))
          .hasMessageStartingWith("TypeError: show() got an unexpected keyword argument 'c'");
      assertThatThrownBy(
              () -> gil.run("m", "def f(g): g(1, **{'b': 1}, **{'b': 2})").callMethod("f", show))
          .hasMessageContaining("got multiple values for keyword argument 'b'");
    });
  }

  @Test
  void argumentsAreReadByName() {
    PYTHON.run(gil -> {
      PyObject f =
          gil.function(
              "f",
              Parameters.of("text").optional("weights", List.of()),
              arguments ->
                  arguments.as("text", String.class).length()
                      + arguments.as("weights", new TypeRef<List<Long>>() {}).size());

      assertThat(f.call(long.class, "abc")).isEqualTo(3L);
      assertThat(f.call(long.class, Keywords.of("weights", List.of(1)), "abc")).isEqualTo(4L);
      assertThatThrownBy(() -> f.call("abc", List.of(1, "x")))
          .isInstanceOf(ConversionException.class)
          .hasMessage("argument 'weights'[1]: expected int, got str 'x'");
      assertThatThrownBy(
              () -> gil.function("g", Parameters.of("a"), arguments -> arguments.get("b")).call(1))
          .hasMessage("the function declares no parameter 'b', but [a]");
    });
  }

  @Test
  void declarationsThatPythonWouldRefuseAreRefused() {
    assertThatThrownBy(() -> Parameters.of("a", "a")).hasMessageContaining("declared twice");
    assertThatThrownBy(() -> Parameters.of("class"))
        .hasMessage("'class' cannot be a parameter's name in Python");
    assertThatThrownBy(() -> Parameters.of("a=1): import os #")).hasMessageContaining("cannot be");
    assertThatThrownBy(() -> Parameters.of("__java__")).hasMessageContaining("cannot be");
    assertThatThrownBy(() -> Parameters.of().optional("a", 1).required("b"))
        .hasMessage("the parameter 'b' needs a default, as 'a' before it has one");
    assertThatThrownBy(() -> Parameters.of().rest("a").rest("b"))
        .hasMessageStartingWith("the parameter 'b' cannot follow 'a'");
    assertThatThrownBy(() -> Parameters.of().keywords("a").keyword("b"))
        .hasMessageStartingWith("the parameter 'b' cannot follow 'a'");
    assertThatThrownBy(() -> Parameters.of().keyword("a").positionalOnly())
        .hasMessage("parameters given by position come before all others");
    assertThatThrownBy(() ->
            PYTHON.run(
                gil -> gil.function("f", Parameters.of().optional("a", "\ud800"), ALL).close()))
        .isInstanceOf(ConversionException.class)
        .hasMessageStartingWith("the default of 'a': the text holds a lone surrogate");
  }

  @Test
  void anInterfaceReadsItsArgumentsByItsTypes() {
    PYTHON.run(gil -> {
      Scorer scorer =
          (text, weights, limit) -> text.length() * weights.getFirst() + limit.orElse(-1);
      PyObject score = gil.function("score", Scorer.class, scorer);

      assertThat(score.call(double.class, "abc", List.of(2))).isEqualTo(5.0);
      assertThat(score.call(double.class, "abc", List.of(2), 4)).isEqualTo(10.0);
      assertThatThrownBy(() -> score.call("abc", List.of(1, "x")))
          .hasMessage("TypeError: Scorer.score() argument 1[1]: expected int, got str 'x'");
      assertThatThrownBy(() -> score.call("abc"))
          .hasMessageStartingWith("TypeError: score() missing 1");
      PyObject add = gil.function("add", new TypeRef<BiFunction<Long, Long, Long>>() {}, Long::sum);
      assertThat(add.call(long.class, 1, 2)).isEqualTo(3);
      assertThatThrownBy(() -> add.call(1, "x"))
          .hasMessage("TypeError: BiFunction.apply() argument 1: expected int, got str 'x'");
    });
  }

  @Test
  void variableArgumentsTakeTheRest() {
    PYTHON.run(gil -> {
      PyObject sum =
          gil.function("sum", Sum.class, (label, values) -> label.length() + values.length);

      assertThat(sum.call(long.class, "ab", 1, 2)).isEqualTo(4);
      assertThat(sum.call(long.class, "ab")).isEqualTo(2);
      assertThatThrownBy(() -> sum.call("ab", 1, "x"))
          .hasMessage("TypeError: Sum.sum() argument 2: expected int, got str 'x'");
    });
  }

  @Test
  void whatIsNoFunctionalInterfaceIsRefused() {
    PYTHON.run(gil -> {
      assertThatThrownBy(() -> gil.function("f", CharSequence.class, "x"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("java.lang.CharSequence is no functional interface");
      assertThatThrownBy(() -> gil.function("f", String.class, "x"))
          .hasMessageStartingWith("java.lang.String is no functional interface");
    });
  }

  @Test
  void aLambdaIsCallableWhereverItGoes() {
    PYTHON.run(gil -> {
      Function<String, Integer> length = String::length;
      LongUnaryOperator twice = x -> 2 * x;
      Supplier<List<String>> none = List::of;
      PyObject calls =
          gil.eval("lambda given: [given['f']('abc'), given['g'][0](4), given['h']()]");

      PyObject results = calls.call(Map.of("f", length, "g", List.of(twice), "h", none));

      assertThat(results.repr()).isEqualTo("[3, 8, []]");
      assertThat(gil.of(length).attr("__name__").str()).isEqualTo("apply");
    });
  }

  @Test
  void lambdasOfEveryShapeWithOneParameterAreCalled() {
    PYTHON.run(gil -> {
      List<Object> heard = new ArrayList<>();
      DoubleToLongFunction round = Math::round;
      IntPredicate odd = x -> x % 2 == 1;
      UnaryOperator<String> twice = text -> text + text;
      Consumer<Object> hear = heard::add;
      LongConsumer count = heard::add;
      Ruler ruler = String::length;
      LongUnaryOperator broken = x -> x / 0;
      PyObject calls =
          gil.eval("lambda f, g, h, c, d, r: [f(2.6), g(3), h('ab'), c('x'), d(7), r('abc')]");

      PyObject results = calls.call(round, odd, twice, hear, count, ruler);

      assertThat(results.repr()).isEqualTo("[3, True, 'abab', None, None, 3]");
      assertThat(heard).containsExactly("x", 7L);
      assertThatThrownBy(() -> gil.of(broken).call(1)).hasMessageContaining("/ by zero");
    });
  }

  /// An interface of a user's own.
  interface Ruler {
    int length(String given) throws IOException;
  }

  @Test
  void aLambdaCalledWronglyIsATypeError() {
    PYTHON.run(gil -> {
      LongUnaryOperator twice = x -> 2 * x;
      IntBinaryOperator add = Integer::sum;

      assertThatThrownBy(() -> gil.of(twice).call())
          .hasMessage(
              "TypeError: LongUnaryOperator.applyAsLong() takes 1 positional argument but 0 were given");
      assertThatThrownBy(() -> gil.of(add).call(1))
          .hasMessage(
              "TypeError: IntBinaryOperator.applyAsInt() takes 2 positional arguments but 1 was given");
      assertThatThrownBy(() -> gil.of(twice).call(Keywords.of("x", 1)))
          .hasMessage("TypeError: LongUnaryOperator.applyAsLong() takes no keyword arguments");
      assertThatThrownBy(() -> gil.of(twice).call(2.5))
          .hasMessage(
              "TypeError: LongUnaryOperator.applyAsLong() argument 0: expected int, got float 2.5");
    });
  }

  @Test
  void aLambdaComesBackAsItself() {
    PYTHON.run(gil -> {
      Function<String, Integer> length = String::length;
      Callable<String> call = () -> "x";
      PyObject same = gil.eval("lambda x: x");

      assertThat(same.call(length).toJava()).isSameAs(length);
      assertThat(same.call(Function.class, length)).isSameAs(length);
      assertThat(same.call(length).as(UnaryOperator.class)).isNotSameAs(length);
      assertThat(same.call(Arrays.asList(call, call)).toJava()).isEqualTo(List.of(call, call));
    });
  }

  @Test
  void anObjectOfANamedClassStaysOpaque() {
    class Named implements Supplier<String> {
      @Override
      public String get() {
        return "named";
      }
    }
    PYTHON.run(gil -> {
      Named named = new Named();

      assertThat(gil.of(named).typeName()).isEqualTo("PyCapsule");
      assertThat(gil.of(named).toJava()).isSameAs(named);
      assertThat(gil.function("f", Supplier.class, named).call().toJava()).isEqualTo("named");
    });
  }

  @Test
  void whatALambdaThrowsInTheMiddleOfAnIterationIsThrownHere() {
    PYTHON.run(gil -> {
      IOException ours = new IOException("disk");
      List<Long> seen = new ArrayList<>();
      Function<Long, Long> failing =
          x -> {
            seen.add(x);
            if (x == 2) {
              throw Thrown.unchecked(ours);
            }
            return x;
          };

      assertThatThrownBy(() -> gil.eval("lambda f: [f(x) for x in range(5)]").call(failing))
          .isSameAs(ours);
      assertThat(gil.eval("lambda f: list(map(f, [0, 1]))").call(failing).repr())
          .isEqualTo("[0, 1]");
      assertThat(seen).containsExactly(0L, 1L, 2L, 0L, 1L);
    });
  }
}
