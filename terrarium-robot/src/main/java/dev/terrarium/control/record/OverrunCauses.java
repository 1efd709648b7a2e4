package dev.terrarium.control.record;

import java.time.Duration;

/// Watches what may stop a loop, from before the loop starts.
///
/// The JVM's collectors tell of their pauses to the ms. With the Flight Recorder, which is switched
/// on for it, the JVM tells of these and of all its other stops to the µs, a second later.
public final class OverrunCauses implements AutoCloseable {
  /// What a collector tells comes within ms.
  private static final Duration SOON = Duration.ofMillis(200);

  /// The Flight Recorder tells every second.
  private static final Duration LATER = Duration.ofMillis(2_500);

  private final Stops stops;
  private final Duration patience;
  private final Runnable end;
  private volatile boolean isClosed;

  private OverrunCauses(Stops stops, Duration patience, Runnable end) {
    this.stops = stops;
    this.patience = patience;
    this.end = end;
  }

  /// Begins to watch the collectors.
  public static OverrunCauses watch() {
    var stops = new Stops();
    return new OverrunCauses(stops, SOON, new CollectorPauses(stops)::close);
  }

  /// Begins to watch every stop of the JVM, by the Flight Recorder; the collectors alone where the
  /// module `jdk.jfr` is not. It takes a second, so do it before the loop starts.
  public static OverrunCauses watchWithFlightRecorder() {
    if (!FlightRecords.areThere()) {
      return watch();
    }
    var stops = new Stops();
    return new OverrunCauses(stops, LATER, FlightRecords.watch(stops));
  }

  /// Watches nothing but what it is given.
  static OverrunCauses of(Stops stops, Duration patience) {
    return new OverrunCauses(stops, patience, () -> {});
  }

  /// Whether it sees stops that are not the collector's.
  public boolean seesSafepoints() {
    return patience.equals(LATER);
  }

  Stops stops() {
    return stops;
  }

  Duration patience() {
    return patience;
  }

  void requireOpen() {
    if (isClosed) {
      throw new IllegalStateException(
          "the causes of overruns are closed, and nothing is watched: watch them anew");
    }
  }

  /// Ends it.
  @Override
  public void close() {
    isClosed = true;
    end.run();
  }
}
