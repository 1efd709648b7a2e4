package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.terrarium.testing.OnePython;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("native")
class ExceptionTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static PythonException raisedBy(String body) {
    String source = "def outer(callback=None):\n    inner(callback)\ndef inner(callback):\n" + body;
    return catchThrowableOfType(
        PythonException.class,
        () -> PYTHON.call(gil -> gil.run("scene", source).callMethod("outer").isNone()));
  }

  @Test
  void carriesTypeAndMessage() {
    PythonException raised = raisedBy("    raise ValueError('bad', 3)");

    assertThat(raised.typeName()).isEqualTo("ValueError");
    assertThat(raised.pythonMessage()).isEqualTo("('bad', 3)");
    assertThat(raised).hasMessage("ValueError: ('bad', 3)");
  }

  @Test
  void showsLoneSurrogatesAsEscapesLikeTheTraceback() {
    PythonException raised =
        raisedBy(
            """
                class Odd(Exception): pass
                Odd.__qualname__ = 'Odd\\udc80'
                odd = Odd('bad file caf\\udce9.csv \\U0001f600')
                odd.__notes__ = ['see \\udce9', 3]
                raise odd
            """);

    assertThat(raised).hasMessage("scene.Odd\\udc80: bad file caf\\udce9.csv \uD83D\uDE00");
    assertThat(raised.pythonMessage()).isEqualTo("bad file caf\\udce9.csv \uD83D\uDE00");
    assertThat(raised.notes()).containsExactly("see \\udce9");
    assertThat(raised.traceback()).contains("bad file caf\\udce9.csv");
  }

  @Test
  void showsLoneSurrogatesOfFunctionsAndFilesAsEscapes() {
    String source =
        "exec(compile('def f(): 1 / 0\\nf()', 'caf\\udce9.py', 'exec'), {'__name__': 'm\\udce9'})";

    PythonException raised =
        catchThrowableOfType(
            PythonException.class, () -> PYTHON.call(gil -> gil.run("scene", source).isNone()));

    assertThat(raised.getStackTrace()[0].getFileName()).isEqualTo("caf\\udce9.py");
    assertThat(raised.getStackTrace()[0].getClassName()).isEqualTo("m\\udce9");
  }

  @Test
  void showsLoneSurrogatesOfObjectsAsEscapes() {
    PYTHON.run(gil -> {
      PyObject name = gil.eval("'caf\\udce9'");

      assertThat(name.toString()).isEqualTo("caf\\udce9");
      assertThat(name.repr()).isEqualTo("'caf\\udce9'");
      PyObject odd =
          gil.run("odd", "class Odd:\n    def __repr__(self): return 'caf\\udce9'")
              .attr("Odd")
              .call();
      assertThatThrownBy(() -> odd.as(long.class))
          .hasMessage("$: expected int, got Odd caf\\udce9");
    });
  }

  @Test
  void namesATypeThatIsNotBuiltInByItsModule() {
    assertThat(raisedBy("    import json; json.loads('{')").typeName())
        .isEqualTo("json.decoder.JSONDecodeError");
  }

  @Test
  void beginsItsStackTraceWithPythonsFrames() {
    StackTraceElement[] frames = raisedBy("    1 / 0").getStackTrace();

    assertThat(frames[0].getMethodName()).isEqualTo("inner");
    assertThat(frames[0].getClassName()).isEqualTo("scene");
    assertThat(frames[0].getFileName()).isEqualTo("<scene>");
    assertThat(frames[0].getLineNumber()).isEqualTo(4);
    assertThat(frames[1].getMethodName()).isEqualTo("outer");
    assertThat(Arrays.stream(frames).map(StackTraceElement::getClassName))
        .contains(ExceptionTest.class.getName());
  }

  @Test
  void writesItsTracebackAsPythonDoes() {
    assertThat(raisedBy("    1 / 0").traceback())
        .startsWith("Traceback (most recent call last):")
        .contains("line 4, in inner")
        .endsWith("ZeroDivisionError: division by zero\n");
  }

  @Test
  void hasPythonsCauseAsItsCause() {
    PythonException raised =
        raisedBy(
            """
                try:
                    1 / 0
                except ZeroDivisionError as error:
                    raise KeyError('k') from error
            """);

    assertThat(raised.typeName()).isEqualTo("KeyError");
    assertThat(raised.getCause()).hasMessage("ZeroDivisionError: division by zero");
  }

  @Test
  void hasTheContextAsItsCauseUnlessItIsSuppressed() {
    String handler =
        "    try:\n        1 / 0\n    except ZeroDivisionError:\n        raise KeyError('k')";

    assertThat(raisedBy(handler).getCause()).hasMessageStartingWith("ZeroDivisionError");
    assertThat(raisedBy(handler + " from None").getCause()).isNull();
  }

  @Test
  void survivesAChainThatIsACircle() {
    PythonException raised =
        raisedBy(
            """
                a, b = ValueError('a'), ValueError('b')
                a.__cause__, b.__cause__ = b, a
                raise a
            """);

    assertThat(raised.getCause()).hasMessage("ValueError: b");
    assertThat(raised.getCause().getCause()).isNull();
  }

  @Test
  void saysWhereAChainOfCausesIsCut() {
    String chain = "    error = None\n    for n in range(%d):\n";
    String link =
        """
                try:
                    raise ValueError(n) from error
                except ValueError as raised:
                    error = raised
            raise error
        """;
    String mark = " (its causes are left out here, and are in traceback())";

    PythonException whole = last(raisedBy(chain.formatted(32) + link));
    PythonException cut = last(raisedBy(chain.formatted(40) + link));

    assertThat(whole).hasMessage("ValueError: 0");
    assertThat(cut).hasMessage("ValueError: 8" + mark);
    assertThat(cut.pythonMessage()).isEqualTo("8");
    assertThat(cut.traceback()).contains("ValueError: 0\n");
  }

  private static PythonException last(Throwable raised) {
    Throwable each = raised;
    while (each.getCause() != null) {
      each = each.getCause();
    }
    return (PythonException) each;
  }

  @Test
  void survivesAnExceptionThatCannotBeShown() {
    PythonException raised =
        raisedBy(
            """
                class Sly(Exception):
                    def __str__(self): raise RuntimeError('no')
                raise Sly()
            """);

    assertThat(raised.pythonMessage()).isEqualTo("(its __str__ raises)");
  }

  @Test
  void carriesNotesAndGroups() {
    Assumptions.assumeTrue(
        PYTHON.python().installation().version().minor() >= 11,
        "notes and groups came with CPython 3.11");
    PythonException raised =
        raisedBy(
            """
                group = ExceptionGroup('both', [ValueError('a'), TypeError('b')])
                group.add_note('first')
                group.add_note('second')
                raise group
            """);

    assertThat(raised.notes()).containsExactly("first", "second");
    assertThat(raised.members()).hasSize(2);
    raised.members().forEach(PyRef::close);
  }

  @Test
  void namesEveryTypeThatAnExceptionIsOf() {
    PythonException raised = raisedBy("    raise ConnectionResetError('gone')");

    assertThat(raised.kinds())
        .containsExactly(
            "ConnectionResetError", "ConnectionError", "OSError", "Exception", "BaseException");
  }

  @Test
  void theEndOfPythonIsNotTheEndOfTheJvm() {
    PythonException raised = raisedBy("    import sys; sys.exit(3)");

    assertThat(raised.typeName()).isEqualTo("SystemExit");
    assertThat(raised.pythonMessage()).isEqualTo("3");
  }

  @Test
  void aJavaExceptionComesThroughPythonAsItself() {
    IOException own = new IOException("disk");

    assertThatThrownBy(() ->
            PYTHON.call(gil -> {
              JavaFunction failing =
                  arguments -> {
                    throw own;
                  };
              return gil.run("m", "def f(g): return g()").callMethod("f", failing).isNone();
            }))
        .isSameAs(own);
  }

  @Test
  void aJavaExceptionIsARealExceptionInPython() {
    String source =
        """
        import terrarium
        def f(g):
            try:
                g()
            except terrarium.JavaError as error:
                return [str(error), error.java_class, 'ExceptionTest' in error.java_stack]
        """;
    JavaFunction failing =
        arguments -> {
          throw new IllegalArgumentException("no \ud800 way");
        };

    Object caught = PYTHON.call(gil -> gil.run("m", source).callMethod("f", failing).toJava());

    assertThat(caught)
        .isEqualTo(
            List.of(
                "java.lang.IllegalArgumentException: no ? way",
                "java.lang.IllegalArgumentException",
                true));
  }

  @Test
  void aPythonExceptionPassesThroughJavaAsTheSameObject() {
    String source =
        """
        def f(g):
            own = ValueError('own')
            def fail(): raise own
            try:
                g(fail)
            except ValueError as error:
                return error is own
        """;
    JavaFunction through = arguments -> arguments.get(0).call().isNone();

    assertThat(PYTHON.<Object>call(gil -> gil.run("m", source).callMethod("f", through).toJava()))
        .isEqualTo(true);
  }

  @Test
  void evenAnErrorOfTheJvmDoesNotReachC() {
    JavaFunction failing =
        arguments -> {
          throw new StackOverflowError("pretended");
        };

    assertThatThrownBy(() -> PYTHON.call(gil -> gil.of(failing).call().isNone()))
        .isInstanceOf(StackOverflowError.class);
  }
}
