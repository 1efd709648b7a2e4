package dev.terrarium.control.record;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import jdk.jfr.FlightRecorder;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;

/// What the JVM's Flight Recorder tells of stops, and is told of overruns.
///
/// No class of it is loaded where the module `jdk.jfr` is not.
final class FlightRecords {
  private static final boolean RECORDER = isReadable();

  private FlightRecords() {}

  private static boolean isReadable() {
    return ModuleLayer.boot()
        .findModule("jdk.jfr")
        .filter(FlightRecords.class.getModule()::canRead)
        .isPresent();
  }

  /// Whether there is one.
  static boolean areThere() {
    return RECORDER;
  }

  /// Records an overrun, if anybody records.
  static void tell(Overrun overrun) {
    if (RECORDER && FlightRecorder.isInitialized()) {
      OverrunEvent.tell(overrun);
    }
  }

  /// Begins to watch all stops; what it returns ends it.
  static Runnable watch(Stops stops) {
    var watch = new Watch(stops);
    watch.start();
    return watch.stream::close;
  }

  /// Puts stops together from their events, which come in the order of their ends, on one thread.
  private static final class Watch {
    private final Stops stops;
    private final RecordingStream stream = new RecordingStream();

    /// When safepoints that are not over began, by their numbers.
    private final Map<Long, Long> begun = new HashMap<>();

    /// What [System#nanoTime] is at the epoch.
    private final long epoch = System.nanoTime() - sinceEpoch(Instant.now());

    Watch(Stops stops) {
      this.stops = stops;
    }

    void start() {
      stream.setMaxSize(1 << 20);
      for (String event : new String[] {"GCPhasePause", "SafepointBegin", "SafepointEnd"}) {
        stream.enable("jdk." + event).withoutThreshold().withoutStackTrace();
      }
      stream.onEvent("jdk.GCPhasePause", event -> add(Cause.COLLECTOR, from(event), event));
      stream.onEvent(
          "jdk.SafepointBegin", event -> begun.put(event.getLong("safepointId"), from(event)));
      stream.onEvent("jdk.SafepointEnd", this::end);
      stream.startAsync();
    }

    private void end(RecordedEvent event) {
      Long from = begun.remove(event.getLong("safepointId"));
      if (from != null) {
        add(Cause.SAFEPOINT, from, event);
      }
    }

    private void add(Cause cause, long from, RecordedEvent event) {
      long until = epoch + sinceEpoch(event.getEndTime());
      stops.add(new Stop(cause, from, until, until - from));
    }

    private long from(RecordedEvent event) {
      return epoch + sinceEpoch(event.getStartTime());
    }

    private static long sinceEpoch(Instant time) {
      return 1_000_000_000L * time.getEpochSecond() + time.getNano();
    }
  }
}
