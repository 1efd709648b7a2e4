package dev.terrarium.python;

import java.time.Duration;
import java.util.Optional;

/// What keeps a thread, or the whole interpreter, busy at one moment.
///
/// @param name the name that its [Limits] give it; a region that a thread of the user's holds has
///   none
/// @param thread the name of the thread that runs it; none while it waits for one
/// @param age how long ago it was made; regions do not keep the time
/// @param overdue how long its deadline has passed
/// @param isStarted whether its Python code has begun, or at least could: it has had the GIL
public record RunningCall(
    String name,
    Optional<String> thread,
    Optional<Duration> age,
    Optional<Duration> overdue,
    boolean isStarted) {

  /// It in words: `'train' on python-main, 3.2 s old, 1.2 s past its deadline`.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(age.isEmpty() ? name : Words.call(name));
    text.append(thread.map(on -> " on " + on).orElse(" waiting for a thread"));
    age.ifPresent(time -> text.append(", ").append(Words.of(time)).append(" old"));
    overdue.ifPresent(
        time -> text.append(", ").append(Words.of(time)).append(" past its deadline"));
    return text.toString();
  }
}
