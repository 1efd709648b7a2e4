package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.terrarium.testing.OnePython;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What Python code meets because it is a guest in a JVM.
@Tag("native")
class GuestTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private final Python python = PYTHON.python();

  @Test
  void thePackageIsImportedFromThisJar() {
    try (Gil gil = python.attach()) {
      PyObject terrarium = gil.importModule("terrarium");

      assertThat(terrarium.attr("__file__").str()).isEqualTo("<terrarium>/__init__.py");
      assertThat(gil.importModule("terrarium.robot._pace").attr("__file__").str())
          .isEqualTo("<terrarium>/robot/_pace.py");
      assertThat(gil.importModule("sys").attr("executable").str())
          .isEqualTo(python.installation().executable().toString());
    }
  }

  @Test
  void sysExitIsAnException() {
    try (Gil gil = python.attach()) {
      assertThatThrownBy(() -> gil.importModule("sys").callMethod("exit", 3))
          .asInstanceOf(type(PythonException.class))
          .extracting(PythonException::typeName)
          .isEqualTo("SystemExit");
    }
  }

  @Test
  void aSignalOfTheJvmIsRefusedWithASentence() {
    try (Gil gil = python.attach()) {
      assertThatThrownBy(
              () -> gil.run("signals", "import signal; signal.signal(signal.SIGINT, print)"))
          .hasMessageContaining("SIGINT belongs to the JVM");
    }
  }

  @Test
  void stacksThatAreTooSmallForJavaAreRefused() {
    try (Gil gil = python.attach()) {
      assertThatThrownBy(() -> gil.run("small", "import threading\nthreading.stack_size(1 << 16)"))
          .hasMessageContaining("a thread's stack of 65536 bytes is too small for Java");
      assertThat(
              gil.run("usual", "import threading\nwas = threading.stack_size(1 << 25)")
                  .attr("was")
                  .as(long.class))
          .isEqualTo(1L << 25);
    }
  }

  @Test
  void standardInputIsNotStolen() {
    try (Gil gil = python.attach()) {
      assertThatThrownBy(() -> gil.run("asks", "input('name? ')"))
          .hasMessageContaining("standard input belongs to the JVM");
    }
  }

  @Test
  void logRecordsReachTheLoggerOfTheirName() {
    List<LogRecord> records = new ArrayList<>();
    Logger logger = Logger.getLogger("guest.test");
    logger.setUseParentHandlers(false);
    Recorder recorder = new Recorder(records);
    logger.addHandler(recorder);

    try (Gil gil = python.attach()) {
      gil.run(
          "logs",
          """
          import logging
          log = logging.getLogger("guest.test")
          log.debug("off in Java")
          log.info("%d segments", 3)
          try:
              raise ValueError("inside")
          except ValueError:
              log.exception("broken")
          """);
    } finally {
      logger.removeHandler(recorder);
    }

    assertThat(records).extracting(LogRecord::getMessage).containsExactly("3 segments", "broken");
    assertThat(records).extracting(LogRecord::getLevel).containsExactly(Level.INFO, Level.SEVERE);
    assertThat(records.getLast().getThrown())
        .asInstanceOf(type(PythonException.class))
        .extracting(PythonException::typeName)
        .isEqualTo("ValueError");
  }

  @Test
  void aJavaExceptionIsARealOneInPythonAndTheSameInJava() {
    IllegalStateException thrown = new IllegalStateException("from Java");
    try (Gil gil = python.attach()) {
      PyObject module =
          gil.run(
              "raises",
              """
              import terrarium
              def calls(function):
                  try:
                      function()
                  except terrarium.JavaError as error:
                      seen = (error.java_class, error.message, "IllegalStateException" in error.java_stack)
                      error.seen = seen
                      raise
              """);
      JavaFunction function =
          _ -> {
            throw thrown;
          };

      assertThatThrownBy(() -> module.callMethod("calls", gil.function("fails", function)))
          .isSameAs(thrown);
    }
  }

  private static final class Recorder extends Handler {
    private final List<LogRecord> records;

    Recorder(List<LogRecord> records) {
      this.records = records;
    }

    @Override
    public void publish(LogRecord entry) {
      records.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
