package dev.terrarium.python;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A call that did not end in time.
///
/// Its cause is what the call threw when it was interrupted, if it ended at all.
@SuppressWarnings("serial")
public final class DeadlineException extends PythonFault {
  private final String call;
  private final Duration deadline;
  private final Duration elapsed;
  private final transient Verdict verdict;

  DeadlineException(Limits limits, Duration elapsed, Verdict verdict, @Nullable Throwable cause) {
    super(sentence(limits, elapsed, verdict));
    this.call = limits.name();
    this.deadline = limits.deadline().orElse(Duration.ZERO);
    this.elapsed = elapsed;
    this.verdict = verdict;
    if (cause != null) {
      initCause(cause);
    }
  }

  private static String sentence(Limits limits, Duration elapsed, Verdict verdict) {
    return "%s with a deadline of %s %s (%s have passed)"
        .formatted(
            Words.call(limits.name()),
            limits.deadline().map(Words::of).orElse("no length"),
            verdict.sentence(),
            Words.of(elapsed));
  }

  /// The name that the call's limits gave it.
  public String call() {
    return call;
  }

  /// How long the call was allowed to take.
  public Duration deadline() {
    return deadline;
  }

  /// How long after the call was made this was thrown.
  public Duration elapsed() {
    return elapsed;
  }

  /// What became of the call, with the stack of one that goes on.
  public Verdict verdict() {
    return verdict;
  }

  /// How far the interrupt had to go.
  public Verdict.Level level() {
    return verdict.level();
  }
}
