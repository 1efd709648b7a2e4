package dev.terrarium.worker.inline;

import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.python.DeadlineException;
import dev.terrarium.python.PythonException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

/// What is to be said of a node that was not in time: failures of Python's own type for that.
final class TimeLimits {
  private static final List<String> KINDS =
      List.of("TimeoutError", "OSError", "Exception", "BaseException");

  private TimeLimits() {}

  /// The limit has passed while the node was at work.
  static ForeignException passed(Duration limit, String what, DeadlineException late) {
    var message = "%s; its code %s".formatted(over(limit, what), late.verdict().sentence());
    return failure(message, where(late));
  }

  /// The limit has passed while the node made an output; it is not asked for the next.
  static ForeignException spent(Duration limit, String what) {
    return failure(over(limit, what) + "; it is not asked for its further outputs", "");
  }

  /// The node is still at work on something that it was given up on.
  static ForeignException busy(Duration limit, String what, String standing) {
    return failure(busyMessage(limit, what, standing), "");
  }

  static String busyMessage(Duration limit, String what, String standing) {
    return "the node is still busy with %s that took longer than its limit of %s: its code %s"
        .formatted(what, words(limit), standing);
  }

  private static String over(Duration limit, String what) {
    return "the node worked longer on %s than its limit of %s".formatted(what, words(limit));
  }

  private static ForeignException failure(String message, String where) {
    // The cause stands alone: what Java code threw when it was interrupted is no interrupt of ours.
    return new ForeignException(KINDS, message, where, new TimeoutException(message));
  }

  /// Where the code stood when it was ended, or stands now that it was not.
  private static String where(DeadlineException late) {
    if (late.getCause() instanceof PythonException ended) {
      try (var _ = ended.value()) {
        return ended.traceback();
      }
    }
    return Faults.standing(late.verdict()).orElse("");
  }

  private static String words(Duration limit) {
    long millis = limit.toMillis();
    return millis > 0 && limit.equals(Duration.ofMillis(millis))
        ? millis + " ms"
        : limit.toString();
  }
}
