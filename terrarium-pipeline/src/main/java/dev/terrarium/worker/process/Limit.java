package dev.terrarium.worker.process;

import dev.terrarium.pipeline.ForeignException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// How long a node may still work on what it is at work on; what happens between its calls does not
/// count.
final class Limit {
  private static final List<String> KINDS =
      List.of("TimeoutError", "OSError", "Exception", "BaseException");

  private final Optional<Duration> limit;
  private String what = "";
  private long left;

  Limit(Optional<Duration> limit) {
    this.limit = limit;
  }

  /// A limit of nothing.
  static Limit none() {
    return new Limit(Optional.empty());
  }

  boolean isNone() {
    return limit.isEmpty();
  }

  /// Says that the calls that follow belong together.
  void begin(String what) {
    this.what = what;
    left = limit.map(Duration::toNanos).orElse(0L);
  }

  /// Returns when a call that begins now is to have ended.
  long deadline(long now) {
    return limit.isEmpty() ? Worker.FOREVER : now + left;
  }

  void used(long nanos) {
    left -= nanos;
  }

  /// Whether nothing is left.
  boolean isSpent() {
    return limit.isPresent() && left <= 0;
  }

  /// The limit has passed, and the code was interrupted.
  ///
  /// @param ended what the worker has answered to that; null if it was killed
  ForeignException passed(@Nullable Frame ended) throws WireException {
    if (ended == null) {
      var how = "; its code did not end when it was interrupted, so its worker process was killed";
      return failure(over() + how, "");
    }
    ended.drop();
    var traceback = ended.kind() == Frame.FAILED ? Told.failure(ended.payload()).traceback() : "";
    return failure(over() + "; its code was ended by an interrupt", traceback);
  }

  /// The limit has passed while the node made an output; it is not asked for the next.
  ForeignException spent() {
    return failure(over() + "; it is not asked for its further outputs", "");
  }

  private String over() {
    long millis = limit.orElse(Duration.ZERO).toMillis();
    return "the node worked longer on %s than its limit of %d ms".formatted(what, millis);
  }

  private static ForeignException failure(String message, String traceback) {
    return new ForeignException(KINDS, message, traceback, new TimeoutException(message));
  }
}
