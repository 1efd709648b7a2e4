package dev.terrarium.control;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/// Where the loops of this process stand, for who waits for one of them.
final class LoopThreads {
  private static final String NAME = "terrarium-control-";

  private LoopThreads() {}

  /// Returns each loop's thread with the line that it is at, those of the JDK aside.
  static String places() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(it -> it.getKey().getName().startsWith(NAME))
        .map(LoopThreads::place)
        .sorted()
        .collect(Collectors.joining("; "));
  }

  private static String place(Map.Entry<Thread, StackTraceElement[]> thread) {
    return thread.getKey().getName()
        + " at "
        + Arrays.stream(thread.getValue())
            .filter(frame -> !frame.getClassName().matches("(java|jdk|sun)\\..*"))
            .findFirst()
            .map(LoopThreads::line)
            .orElse("its end");
  }

  private static String line(StackTraceElement frame) {
    return "%s.%s(%s:%d)"
        .formatted(
            frame.getClassName(),
            frame.getMethodName(),
            frame.getFileName(),
            frame.getLineNumber());
  }
}
