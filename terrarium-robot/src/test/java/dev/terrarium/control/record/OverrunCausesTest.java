package dev.terrarium.control.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What this JVM tells of its own stops.
@Timeout(60)
class OverrunCausesTest {
  @Test
  void hearsOfAPauseOfTheCollector() {
    try (var causes = OverrunCauses.watch()) {
      long before = System.nanoTime();
      System.gc();

      Stop stop = awaited(causes, Cause.COLLECTOR, before);

      assertThat(stop.nanos()).isPositive();
      assertThat(causes.seesSafepoints()).isFalse();
    }
  }

  @Test
  void hearsOfEveryStopFromTheFlightRecorder() {
    try (var causes = OverrunCauses.watchWithFlightRecorder()) {
      long before = System.nanoTime();
      System.gc();
      long after = System.nanoTime();

      Stop pause = awaited(causes, Cause.COLLECTOR, before);
      Stop safepoint = awaited(causes, Cause.SAFEPOINT, before);

      assertThat(causes.seesSafepoints()).isTrue();
      assertThat(pause.within(before, after)).isPositive();
      assertThat(safepoint.within(before, after)).isPositive();
    }
  }

  @Test
  void takesCyclesOfConcurrentCollectorsForNoPauses() {
    assertThat(CollectorPauses.stopsThreads("ZGC Minor Pauses")).isTrue();
    assertThat(CollectorPauses.stopsThreads("ZGC Minor Cycles")).isFalse();
    assertThat(CollectorPauses.stopsThreads("G1 Young Generation")).isTrue();
    assertThat(CollectorPauses.stopsThreads("Shenandoah Cycles")).isFalse();
  }

  @Test
  void tellsTheFlightRecorderOfAnOverrun(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("overruns.jfr");
    try (var recording = new jdk.jfr.Recording()) {
      recording.enable("dev.terrarium.ControlOverrun");
      recording.start();

      FlightRecords.tell(new Overrun(7, 1_000, 2_501_000, 2, Cause.SCHEDULING, 2_000_000));
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);

    assertThat(events).hasSize(1);
    assertThat(events.getFirst().getLong("cycle")).isEqualTo(7);
    assertThat(events.getFirst().getDuration("took").toNanos()).isEqualTo(2_500_000);
    assertThat(events.getFirst().getString("cause")).isEqualTo("other threads had the processor");
  }

  /// Returns a stop of this cause from this time on, as soon as the JVM has told of one.
  private static Stop awaited(OverrunCauses causes, Cause cause, long from) {
    while (!Thread.currentThread().isInterrupted()) {
      for (Stop stop : causes.stops().within(from, Long.MAX_VALUE)) {
        if (stop.cause() == cause) {
          return stop;
        }
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("the JVM told of no stop by " + cause);
  }
}
