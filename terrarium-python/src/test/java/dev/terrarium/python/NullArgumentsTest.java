package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.testing.OnePython;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Null where the Java API takes none: a sentence with the parameter's name.
@Tag("native")
@SuppressWarnings({"NullAway", "DataFlowIssue"}) // What callers do who check nothing.
class NullArgumentsTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private final Map<String, Consumer<Gil>> calls = new LinkedHashMap<>();

  private void call(String parameter, Consumer<Gil> call) {
    calls.put(parameter + " " + calls.size(), call);
  }

  private void areRefusedByName() {
    PYTHON.run(gil ->
        calls.forEach((name, call) ->
            assertThatThrownBy(() -> call.accept(gil))
                .as(name)
                .isInstanceOf(NullPointerException.class)
                .hasMessageStartingWith("'%s' must not be null".formatted(name.split(" ")[0]))));
  }

  @Test
  void nullIsNoneWhicheverMethodIsMeant() {
    PYTHON.run(gil -> {
      PyRef kept = null;

      assertThat(gil.of(null).isNone()).isTrue();
      assertThat(gil.of(kept).isNone()).isTrue();
      assertThat(gil.of((Object) null).isNone()).isTrue();
      assertThat(gil.eval("repr").call((Object) null).str()).isEqualTo("None");
      PyObject all = gil.eval("lambda *a: repr(a)");
      assertThat(all.call(String.class, null, 1)).isEqualTo("(None, 1)");
      assertThat(all.callMethod("__call__", null, 1).str()).isEqualTo("(None, 1)");
      try (PyRef travels = all.keep()) {
        assertThat(travels.call(String.class, null, 1)).isEqualTo("(None, 1)");
      }
    });
  }

  @Test
  void whatARegionIsAskedForMustBeThere() {
    call("name", gil -> gil.importModule(null));
    call("expression", gil -> gil.eval(null));
    call("name", gil -> gil.run(null, ""));
    call("source", gil -> gil.run("m", null));
    call("name", gil -> gil.function(null, _ -> 1));
    call("function", gil -> gil.function("f", (JavaFunction) null));
    call("type", gil -> gil.function("f", (Class<Runnable>) null, () -> {}));
    call("type", gil -> gil.function("f", (TypeRef<Runnable>) null, () -> {}));
    call("implementation", gil -> gil.function("f", Runnable.class, null));
    call("parameters", gil -> gil.function("f", (Parameters) null, _ -> 1));
    call("function", gil -> gil.function("f", Parameters.of("a"), null));
    call("name", gil -> gil.asyncFunction(null, _ -> null));
    call("function", gil -> gil.asyncFunction("f", null));
    call("type", gil -> gil.abstractClass(null));
    call("object", gil -> gil.expose(null));
    call("array", gil -> gil.share(null));
    call("array", gil -> gil.ndarray((NativeArray) null));
    call("whenReleased", gil -> gil.ndarray(ByteBuffer.allocateDirect(8), (Runnable) null));
    call("contextVar", gil -> gil.where(null, 1, () -> 1));
    call("work", gil -> gil.released(null));

    areRefusedByName();
  }

  @Test
  void whatAnObjectIsAskedForMustBeThere() {
    Function<Gil, PyObject> list = gil -> gil.eval("[1]");

    call("arguments", gil -> gil.eval("len").call((Object[]) null));
    call("arguments", gil -> gil.eval("len").callMethod("__call__", (Object[]) null));
    call("arguments", gil -> gil.eval("dict").call((List<?>) null, Map.of()));
    call("keywords", gil -> gil.eval("dict").call(List.of(), (Map<String, ?>) null));
    call("keywords", gil -> gil.eval("dict").call((Keywords) null));
    call("result", gil -> gil.eval("len").call((Class<Object>) null, "a"));
    call("name", gil -> list.apply(gil).callMethod(null));
    call("name", gil -> list.apply(gil).attr(null));
    call("name", gil -> list.apply(gil).hasAttr(null));
    call("name", gil -> list.apply(gil).setAttr(null, 1));
    call("type", gil -> list.apply(gil).as((Class<Object>) null));
    call("type", gil -> list.apply(gil).as((TypeRef<Object>) null));
    call("type", gil -> list.apply(gil).iterate((Class<Object>) null));
    call("type", gil -> list.apply(gil).stream((TypeRef<Object>) null));
    call("type", gil -> list.apply(gil).future((Class<Object>) null));
    call("type", gil -> list.apply(gil).isInstance(null));
    call("other", gil -> list.apply(gil).is(null));
    call("operator", gil -> list.apply(gil).op(null));
    call("operator", gil -> list.apply(gil).test(null, 1));
    call("work", gil -> list.apply(gil).with(null));

    areRefusedByName();
  }

  @Test
  void whatTheRestIsAskedForMustBeThere() {
    Python python = PYTHON.python();

    call("work", _ -> python.call(null));
    call("work", _ -> python.submit(null));
    call("limits", _ -> python.submit(null, _ -> 1));
    call("deadline", _ -> Limits.of(null));
    call("name", _ -> Limits.none().named(null));
    call("grace", _ -> Limits.none().withGrace(null));
    call("thread", _ -> python.interrupt(null));
    call("patience", _ -> python.threads(null));
    call("type", _ -> python.converters().toPython(null, (_, it) -> it));
    call("converter", _ -> python.converters().toPython(NullArgumentsTest.class, null));
    call("pythonType", _ -> python.converters().toJava(null, Thread.class, (_, _) -> null));
    call("options", _ -> Python.open((PythonOptions) null));
    call("names", _ -> Parameters.of((String[]) null));
    call("name", _ -> Parameters.of((String) null));
    call("name", _ -> Keywords.of(null, 1));
    call("values", _ -> Keywords.of(null));
    call("type", _ -> NativeArray.allocate(null, 1));
    call("shape", _ -> NativeArray.allocate(ElementType.INT8, (long[]) null));
    call("numbers", _ -> NativeArray.copyOf((double[]) null));
    call("elements", _ -> Tuple.of((Object[]) null));

    areRefusedByName();
  }

  @Test
  void namesThatPythonCannotHoldAreRefused() {
    PYTHON.run(gil -> {
      assertThatThrownBy(() -> gil.function("a\0b", _ -> 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a function's name must not hold U+0000");
      assertThatThrownBy(() -> gil.function("a\ud800", _ -> 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a function's name must not hold U+D800, which is no character");
      assertThat(gil.function("naïve 𝛼", _ -> 1).attr("__name__").str()).isEqualTo("naïve 𝛼");
    });
  }
}
