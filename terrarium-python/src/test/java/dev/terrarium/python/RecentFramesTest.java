package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.terrarium.testing.OnePython;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Frames that are seen again are told as if they were seen for the first time.
@Tag("native")
class RecentFramesTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static String innermost(PyObject callable, Object... arguments) {
    return catchThrowableOfType(PythonException.class, () -> callable.call(arguments))
        .getStackTrace()[0]
        .toString();
  }

  @Test
  void tellsTheLinesOfOneFunctionApart() {
    String source =
        """
        def fail(where):
            if where: raise ValueError
            raise KeyError
        """;
    PYTHON.run(gil -> {
      PyObject fail = gil.run("lines", source).attr("fail");

      assertThat(innermost(fail, true)).isEqualTo("lines.fail(<lines>:2)");
      assertThat(innermost(fail, false)).isEqualTo("lines.fail(<lines>:3)");
      assertThat(innermost(fail, true)).isEqualTo("lines.fail(<lines>:2)");
    });
  }

  @Test
  void tellsTheModulesThatRunTheSameCodeApart() {
    String source =
        """
        def fail(): raise ValueError
        def named(name): return type(fail)(fail.__code__, {"__name__": name})
        """;
    PYTHON.run(gil -> {
      PyObject named = gil.run("modules", source).attr("named");
      PyObject first = named.call("first");
      PyObject second = named.call("second");

      assertThat(innermost(first)).startsWith("first.fail");
      assertThat(innermost(second)).startsWith("second.fail");
      assertThat(innermost(first)).startsWith("first.fail");
      assertThat(innermost(named.call(gil.none()))).contains(".fail");
    });
  }

  @Test
  void followsAModuleThatIsRenamed() {
    PYTHON.run(gil -> {
      PyObject module = gil.run("before", "def fail(): raise ValueError");
      PyObject fail = module.attr("fail");

      assertThat(innermost(fail)).startsWith("before.fail");
      module.setAttr("__name__", "after");
      assertThat(innermost(fail)).startsWith("after.fail");
    });
  }

  @Test
  void takesNoNewFunctionForOneThatIsGone() {
    for (int i = 0; i < 500; i++) { // Far more than are remembered, at the addresses of others.
      String name = "f" + i;
      PYTHON.run(gil -> {
        PyObject fail = gil.run(name, "def " + name + "(): raise ValueError").attr(name);

        assertThat(innermost(fail)).startsWith(name + "." + name + "(<" + name + ">:1)");
      });
    }
  }

  @Test
  void keepsNoMoreThanAFewFunctionsCode() {
    String source =
        """
        import gc, weakref
        alive = weakref.WeakSet()
        def made(i):
            names = {}
            exec(compile("def f(): raise ValueError", "<%d>" % i, "exec"), names)
            alive.add(names["f"].__code__)
            return names["f"]
        def count():
            gc.collect()
            return len(alive)
        """;
    PYTHON.run(gil -> {
      PyObject module = gil.run("codes", source);
      for (int i = 0; i < 300; i++) {
        try (PyObject fail = module.callMethod("made", i)) {
          PythonException raised = catchThrowableOfType(PythonException.class, fail::call);
          raised.value().close();
        }
      }

      assertThat(module.callMethod("count").as(int.class)).isLessThanOrEqualTo(64);
    });
  }
}
