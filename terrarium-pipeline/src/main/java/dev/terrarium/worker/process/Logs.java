package dev.terrarium.worker.process;

import dev.terrarium.logging.Loggers;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What a worker logs, in the JVM's loggers of the same names.
///
/// The worker sends everything until it is told that a logger is not interested; from then on it is
/// told of each change, within a second while somebody waits for it.
final class Logs {
  private static final long BETWEEN_LOOKS = TimeUnit.SECONDS.toNanos(1);
  private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /// How many loggers are looked at again.
  private static final int MOST = 10_000;

  private final Loggers loggers = new Loggers();
  private final Map<String, Integer> told = new HashMap<>();
  private final Line side;
  private long lastLook;

  Logs(Line side) {
    this.side = side;
  }

  void log(byte[] payload) throws WireException {
    var logged = Told.logged(payload);
    if (loggers.isEnabled(logged.logger(), logged.level())) {
      loggers.log(logged);
    } else {
      tellIfChanged(logged.logger());
    }
  }

  /// Tells the worker of levels that have changed, if nobody has looked for a second.
  void look() {
    if (told.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    if (now - lastLook >= BETWEEN_LOOKS) {
      lastLook = now;
      List.copyOf(told.keySet()).forEach(this::tellIfChanged);
    }
  }

  /// Returns how many milliseconds may pass until the next look, or until a wait is over; 0 for any
  /// number.
  ///
  /// @param left nanoseconds until the wait is over, or [Worker#FOREVER]
  long millis(long left) {
    long most = told.isEmpty() ? left : Math.min(left, BETWEEN_LOOKS);
    return most == Worker.FOREVER ? 0 : (most + NANOS - 1) / NANOS;
  }

  /// Tells the worker from which level on a logger is interested, if it was told something else,
  /// and has heard that.
  private void tellIfChanged(String logger) {
    Integer lowest = loggers.lowest(logger);
    if (lowest.equals(told.get(logger))) {
      return;
    }
    byte[] payload = PickleWriter.write(List.of(logger, lowest));
    synchronized (side) {
      try {
        side.flush();
        if (side.isFlushed()) {
          side.send(Frame.LEVEL, 0, payload, payload.length);
          remember(logger, lowest);
        }
      } catch (IOException e) {
        // Who reads its answers will notice that it is gone.
      }
    }
  }

  private void remember(String logger, Integer lowest) {
    if (told.size() < MOST || told.containsKey(logger)) {
      told.put(logger, lowest);
    }
  }
}
