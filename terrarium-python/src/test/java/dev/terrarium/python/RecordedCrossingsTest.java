package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.testing.OnePython;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// What a flight recording shows of the border.
@Tag("native")
class RecordedCrossingsTest {
  @RegisterExtension static final OnePython PYTHON = new OnePython();

  private static final List<String> NAMES =
      List.of("Call", "Upcall", "GilWait", "Copy", "Interrupt");

  /// What the event says of itself; a busy machine may take longer for a short call.
  private static final Duration CALL_THRESHOLD = Duration.ofMillis(10);

  private @TempDir Path folder;
  private final Python python = PYTHON.python();
  private final Recording recording = new Recording();

  @BeforeEach
  void record() {
    NAMES.forEach(name -> recording.enable("dev.terrarium." + name).withoutThreshold());
    recording.start();
  }

  @AfterEach
  void close() {
    recording.close();
  }

  @Test
  void recordsCallsByTheNameOfTheCallable() throws IOException {
    python.call(gil -> {
      PyObject loads = gil.importModule("json").attr("loads");
      loads.call("[1]");
      loads.call(List.of("{}"), java.util.Map.of("parse_int", loads));
      return gil.importModule("functools").callMethod("partial", loads).call("[2]").toJava();
    });

    assertThat(events("Call"))
        .extracting(event -> event.getString("callable"))
        .contains("json.loads", "functools.partial");
    assertThat(events("Call"))
        .filteredOn(event -> "json.loads".equals(event.getString("callable")))
        .hasSize(2)
        .allMatch(event -> !event.getDuration().isNegative() && event.getStackTrace() != null);
  }

  @Test
  void recordsACallThatRaisesAndKeepsItsException() throws IOException {
    PythonException raised = null;
    try {
      python.call(gil -> gil.importModule("json").attr("loads").call("["));
    } catch (PythonException expected) {
      raised = expected;
    }

    assertThat(raised).isNotNull();
    assertThat(raised.typeName()).isEqualTo("json.decoder.JSONDecodeError");
    assertThat(events("Call"))
        .extracting(event -> event.getString("callable"))
        .contains("json.loads");
  }

  @Test
  void recordsCallsOfJavaByTheNameThatPythonSees() throws IOException {
    python.call(gil -> gil.function("answer", _ -> 42).call().toJava());

    assertThat(events("Upcall"))
        .extracting(event -> event.getString("function"))
        .contains("answer");
  }

  @Test
  void recordsWaitsForTheGilAndCopiesWithTheirSize() throws IOException {
    python.call(gil -> gil.of(new byte[4096]).as(byte[].class));
    double[] copied =
        python.call(gil ->
            gil.run("m", "import array\na = array.array('d', range(512))")
                .attr("a")
                .as(double[].class));

    assertThat(copied).hasSize(512);
    assertThat(events("GilWait")).isNotEmpty();
    assertThat(events("Copy"))
        .anySatisfy(event -> {
          assertThat(event.getLong("bytes")).isEqualTo(4096);
          assertThat(event.getString("elements")).isEqualTo("FLOAT64");
        });
  }

  @Test
  void recordsWhatBecameOfAnInterrupt() throws IOException {
    python.interrupt(new Thread(() -> {})).verdict().join();
    python.interrupt(new Thread(() -> {})).verdict().join();

    // The event is committed by whoever completes the verdict, maybe a moment after.
    List<RecordedEvent> events = events("Interrupt");
    while (events.isEmpty()) {
      events = events("Interrupt");
    }

    assertThat(events.getFirst().getString("level")).isEqualTo("NOTHING_RUNNING");
  }

  @Test
  void aUsualRecordingHasThresholds() throws IOException {
    try (Recording usual = new Recording()) {
      usual.start();
      recording.stop();

      python.call(gil -> gil.eval("len").call("short").toJava());

      usual.stop();
      Path file = folder.resolve("usual.jfr");
      usual.dump(file);
      assertThat(RecordingFile.readAllEvents(file))
          .filteredOn(event -> "dev.terrarium.Call".equals(event.getEventType().getName()))
          .allMatch(event -> event.getDuration().compareTo(CALL_THRESHOLD) >= 0);
    }
  }

  private List<RecordedEvent> events(String name) throws IOException {
    Path file = Files.createTempFile(folder, name, ".jfr");
    recording.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals("dev.terrarium." + name))
        .toList();
  }
}
