package dev.terrarium.bus.command;

import dev.terrarium.safety.Durations;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Says where a handler is that was ended and does not return.
final class Overdue {
  private static final System.Logger LOG = System.getLogger(Overdue.class.getPackageName());
  private static final int FRAMES = 12;

  private Overdue() {}

  static void log(Course course, Duration grace) {
    String ending = course.ending == null ? "ended" : course.ending.description();
    LOG.log(
        Level.WARNING,
        "the handler of command "
            + course.order().named()
            + " has not returned within "
            + Durations.words(grace)
            + " after its execution was ended ("
            + ending
            + "); it keeps its place in category '"
            + course.command().category()
            + "' until it does. Let it heed interrupts or its CancelToken. It is at:"
            + stack(course.thread));
  }

  private static String stack(@org.jspecify.annotations.Nullable Thread thread) {
    return thread == null
        ? " no thread"
        : Arrays.stream(thread.getStackTrace())
            .limit(FRAMES)
            .map(frame -> "\n    " + frame)
            .collect(Collectors.joining());
  }
}
