package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("native")
class JavaFunctionTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  @Test
  void takesPositionalAndKeywordArguments() {
    String source = "def f(g): return g(1, 'two', rate=3.5, flag=True)";
    JavaFunction describe =
        arguments ->
            List.of(
                arguments.size(),
                arguments.as(0, long.class),
                arguments.as(1, String.class),
                arguments.keywords().get("rate").as(double.class),
                arguments.keywords().keySet().toString());

    Object seen = PYTHON.call(gil -> gil.run("m", source).callMethod("f", describe).toJava());

    assertThat(seen).isEqualTo(List.of(2L, 1L, "two", 3.5, "[rate, flag]"));
  }

  @Test
  void bearsItsName() {
    PYTHON.run(gil -> {
      PyObject function = gil.function("tare", arguments -> null);

      assertThat(function.attr("__name__").str()).isEqualTo("tare");
      assertThat(function.call().isNone()).isTrue();
    });
  }

  @Test
  void refusesArgumentsThatAreNotThereOrDoNotFit() {
    JavaFunction picky = arguments -> arguments.as(0, int.class);
    PYTHON.run(gil -> {
      assertThatThrownBy(() -> gil.of(picky).call())
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("argument 0 of a call with 0 positional arguments");
      assertThatThrownBy(() -> gil.of(picky).call("x"))
          .isInstanceOf(ConversionException.class)
          .hasMessage("argument 0: expected int, got str 'x'");
    });
  }

  @Test
  void argumentsAreGoneWithTheCall() {
    PyArguments[] kept = new PyArguments[1];
    PYTHON.run(gil -> {
      PyObject keeps =
          gil.function(
              "keeps",
              arguments -> {
                kept[0] = arguments;
                return arguments.keywords().size();
              });

      assertThat(keeps.call(int.class, Keywords.of("a", 1), "b")).isEqualTo(1);
      for (Runnable use :
          List.<Runnable>of(
              () -> kept[0].get(0),
              () -> kept[0].toJava(0),
              () -> kept[0].as(0, String.class),
              () -> kept[0].keywords())) {
        assertThatThrownBy(use::run)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("this region of the GIL is closed");
      }
    });
  }

  @Test
  void namesThePlaceOfAnArgumentThatDoesNotFit() {
    PYTHON.run(gil -> {
      PyObject text = gil.eval("'a\\ud800'");
      PyObject byIndex = gil.function("f", arguments -> arguments.toJava(0));
      PyObject byName =
          gil.function("f", Parameters.of("word"), arguments -> arguments.toJava("word"));
      PyObject typed =
          gil.function("f", arguments -> arguments.as(0, new TypeRef<List<String>>() {}));

      assertThatThrownBy(() -> byIndex.call(text))
          .hasMessageStartingWith("argument 0: the text holds a lone surrogate");
      assertThatThrownBy(() -> byName.call(text))
          .hasMessageStartingWith("argument 'word': the text holds a lone surrogate");
      assertThatThrownBy(() -> typed.call(List.of("a", 1)))
          .hasMessage("argument 0[1]: expected str, got int 1");
    });
  }

  @Test
  void refusesAResultThatCannotGoToPython() {
    assertThatThrownBy(() ->
            PYTHON.call(
                gil -> gil.of((JavaFunction) arguments -> Map.of("k", "\ud800")).call().isNone()))
        .isInstanceOf(ConversionException.class)
        .hasMessageStartingWith("the result.k: the text holds a lone surrogate");
  }

  @Test
  void isCalledOnThreadsThatPythonStarted() {
    String source =
        """
        import threading
        def f(g):
            threads = [threading.Thread(target=g, args=(i,)) for i in range(4)]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
        """;
    AtomicReference<String> threads = new AtomicReference<>("");
    JavaFunction note =
        arguments ->
            threads.updateAndGet(seen ->
                seen + (seen.contains(arguments.get(0).str()) ? "" : arguments.get(0).str()));

    PYTHON.run(gil -> gil.run("m", source).callMethod("f", note));

    assertThat(threads.get().chars().sorted().mapToObj(c -> "" + (char) c).toList())
        .containsExactly("0", "1", "2", "3");
  }

  @Test
  void callsPythonAgainFromWithin() {
    String source = "def f(n, g): return n if n == 0 else g(n - 1) + 1";
    PYTHON.run(gil -> {
      PyObject f = gil.run("m", source).attr("f");
      PyRef kept = f.keep();
      JavaFunction[] again = new JavaFunction[1];
      again[0] =
          arguments ->
              arguments.gil().of(kept).call(long.class, arguments.as(0, long.class), again[0]);

      assertThat(f.call(long.class, 50L, again[0])).isEqualTo(50L);

      kept.close();
    });
  }

  @Test
  void letsTheGilGoWhileItWaits() {
    String source =
        """
        import threading
        def f(wait):
            event = threading.Event()
            thread = threading.Thread(target=event.set)
            thread.start()
            return wait(event.is_set)
        """;
    JavaFunction wait =
        arguments -> {
          PyRef isSet = arguments.get(0).keep();
          return arguments
              .gil()
              .released(() -> {
                try (isSet) {
                  while (!isSet.call(boolean.class)) {
                    Thread.onSpinWait();
                  }
                  return true;
                }
              });
        };

    assertThat(PYTHON.<Object>call(gil -> gil.run("m", source).callMethod("f", wait).toJava()))
        .isEqualTo(true);
  }
}
