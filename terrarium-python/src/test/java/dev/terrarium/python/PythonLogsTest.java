package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrarium.logging.LogContext;
import dev.terrarium.python.logging.PythonLogHandler;
import dev.terrarium.testing.OnePython;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Log records of both languages, on their way to the other.
@Tag("native")
class PythonLogsTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final Duration BOUND = Duration.ofSeconds(20);

  private static final String KEEPS =
      """
      import logging
      seen = []
      class Keeps(logging.Handler):
          def emit(self, record):
              seen.append([record.levelname, record.name, self.format(record), getattr(record, "mdc", None)])
      handler = Keeps()
      logging.getLogger("both.sides").addHandler(handler)
      logging.getLogger("both.sides").setLevel(5)
      def end():
          logging.getLogger("both.sides").removeHandler(handler)
          logging.getLogger("both.sides").setLevel(0)
      def log(text, **extra):
          logging.getLogger("both.sides").warning(text, extra=extra)
      """;

  private final Python python = PYTHON.python();
  private final Logger logger = Logger.getLogger("both.sides");
  private final Recorder recorder = new Recorder();
  private final PythonLogHandler handler = new PythonLogHandler(python);
  private final PyRef module = python.call(gil -> gil.run("keeps", KEEPS).keep());

  @BeforeEach
  void connect() {
    logger.setUseParentHandlers(false);
    logger.setLevel(Level.ALL);
    logger.addHandler(recorder);
    logger.addHandler(handler);
  }

  @AfterEach
  void disconnect() {
    logger.removeHandler(handler);
    logger.removeHandler(recorder);
    logger.setUseParentHandlers(true);
    logger.setLevel(null);
    handler.close();
    python.call(gil -> gil.of(module).callMethod("end").isNone());
    module.close();
  }

  @Test
  void aRecordOfJavaArrivesWithLevelNameMessageAndStackTrace() {
    logger.log(Level.WARNING, "{0} % left", 7);
    logger.log(Level.SEVERE, "broken", new IllegalStateException("no\ud800 text"));
    logger.fine("details");
    handler.flush();

    List<List<Object>> seen = seen();
    assertThat(seen).extracting(each -> each.get(0)).containsExactly("WARNING", "ERROR", "DEBUG");
    assertThat(seen).extracting(each -> each.get(1)).containsOnly("both.sides");
    assertThat(seen.getFirst().get(2)).isEqualTo("7 % left");
    assertThat(String.valueOf(seen.get(1).get(2)))
        .startsWith("broken\njava.lang.IllegalStateException: no")
        .contains("at " + PythonLogsTest.class.getName());
  }

  @Test
  void noRecordComesBackToWhereItCameFrom() {
    logger.info("from Java");
    python.call(gil -> gil.of(module).callMethod("log", "from Python").isNone());
    handler.flush();

    assertThat(recorder.messages).containsExactly("from Java", "from Python");
    assertThat(seen())
        .extracting(each -> each.get(2))
        .containsExactlyInAnyOrder("from Java", "from Python");
  }

  @Test
  void whoLogsDoesNotWaitForTheGil() {
    try (Gil _ = python.attach()) {
      logger.info("held");
      handler.flush(); // Would wait for ever if it waited for Python here.
    }
    handler.flush();

    assertThat(seen()).extracting(each -> each.get(2)).containsExactly("held");
  }

  @Test
  void whatPythonTakesTooSlowlyIsDroppedAndCounted() {
    try (PythonLogs logs = python.logs()) {
      try (Gil _ = python.attach()) {
        for (int i = 0; i < 10_000; i++) {
          logs.offer(entry(System.Logger.Level.TRACE, "not.kept", "record " + i));
        }
      }
      assertThat(logs.dropped()).isBetween(1L, 10_000L);
      assertThat(logs.flush(BOUND)).isTrue();
      assertThat(logs.offer(entry(System.Logger.Level.ERROR, "both.sides", "fits again"))).isTrue();
      assertThat(logs.flush(BOUND)).isTrue();
    }

    assertThat(seen()).extracting(each -> each.get(2)).containsExactly("fits again");
  }

  @Test
  void aClosedWayTakesNoMore() {
    PythonLogs logs = python.logs();
    logs.close();

    assertThat(logs.offer(entry(System.Logger.Level.ERROR, "both.sides", "late"))).isFalse();
  }

  @Test
  void theContextOfSlf4jGoesToPythonAndPythonsExtraToTheContext() throws Exception {
    putAnAdapterIntoSlf4j();

    Class.forName("org.slf4j.MDC")
        .getMethod("put", String.class, String.class)
        .invoke(null, "request", "42");
    logger.info("from Java");
    handler.flush();
    python.call(gil ->
        gil.of(module).attr("log").call(List.of("from Python"), Map.of("user", "ada")).isNone());
    Map<String, String> after = LogContext.fields();
    Class.forName("org.slf4j.MDC").getMethod("clear").invoke(null);

    assertThat(seen().getFirst().get(3)).isEqualTo(Map.of("request", "42"));
    assertThat(recorder.contexts.getLast()).containsEntry("user", "ada");
    assertThat(after).containsExactly(Map.entry("request", "42"));
  }

  /// Without a logging framework SLF4J keeps no context; its own simple one is put in.
  private static void putAnAdapterIntoSlf4j() throws Exception {
    Field adapter;
    try {
      adapter = Class.forName("org.slf4j.MDC").getDeclaredField("MDC_ADAPTER");
    } catch (ClassNotFoundException absent) {
      assumeTrue(false, "SLF4J is not on the class path");
      throw absent;
    }
    adapter.setAccessible(true);
    adapter.set(
        null,
        Class.forName("org.slf4j.helpers.BasicMDCAdapter").getDeclaredConstructor().newInstance());
  }

  private static LogEntry entry(System.Logger.Level level, String logger, String message) {
    return new LogEntry(Instant.EPOCH, level, logger, message, null, Map.of());
  }

  private List<List<Object>> seen() {
    return python.call(gil -> gil.of(module).attr("seen").as(new TypeRef<List<List<Object>>>() {}));
  }

  private static final class Recorder extends Handler {
    private final List<String> messages = new ArrayList<>();
    private final List<Map<String, String>> contexts = new ArrayList<>();

    @Override
    public void publish(LogRecord entry) {
      messages.add(entry.getMessage());
      contexts.add(LogContext.fields());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
