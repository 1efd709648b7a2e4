package dev.terrarium.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.terrarium.python.Gil;
import dev.terrarium.python.JavaFunction;
import dev.terrarium.python.PyArguments;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PythonException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// One stack trace of Java that calls Python that calls Java that calls Python, and the other way
/// round.
@Tag("native")
class MergedTraceTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final String SOURCE =
      """
      def outer(f):
          return f()
      def inner():
          raise ValueError("deep")
      def catches(f):
          try:
              f()
          except BaseException as error:
              import traceback
              return "".join(traceback.format_exception(type(error), error, error.__traceback__)), error
      """;

  @Test
  void anExceptionOfPythonHasTheFramesOfBothInTheOrderOfTheCalls() {
    PythonException raised = raised();

    List<String> seen = new ArrayList<>();
    for (StackTraceElement frame : raised.getStackTrace()) {
      if (frame.getClassName().equals("layers")) {
        seen.add(frame.getMethodName());
      } else if (frame.getMethodName().equals("callsInner")
          || frame.getMethodName().equals("callsOuter")) {
        seen.add(frame.getMethodName());
      }
    }

    assertThat(seen)
        .as(Arrays.toString(raised.getStackTrace()))
        .containsExactly("inner", "callsInner", "outer", "callsOuter");
  }

  @Test
  void aRecursionThroughBothHasEveryLevelOnce() {
    String source = "def down(java, n):\n    return java(java, n - 1) if n else 1 / 0";
    PYTHON.run(gil -> {
      PyObject module = gil.run("levels", source);
      JavaFunction java = arguments -> level(module, arguments);

      PythonException raised =
          catchThrowableOfType(PythonException.class, () -> module.callMethod("down", java, 40));

      assertThat(raised.getStackTrace())
          .extracting(StackTraceElement::getMethodName)
          .filteredOn(method -> method.equals("down") || method.equals("level"))
          .hasSize(81)
          .startsWith("down", "level", "down")
          .doesNotContainSequence("down", "down")
          .doesNotContainSequence("level", "level");
    });
  }

  private static PyObject level(PyObject module, PyArguments arguments) {
    return module.callMethod("down", arguments.get(0), arguments.as(1, int.class));
  }

  @Test
  void pythonSeesTheJavaFramesOfAnExceptionOfJava() {
    String text =
        PYTHON.call(gil -> {
          PyObject module = gil.run("layers", SOURCE);
          return module
              .callMethod("catches", gil.function("fails", _ -> failsInJava()))
              .item(1)
              .attr("java_stack")
              .as(String.class);
        });

    assertThat(text).startsWith("java.lang.IllegalStateException: in Java").contains("failsInJava");
  }

  @Test
  void pythonsTracebackOfItsOwnExceptionGoesThroughJava() {
    String text =
        PYTHON.call(gil -> {
          PyObject module = gil.run("layers", SOURCE);
          PyObject through = gil.function("through", _ -> module.attr("inner").call());
          return module.callMethod("catches", through).item(0).as(String.class);
        });

    assertThat(text).contains("in catches").contains("in inner").endsWith("ValueError: deep\n");
  }

  private static PythonException raised() {
    try {
      PYTHON.call(MergedTraceTest::callsOuter);
      throw new AssertionError("nothing was raised");
    } catch (PythonException expected) {
      return expected;
    }
  }

  private static Object callsOuter(Gil gil) {
    PyObject module = gil.run("layers", SOURCE);
    return module.callMethod("outer", gil.function("through", _ -> callsInner(module))).str();
  }

  private static Object callsInner(PyObject module) {
    return module.callMethod("inner").str();
  }

  private static Object failsInJava() {
    throw new IllegalStateException("in Java");
  }
}
