package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.terrarium.testing.OnePython;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Python's frames and Java's are one stack trace for whoever looks, and however.
@Tag("native")
class StackTraceTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final String INNER = "scene.inner(<scene>:4)";
  private static final String OUTER = "scene.outer(<scene>:2)";
  private static final String JAVA = StackTraceTest.class.getName() + ".raise";

  private static PythonException raise(String statement) {
    String source = "def outer():\n    inner()\ndef inner():\n    " + statement;
    return catchThrowableOfType(
        PythonException.class,
        () -> PYTHON.call(gil -> gil.run("scene", source).callMethod("outer").isNone()));
  }

  private static String printed(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  @Test
  void isMergedWhenItIsAskedFor() {
    StackTraceElement[] frames = raise("1 / 0").getStackTrace();

    assertThat(frames).extracting(StackTraceElement::toString).startsWith(INNER, OUTER);
    assertThat(frames[2].toString()).doesNotContain("dev.terrarium.capi");
    assertThat(frames).extracting(StackTraceElement::toString).anyMatch(f -> f.startsWith(JAVA));
  }

  @Test
  void isReadWhereTheExceptionIsHandledAndHasLostItsPassage() {
    String source =
        """
        def fail(): raise ValueError('lost')
        def again(error): raise error
        def scene(through, reread):
            try:
                through()
            except ValueError as error:
                del error.__terrarium_passage__
                reread(error)
        """;
    PYTHON.run(gil -> {
      PyObject module = gil.run("scene", source);
      JavaFunction through = _ -> module.callMethod("fail");
      JavaFunction reread = arguments -> module.callMethod("again", arguments.get(0));

      assertThatThrownBy(() -> module.callMethod("scene", through, reread))
          .isInstanceOf(PythonException.class)
          .hasMessage("ValueError: lost");
    });
  }

  @Test
  void isMergedWhenItIsPrinted() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    raise("1 / 0").printStackTrace(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    assertThat(bytes.toString(StandardCharsets.UTF_8)).containsSubsequence(INNER, OUTER, JAVA);
    assertThat(printed(raise("1 / 0"))).containsSubsequence(INNER, OUTER, JAVA);
  }

  @Test
  void isMergedBelowAnExceptionThatNeverLookedAtIt() {
    PythonException cause = raise("1 / 0");

    String first = printed(new IllegalStateException("no score", cause));
    String second = printed(new IllegalStateException("no score", cause));

    assertThat(first)
        .containsSubsequence(
            "no score", "Caused by: ", "division by zero", "\tat " + INNER, "\tat " + OUTER, JAVA)
        .containsOnlyOnce(INNER);
    assertThat(second)
        .containsSubsequence("Caused by: ", INNER, OUTER, JAVA)
        .containsOnlyOnce(INNER);
  }

  @Test
  void isMergedWhenItIsSuppressed() {
    IOException main = new IOException("disk");
    main.addSuppressed(raise("1 / 0"));

    assertThat(printed(main)).containsSubsequence("Suppressed: ", INNER, OUTER, JAVA);
  }

  @Test
  void isMergedInTheCausesOfWhatIsPrinted() {
    PythonException raised =
        raise("\n    try: 1 / 0\n    except ZeroDivisionError as e: raise KeyError('k') from e");

    assertThat(printed(raised))
        .containsSubsequence("KeyError", "Caused by: ", "ZeroDivision", "scene.inner");
    assertThat(printed(new CompletionException(raised)))
        .containsSubsequence(
            "Caused by: ", "KeyError", "scene.inner", "Caused by: ", "scene.inner");
  }

  @Test
  void isMergedInALog() {
    LogRecord log = new LogRecord(Level.SEVERE, "failed");
    log.setThrown(new IllegalStateException("no score", raise("1 / 0")));

    assertThat(new SimpleFormatter().format(log)).containsSubsequence(INNER, OUTER, JAVA);
  }

  @Test
  void isWrittenToAnotherJvmMerged() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(new IllegalStateException("no score", raise("1 / 0")));
    }

    Throwable read;
    try (ObjectInputStream input =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      read = (Throwable) input.readObject();
    }

    assertThat(printed(read)).containsSubsequence("Caused by: ", INNER, OUTER, JAVA);
  }

  @Test
  void isWhatItWasSetTo() {
    PythonException raised = raise("1 / 0");
    StackTraceElement own = new StackTraceElement("a", "b", "c", 1);

    raised.setStackTrace(new StackTraceElement[] {own});

    assertThat(raised.getStackTrace()).containsExactly(own);
    assertThat(printed(raised)).contains("a.b(c:1)").doesNotContain(INNER);
  }

  @Test
  void isOneForAllThreadsThatLook() throws Exception {
    PythonException raised = raise("1 / 0");
    FutureTask<StackTraceElement[]> elsewhere = new FutureTask<>(raised::getStackTrace);

    Thread thread = Thread.ofPlatform().start(elsewhere);
    StackTraceElement[] here = raised.getStackTrace();
    thread.join();

    assertThat(elsewhere.get()).isEqualTo(here);
  }

  @Test
  void isWrittenAsTextFromAnotherKindOfThread() throws Exception {
    PythonException raised = raise("1 / 0");
    FutureTask<String> elsewhere = new FutureTask<>(raised::traceback);

    Thread.ofVirtual().start(elsewhere).join();

    assertThat(elsewhere.get())
        .isEqualTo(raised.traceback())
        .endsWith("ZeroDivisionError: division by zero\n");
  }

  @Test
  void isWrittenAsTextWhateverTheMessageHolds() {
    assertThat(raise("raise ValueError('\\ud800')").traceback()).endsWith("ValueError: \\ud800\n");
  }

  @Test
  void isWrittenAsTextWhereTheExceptionBreaksPythonsOwnWay() {
    PythonException raised =
        raise(
            "raise type('Sly', (Exception,), {'__str__': lambda s: 1 / 0, '__notes__': property(lambda s: 1 / 0)})()");

    assertThat(raised.traceback()).contains("Sly");
  }

  @Test
  void readsNotesThatArePeculiar() {
    PythonException raised =
        raise("e = ValueError('a'); e.__notes__ = ['one', 2, 'three']; raise e");

    assertThat(raised.notes()).containsExactly("one", "three");
    assertThat(raise("e = ValueError('a'); e.__notes__ = 3; raise e").notes()).isEmpty();
  }

  @Test
  void isThereForEachExceptionOfAGroup() {
    Assumptions.assumeTrue(
        PYTHON.python().installation().version().minor() >= 11, "groups came with CPython 3.11");
    PythonException group =
        raise(
            """

                caught = []
                for make in (lambda: 1 / 0, lambda: int('x')):
                    try: make()
                    except Exception as e: caught.append(e)
                raise ExceptionGroup('both', caught)
            """);

    List<Throwable> exceptions = group.exceptions();

    assertThat(exceptions)
        .extracting(Throwable::getMessage)
        .satisfiesExactly(
            first -> assertThat(first).startsWith("ZeroDivisionError"),
            second -> assertThat(second).startsWith("ValueError"));
    assertThat(printed(exceptions.getFirst())).contains("scene.inner");
    assertThat(exceptions.getFirst()).isInstanceOf(PythonException.class);
    assertThat(raise("1 / 0").exceptions()).isEmpty();
  }
}
