package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.ChildJvm;
import dev.terrarium.testing.OnePython;
import java.io.IOException;
import java.io.Serializable;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.LongBinaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Python callables as functional interfaces of Java.
@Tag("native")
class FunctionalInterfaceTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  interface Greeting {
    String greet(String name);

    default String greetAll(String... names) {
      return String.join(" ", List.of(names).stream().map(this::greet).toList());
    }
  }

  interface Closing extends Function<Long, Long>, AutoCloseable {
    @Override
    void close();
  }

  interface Greeter<T extends CharSequence> {
    T greet(List<? extends T> names);
  }

  sealed interface Sealed permits Only {
    long f();
  }

  record Only() implements Sealed {
    @Override
    public long f() {
      return 0;
    }
  }

  @Test
  void callsThePythonFunction() {
    PYTHON.run(gil -> {
      LongBinaryOperator add = gil.eval("lambda a, b: a + b").as(LongBinaryOperator.class);
      IntPredicate odd = gil.eval("lambda n: n % 2 == 1").as(IntPredicate.class);
      Function<Object, Object> upper = function(gil.eval("str.upper"));

      assertThat(add.applyAsLong(2, 3)).isEqualTo(5);
      assertThat(odd.test(3)).isTrue();
      assertThat(upper.apply("a")).isEqualTo("A");
    });
  }

  @SuppressWarnings("unchecked")
  private static Function<Object, Object> function(PyObject callable) {
    return callable.as(Function.class);
  }

  @Test
  void readsResultsByTheTypesOfItsUse() {
    PYTHON.run(gil -> {
      PyObject add = gil.eval("lambda a, b: a + b");
      var longs = add.as(new TypeRef<BiFunction<Long, Long, Long>>() {});
      var texts = add.as(new TypeRef<BiFunction<String, String, String>>() {});
      var supplier =
          gil.eval("lambda: [1, 2]").as(new TypeRef<Supplier<List<? extends Long>>>() {});

      assertThat(longs.apply(1L, 2L)).isEqualTo(3L);
      assertThat(texts.apply("a", "b")).isEqualTo("ab");
      assertThat(supplier.get().get(1)).isEqualTo(2L);
      assertThatThrownBy(() -> texts.apply("a", null)).isInstanceOf(PythonException.class);
    });
  }

  @Test
  void nothingIsNone() {
    PYTHON.run(gil -> {
      var runs = gil.eval("lambda: None").as(new TypeRef<Callable<Void>>() {});
      var counts = gil.eval("lambda: 5").as(new TypeRef<Callable<Void>>() {});
      Function<String, Void> silent = _ -> null;

      assertThat(gil.of(silent).call("a").isNone()).isTrue();
      assertThatCode(() -> assertThat(runs.call()).isNull()).doesNotThrowAnyException();
      assertThatThrownBy(counts::call)
          .hasMessage("the result of Callable.call(): expected None, got int 5");
    });
  }

  @Test
  void resultThatDoesNotFitNamesMethodAndPlace() {
    PYTHON.run(gil -> {
      var greeter =
          gil.eval("lambda names: names[0] if len(names) < 2 else 7")
              .as(new TypeRef<Greeter<String>>() {});
      var nested =
          gil.eval("lambda: [[1], ['x']]").as(new TypeRef<Supplier<List<List<Long>>>>() {});

      assertThat(greeter.greet(List.of("a"))).isEqualTo("a");
      assertThatThrownBy(() -> greeter.greet(List.of("a", "b")))
          .isInstanceOf(ConversionException.class)
          .hasMessage("the result of Greeter.greet(List): expected str, got int 7");
      assertThatThrownBy(nested::get)
          .hasMessage("the result of Supplier.get()[1][0]: expected int, got str 'x'");
      assertThatThrownBy(() -> gil.eval("lambda a: None").as(IntPredicate.class).test(1))
          .hasMessage("the result of IntPredicate.test(int): expected bool, got None");
      assertThatThrownBy(() -> greeter.greet(List.of("\ud800")))
          .hasMessageStartingWith("argument 0[0]: the text holds a lone surrogate");
    });
  }

  @Test
  void defaultMethodsWork() {
    PYTHON.run(gil -> {
      Function<Object, Object> twice = function(gil.eval("lambda x: x * 2"));
      Greeting greeting = gil.eval("lambda name: 'hi ' + name").as(Greeting.class);
      Comparator<String> byLength =
          gil.eval("lambda a, b: len(a) - len(b)").as(new TypeRef<Comparator<String>>() {});
      List<String> words = new ArrayList<>(List.of("ccc", "a", "bb"));

      words.sort(byLength.reversed().thenComparing(Comparator.naturalOrder()));

      assertThat(twice.andThen(twice).compose(twice).apply(1)).isEqualTo(8L);
      assertThat(greeting.greetAll("a", "b")).isEqualTo("hi a hi b");
      assertThat(words).containsExactly("ccc", "bb", "a");
    });
  }

  @Test
  void outlivesTheRegionAndAnswersAnyThread() throws InterruptedException {
    Function<Object, Object> twice =
        PYTHON.<Function<Object, Object>>call(gil -> function(gil.eval("lambda x: x * 2")));
    List<Object> seen = new ArrayList<>();

    Thread.ofVirtual().start(() -> seen.add(twice.apply(1))).join();
    Thread.ofPlatform().start(() -> seen.add(twice.apply(2))).join();
    Thread.ofVirtual()
        .start(() -> {
          try (Gil gil = PYTHON.python().attach()) {
            seen.add(twice.apply(3));
            PyObject module = gil.importModule("math");
            Function<Object, Object> same = function(gil.eval("lambda x: x"));
            seen.add(((PyObject) same.apply(module)).is(module));
          }
        })
        .join();

    assertThat(seen).containsExactly(2L, 4L, 6L, true);
  }

  @Test
  void pythonObjectsPassWhereARegionIsOpenAndReferencesElsewhere() {
    Function<Object, Object> same =
        PYTHON.<Function<Object, Object>>call(gil -> {
          Function<Object, Object> function = function(gil.eval("lambda x: x"));
          PyObject module = gil.importModule("math");
          assertThat(((PyObject) function.apply(module)).is(module)).isTrue();
          return function;
        });
    Supplier<?> module =
        PYTHON.call(gil -> gil.eval("lambda: __import__('math')").as(Supplier.class));

    assertThat(same.apply("x")).isEqualTo("x");
    try (PyRef outside = (PyRef) module.get()) {
      assertThat(PYTHON.<Boolean>call(gil -> gil.of(outside).is(gil.importModule("math"))))
          .isTrue();
    }
    PyRef kept =
        PYTHON.<PyRef>call(gil ->
            gil.eval("lambda: __import__('math')").as(new TypeRef<Supplier<PyRef>>() {}).get());
    kept.close();
  }

  @Test
  void exceptionsArriveAsThemselves() {
    PYTHON.run(gil -> {
      IOException ours = new IOException("disk");
      JavaFunction throwing =
          arguments -> {
            throw ours;
          };
      PyObject raising = gil.of(throwing);

      assertThatThrownBy(() -> gil.eval("lambda: 1 / 0").as(Runnable.class).run())
          .isInstanceOf(PythonException.class)
          .hasMessage("ZeroDivisionError: division by zero");
      assertThatThrownBy(() -> raising.as(Callable.class).call()).isSameAs(ours);
      assertThatThrownBy(() -> raising.as(Runnable.class).run())
          .isInstanceOf(UndeclaredThrowableException.class)
          .hasCause(ours);
    });
  }

  @Test
  void isTheSameObjectInPythonAgain() {
    PYTHON.run(gil -> {
      PyObject function = gil.eval("lambda: 1");
      Supplier<?> one = function.as(Supplier.class);
      Supplier<?> other = function.as(Supplier.class);

      assertThat(gil.of(one).is(function)).isTrue();
      assertThat(one).isEqualTo(other).hasSameHashCodeAs(other).isNotEqualTo(null);
      assertThat(one).isNotEqualTo(gil.eval("lambda: 1").as(Supplier.class));
      assertThat((Object) one).isNotEqualTo(function.as(Callable.class));
      assertThat(one.toString()).startsWith("Supplier over <function <lambda> at 0x");
    });
  }

  @Test
  void refusesCallsOnceItWasClosed() {
    Closing closing = PYTHON.call(gil -> gil.eval("lambda x: x + 1").as(Closing.class));

    assertThat(closing.apply(1L)).isEqualTo(2L);
    closing.close();
    closing.close();

    assertThatThrownBy(() -> closing.apply(1L))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this Closing over a Python object was closed");
    assertThat(closing.toString()).isEqualTo("Closing over a Python object that was closed");
    assertThat(closing).isEqualTo(closing);
  }

  @Test
  void callableThatCannotTakeTheArgumentsIsRefusedAtOnce() {
    PYTHON.run(gil -> {
      assertThatThrownBy(() -> gil.eval("lambda a, b, c: 0").as(LongBinaryOperator.class))
          .isInstanceOf(ConversionException.class)
          .hasMessageStartingWith(
              "$: expected LongBinaryOperator, which function <function <lambda> at")
          .hasMessageEndingWith(
              "is not:\n  applyAsLong(long, long): it(a, b, c) cannot take 2 arguments");
      assertThatThrownBy(() -> gil.eval("lambda a, *, key: 0").as(Function.class))
          .hasMessageContaining("it needs the keyword argument key, and Java gives none");
      assertThatThrownBy(() -> gil.of(3).as(Runnable.class))
          .hasMessage("$: expected Runnable, which int 3 is not:\n  run(): it has no 'run'");
      assertThatThrownBy(() -> gil.none().as(Runnable.class))
          .hasMessage("$: expected Runnable, got None");
      assertThatThrownBy(
              () -> gil.eval("[len, 1]").as(new TypeRef<List<Function<String, Long>>>() {}))
          .hasMessageStartingWith("$[1]: expected Function, which int 1 is not");
    });
  }

  @Test
  void typeThatNobodyCanImplementIsRefused() {
    PYTHON.run(gil -> {
      PyObject function = gil.eval("lambda: 1");

      assertThatThrownBy(() -> function.as(Sealed.class))
          .hasMessageContaining("Sealed is sealed: only the classes it permits can implement it");
      assertThatThrownBy(() -> function.as(Serializable.class))
          .hasMessageContaining("java.io.Serializable declares no method to implement");
      assertThatThrownBy(() -> function.as(Override.class))
          .hasMessageContaining("java.lang.Override is an annotation");
      assertThatThrownBy(() -> function.as(Thread.class))
          .hasMessageStartingWith("$: expected Thread, got function");
    });
  }

  @Test
  void bodiesInAPackageThatItsModuleKeepsToItselfAreRefused() throws ClassNotFoundException {
    Class<?> internal = Class.forName("sun.nio.ch.SelChImpl");
    PYTHON.run(gil -> {
      assertThatThrownBy(() -> gil.eval("object()").as(internal))
          .isInstanceOf(ConversionException.class)
          .hasMessageContaining("kill(): it has no 'kill'")
          .hasMessageContaining(
              "park(int): its body cannot be called: its module must say `opens sun.nio.ch to dev.terrarium.python`");
    });
  }

  @Test
  @Tag(ChildJvm.TAG)
  void isRefusedWhileTheJvmShutsDown() {
    ChildJvm.Ended ended = new ChildJvm().onChosenPython().run(LateCalls.class);

    assertThat(ended.output())
        .contains("the JVM is shutting down, and Python takes no new work")
        .contains("Supplier over a Python object that cannot be shown");
    assertThat(ended.exit()).isZero();
  }

  @Test
  void predicateThrowingInTheMiddleOfAnIterationEndsIt() {
    PYTHON.run(gil -> {
      Predicate<Long> picky =
          gil.eval("lambda x: 1 // (3 - x) >= 0").as(new TypeRef<Predicate<Long>>() {});
      List<Long> seen = new ArrayList<>();

      assertThatThrownBy(() -> List.of(1L, 2L, 3L, 4L).stream().filter(picky).forEach(seen::add))
          .isInstanceOf(PythonException.class);
      assertThat(seen).containsExactly(1L, 2L);
    });
  }
}
