package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("native")
class TravellingResultTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final String NESTED = "lambda: {'v': [1j, 'text']}";

  interface Anything {
    Object call();
  }

  interface Objects {
    List<PyObject> call();
  }

  @Test
  void refersToWhatHasNoRuleAtAnyDepthWhereTheCallEndsItsRegion() {
    try (PyRef function = PYTHON.call(gil -> gil.eval(NESTED).keep())) {
      assertRefers(function.call(Object.class));
      assertRefers(function.call(new TypeRef<Object>() {}));
    }
  }

  @Test
  void refersToWhatHasNoRuleWithinARegionOfTheCallerToo() {
    try (Gil gil = PYTHON.python().attach();
        PyRef function = gil.eval(NESTED).keep()) {
      assertRefers(function.call(Object.class));
    }
  }

  @Test
  void refersToWhatHasNoRuleOnVirtualThreads() throws Exception {
    try (PyRef function = PYTHON.call(gil -> gil.eval(NESTED).keep())) {
      AtomicReference<Object> result = new AtomicReference<>();

      Thread.startVirtualThread(
              () -> {
                try (Gil gil = PYTHON.python().attach()) {
                  result.set(function.call(Object.class));
                }
              })
          .join();

      assertRefers(result.get());
    }
  }

  @Test
  void refersToWhatHasNoRuleInAFutureAndInItems() throws Exception {
    String source =
        """
        async def later():
            return {'v': [1j, 'text']}
        items = [{'v': [1j, 'text']}]
        """;
    try (PyRef later = PYTHON.call(gil -> gil.run("m", source).attr("later").keep());
        PyRef items = PYTHON.call(gil -> gil.run("m", source).attr("items").keep())) {
      CompletableFuture<Object> future = later.callAsync(Object.class);
      assertRefers(future.get());
      try (Items<Object> each = items.iterate(Object.class)) {
        assertRefers(each.next());
      }
    }
  }

  @Test
  void refersToWhatHasNoRuleInAnInterfaceOutsideRegionsOnly() {
    Anything function = PYTHON.call(gil -> gil.eval(NESTED).as(Anything.class));

    assertRefers(function.call());

    try (Gil gil = PYTHON.python().attach()) {
      assertThat(first(function.call())).isInstanceOf(PyObject.class);
    }
  }

  @Test
  void refusesPyObjectsByNameWithTheirPath() {
    String asked =
        "[0]: a PyObject ends with the region it is read in, and this value outlives it: ask for PyRef";
    Objects function = PYTHON.call(gil -> gil.eval("lambda: [1]").as(Objects.class));
    try (PyRef list = PYTHON.call(gil -> gil.eval("lambda: [1]").keep())) {
      assertThatThrownBy(() -> list.call(PyObject.class))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("ask for PyRef.class");
      assertThatThrownBy(() -> list.call(new TypeRef<List<PyObject>>() {}))
          .isInstanceOf(ConversionException.class)
          .hasMessage("$" + asked);
    }
    assertThatThrownBy(function::call)
        .isInstanceOf(ConversionException.class)
        .hasMessage("the result of Objects.call()" + asked);
  }

  @Test
  void refusesViewsThatEndWithTheRegion() {
    try (PyRef bytes = PYTHON.call(gil -> gil.eval("lambda: b'ab'").keep())) {
      assertThatThrownBy(() -> bytes.call(PyArray.class))
          .isInstanceOf(ConversionException.class)
          .hasMessageContaining("ask for KeptArray");
      try (KeptArray kept = bytes.call(KeptArray.class)) {
        assertThat(kept.shape()).containsExactly(2);
      }
    }
  }

  @Test
  void closesTheReferencesOfAResultThatIsRefused() {
    String source =
        """
        import sys
        held = 1j * 3
        refused = lambda: [held, '\\ud800']
        count = lambda: sys.getrefcount(held)
        """;
    try (PyRef refused = PYTHON.call(gil -> gil.run("held", source).attr("refused").keep());
        PyRef count =
            PYTHON.call(gil -> gil.of(refused).attr("__globals__").item("count").keep())) {
      long before = count.call(long.class);

      assertThatThrownBy(() -> refused.call(Object.class))
          .isInstanceOf(ConversionException.class)
          .hasMessageStartingWith("$[1]: ");

      assertThat(count.call(long.class)).isEqualTo(before);
    }
  }

  @Test
  void givesObjectsOfItsRegionToCodeThatTheReadingRuns() {
    String source =
        """
        class Number:
            def __init__(self, read): self.read = read
            def __index__(self): return self.read(1j)
        """;
    try (PyRef number =
        PYTHON.call(gil -> {
          PyObject read =
              gil.function(
                  "read", arguments -> arguments.as(0, Object.class) instanceof PyObject ? 7 : 8);
          PyObject made = gil.run("m", source).attr("Number").call(read);
          return gil.eval("lambda x: lambda: [x]").call(made).keep();
        })) {
      assertThat(number.call(new TypeRef<List<Long>>() {})).containsExactly(7L);
    }
  }

  @Test
  void refusesObjectsOfTheRegionThatItsWorkGives() throws Exception {
    assertThatThrownBy(() -> PYTHON.python().call(gil -> gil.eval("1j")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the work gives a PyObject, which ends with the region that it was made in: give what keep() gives, or read it as a Java type");
    assertThatThrownBy(() -> PYTHON.python().submit(gil -> gil.eval("b'ab'").array()).get())
        .hasRootCauseInstanceOf(IllegalStateException.class);
    try (Gil outer = PYTHON.python().attach()) {
      PyObject ours = outer.eval("1j");
      assertThat(PYTHON.python().<PyObject>call(_ -> ours).str()).isEqualTo("1j");
    }
  }

  @Test
  void refusesAConverterThatGivesAnObjectOfItsOwnRegion() throws Exception {
    try (Gil gil = PYTHON.python().attach();
        AutoCloseable _ =
            PYTHON
                .python()
                .converters()
                .toJava("complex", AutoCloseable.class, (_, number) -> number.attr("real"))) {
      assertThatThrownBy(() -> gil.eval("1j").as(AutoCloseable.class))
          .isInstanceOf(ConversionException.class)
          .hasMessageContaining("the work gives a PyObject");
    }
  }

  @Test
  void callsForTypesWithArguments() {
    try (PyRef spread = PYTHON.call(gil -> gil.eval("lambda *a, n=0: [*a, n]").keep())) {
      TypeRef<List<Long>> longs = new TypeRef<>() {};

      assertThat(spread.call(longs, 1, 2)).containsExactly(1L, 2L, 0L);
      assertThat(spread.call(longs, Keywords.of("n", 3), 1)).containsExactly(1L, 3L);
      assertThat(spread.call(new TypeRef<List<Object>>() {}, (Keywords) null, 1))
          .containsExactly(null, 1L, 0L);
    }
  }

  private static Object first(Object result) {
    return ((List<?>) ((Map<?, ?>) result).get("v")).getFirst();
  }

  private static void assertRefers(Object result) {
    try (PyRef reference = (PyRef) first(result)) {
      assertThat(PYTHON.<String>call(gil -> gil.of(reference).str())).isEqualTo("1j");
    }
  }
}
