package dev.terrarium.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/// What Python logs, as Java's loggers and SLF4J have it: the same, wherever the node runs.
@Tag("native")
@Timeout(60)
class LoggedRecordsTest {
  private static final String LOGGER = "of.records";

  private static final String NODES =
      """
      import logging, pathlib, time
      from terrarium import log_context
      logging.addLevelName(25, "NOTICE")
      log = logging.getLogger("of.records")
      def divide(): 1 / 0
      def fail():
          try: divide()
          except ZeroDivisionError as error: raise ValueError("bad", 1) from error
      def node(statement):
          exec(statement, globals())
          return statement
      """;

  /// What a statement logs.
  ///
  /// @param thrown each exception of a chain, with Python's frames, the innermost first
  private record Row(
      String statement,
      Level level,
      String message,
      Map<String, String> fields,
      List<String> thrown) {}

  private static final List<Row> TABLE =
      List.of(
          row("log.log(5, 'all')", Level.FINER, "[Level 5] all"),
          row("log.debug('debug')", Level.FINE, "debug"),
          row("log.info('%d of %s', 3, 'a')", Level.INFO, "3 of a"),
          row("log.log(25, 'notice')", Level.INFO, "[NOTICE] notice"),
          row("log.warning('{0} %% lone \\ud800')", Level.WARNING, "{0} %% lone \\ud800"),
          row("log.error('error')", Level.SEVERE, "error"),
          row("log.critical('stop')", Level.SEVERE, "[CRITICAL] stop"),
          row(
              "log.info('typed', extra={'s': 'ada', 'i': 3, 'f': 0.5, 'b': True, 'n': None})",
              Level.INFO,
              "typed",
              Map.of("s", "ada", "i", "3", "f", "0.5", "b", "True", "n", "None")),
          row(
              "log.info('odd', extra={'path': pathlib.Path('a'), 'list': [1], 'lone': '\\ud800'})",
              Level.INFO,
              "odd",
              Map.of("path", "a", "list", "[1]", "lone", "\\ud800")),
          row(
              """
              with log_context(request=42, user="ada"):
                  with log_context(user="bob"): log.info("within", extra={"item": 1})
              """,
              Level.INFO,
              "within",
              Map.of("request", "42", "user", "bob", "item", "1")),
          row("log.info('after')", Level.INFO, "after"),
          new Row(
              """
              try: fail()
              except ValueError: log.exception("broken", extra={"item": 1})
              """,
              Level.SEVERE,
              "broken",
              Map.of("item", "1"),
              List.of(
                  "ValueError: ('bad', 1)",
                  "  fail:8",
                  "  <module>:1",
                  "ZeroDivisionError: division by zero",
                  "  divide:5",
                  "  fail:7")));

  private static Row row(String statement, Level level, String message) {
    return row(statement, level, message, Map.of());
  }

  private static Row row(
      String statement, Level level, String message, Map<String, String> fields) {
    return new Row(statement, level, message, fields, List.of());
  }

  @TempDir Path folder;
  private final Logger logger = Logger.getLogger(LOGGER);
  private final List<Row> rows = new CopyOnWriteArrayList<>();
  private final List<String> names = new CopyOnWriteArrayList<>();
  private final Handler handler = new Noting(this::note);

  /// Without a logging framework SLF4J keeps no context; its own simple one is put in.
  @BeforeAll
  static void putAnAdapterIntoSlf4j() throws ReflectiveOperationException {
    var adapter = MDC.class.getDeclaredField("MDC_ADAPTER");
    adapter.setAccessible(true);
    adapter.set(null, new org.slf4j.helpers.BasicMDCAdapter());
  }

  @BeforeEach
  void listen() {
    logger.setUseParentHandlers(false);
    logger.setLevel(Level.ALL);
    logger.addHandler(handler);
  }

  @AfterEach
  void stopListening() {
    logger.removeHandler(handler);
    logger.setLevel(null);
    logger.setUseParentHandlers(true);
  }

  private void note(LogRecord logged) {
    names.add(logged.getLoggerName());
    rows.add(
        new Row(
            "",
            logged.getLevel(),
            logged.getMessage(),
            Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.of()),
            lines(logged.getThrown())));
  }

  private static List<String> lines(@Nullable Throwable thrown) {
    var lines = new ArrayList<String>();
    for (var each = thrown; each != null; each = each.getCause()) {
      lines.add(String.valueOf(each.getMessage()));
      Arrays.stream(each.getStackTrace())
          .filter(frame -> !String.valueOf(frame.getFileName()).endsWith(".java"))
          .forEach(frame -> lines.add("  " + frame.getMethodName() + ":" + frame.getLineNumber()));
    }
    return lines;
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline", "thread", "process"})
  void areTheSameEverywhere(String isolation) throws Exception {
    try (var place = new Place(folder, isolation)) {
      place.module(NODES);

      place.outputs(TABLE.stream().map(Row::statement).toList(), "@:node");
    }

    assertThat(names).hasSize(TABLE.size()).containsOnly(LOGGER);
    assertThat(rows)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("statement")
        .containsExactlyElementsOf(TABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline", "thread", "process"})
  void leaveNothingInTheContext(String isolation) throws Exception {
    try (var place = new Place(folder, isolation)) {
      place.module(NODES);
      var after = new ArrayList<@Nullable Object>();

      place
          .pipeline("@:node")
          .run(
              List.<Object>of("log.info('typed', extra={'user': 'ada'})").iterator(),
              _ -> after.add(MDC.get("user")));

      assertThat(after).hasSize(1).containsOnlyNulls();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"inline", "thread", "process"})
  void obeyALevelThatIsChangedWhileANodeIsAtWork(String isolation) throws Exception {
    logger.setLevel(Level.INFO);
    try (var place = new Place(folder, isolation)) {
      place.module(NODES);
      var off =
          """
          while log.isEnabledFor(logging.DEBUG): time.sleep(0.01)
          log.debug("not sent")
          """;
      var first = "log.debug('not wanted')\n" + off;
      var on =
          """
          while not log.isEnabledFor(logging.DEBUG): time.sleep(0.01)
          log.debug("wanted")
          """;

      place
          .pipeline("@:node")
          .run(
              List.<Object>of(first, on, off).iterator(),
              done -> logger.setLevel(first.equals(done) ? Level.FINE : Level.INFO));
    }

    assertThat(rows).extracting(Row::message).containsExactly("wanted");
  }

  /// Hands each record on.
  private static final class Noting extends Handler {
    private final Consumer<LogRecord> taker;

    Noting(Consumer<LogRecord> taker) {
      this.taker = taker;
    }

    @Override
    public void publish(LogRecord logged) {
      taker.accept(logged);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
