package dev.terrarium.pipeline;

import java.time.Duration;
import java.util.List;

/// How an item is tried again.
///
/// @param attempts how often in all, at least 2
/// @param backoff the wait before the second attempt
/// @param factor what each further wait is longer by
/// @param jitter the part of a wait, from 0 to 1, that chance may take away
/// @param on the types of exceptions after which it is tried again, each with its subclasses; empty
///   for those that may succeed again: connections and time limits
public record Retry(int attempts, Duration backoff, double factor, double jitter, List<String> on) {
  private static final String BUILT_IN = "builtins.";

  public Retry {
    on = on.stream().map(Retry::bare).toList();
  }

  /// Returns the name that tracebacks show of an exception: of a built-in one, without its module.
  public static String bare(String name) {
    return name.startsWith(BUILT_IN) ? name.substring(BUILT_IN.length()) : name;
  }
}
