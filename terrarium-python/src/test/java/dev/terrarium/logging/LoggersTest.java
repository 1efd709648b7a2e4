package dev.terrarium.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoggersTest {
  private final List<LogRecord> records = new ArrayList<>();
  private final Logger target = Logger.getLogger("speech.vad");
  private final Handler recorder = new Recorder();
  private final Loggers loggers = new Loggers();

  @BeforeEach
  void listen() {
    target.addHandler(recorder);
    target.setUseParentHandlers(false);
    target.setLevel(Level.ALL);
  }

  @AfterEach
  void stopListening() {
    target.removeHandler(recorder);
    target.setUseParentHandlers(true);
    target.setLevel(null);
  }

  private void log(int level, String levelName, String message, @Nullable Throwable thrown) {
    loggers.log(new PythonRecord(level, levelName, "speech.vad", message, thrown, Map.of()));
  }

  @Test
  void logsUnderTheNameAndLevelOfThePythonRecord() {
    log(10, "DEBUG", "debug {0} %s", null);
    log(20, "INFO", "info", null);
    log(30, "WARNING", "warning", null);
    log(40, "ERROR", "error", null);

    assertThat(records)
        .extracting(LogRecord::getLevel)
        .containsExactly(Level.FINE, Level.INFO, Level.WARNING, Level.SEVERE);
    assertThat(records.getFirst().getMessage()).isEqualTo("debug {0} %s");
    assertThat(records.getFirst().getLoggerName()).isEqualTo("speech.vad");
  }

  @Test
  void keepsTheNameOfALevelThatJavaLacks() {
    log(5, "Level 5", "a", null);
    log(25, "NOTICE", "b", null);
    log(50, "CRITICAL", "c", null);

    assertThat(records)
        .extracting(LogRecord::getMessage)
        .containsExactly("[Level 5] a", "[NOTICE] b", "[CRITICAL] c");
    assertThat(records)
        .extracting(LogRecord::getLevel)
        .containsExactly(Level.FINER, Level.INFO, Level.SEVERE);
  }

  @Test
  void carriesTheException() {
    Exception thrown = new IllegalStateException("inside");

    log(40, "ERROR", "broken", thrown);

    assertThat(records.getFirst().getThrown()).isSameAs(thrown);
  }

  @Test
  void saysWhichLevelsAreOn() {
    target.setLevel(Level.WARNING);

    assertThat(loggers.isEnabled("speech.vad", 20)).isFalse();
    assertThat(loggers.isEnabled("speech.vad", 29)).isFalse();
    assertThat(loggers.isEnabled("speech.vad", 30)).isTrue();
    assertThat(loggers.isEnabled("speech.vad", 50)).isTrue();
    assertThat(loggers.lowest("speech.vad")).isEqualTo(30);
  }

  @Test
  void saysOfALoggerThatIsOffThatItWantsNothing() {
    target.setLevel(Level.OFF);

    assertThat(loggers.lowest("speech.vad")).isEqualTo(Integer.MAX_VALUE);
  }

  private final class Recorder extends Handler {
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
