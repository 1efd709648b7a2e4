package dev.terrarium.worker.inline;

import dev.terrarium.python.Python;
import dev.terrarium.python.ThreadDump;
import dev.terrarium.python.ThreadDump.PythonThread;
import dev.terrarium.worker.script.Standing;
import dev.terrarium.worker.script.Standing.Where;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where the thread of an operation stands.
///
/// Whether it runs Python is seen by who holds the GIL, and it lets that go every now and then; so
/// it is looked more than once before it is said to wait.
final class Whereabouts {
  private static final Duration PATIENCE = Duration.ofMillis(50);
  private static final int LOOKS = 3;

  private Whereabouts() {}

  /// @param isInJava whether it waits for an answer of Java's
  /// @param raised how often an interrupt was raised in it
  static Standing of(Python python, Thread thread, boolean isInJava, int raised) {
    var dump = python.threads(PATIENCE);
    for (int look = 1; look < LOOKS && !isInJava && dump.isComplete(); look++) {
      if (holdsGil(dump, thread)) {
        break;
      }
      var next = python.threads(PATIENCE.minus(dump.waited()));
      dump = next.isComplete() ? next : dump;
    }
    return new Standing(where(dump, thread, isInJava), text(dump, thread), raised);
  }

  private static Where where(ThreadDump dump, Thread thread, boolean isInJava) {
    if (isInJava) {
      return Where.JAVA;
    }
    if (!holdsGil(dump, thread)) {
      return Where.C;
    }
    return dump.isComplete() ? Where.PYTHON : Where.HOLDING_THE_GIL;
  }

  private static boolean holdsGil(ThreadDump dump, Thread thread) {
    return find(dump, thread).filter(PythonThread::holdsGil).isPresent();
  }

  private static Optional<PythonThread> find(ThreadDump dump, Thread thread) {
    return dump.threads().stream()
        .filter(each -> each.java().filter(java -> java.thread().equals(thread)).isPresent())
        .findFirst();
  }

  /// Python's frames as Python prints them, without Terrarium's own.
  private static String text(ThreadDump dump, Thread thread) {
    var frames = new ArrayList<StackTraceElement>();
    find(dump, thread).map(PythonThread::stack).orElse(List.of()).stream()
        .filter(frame -> frame.getFileName() != null && !frame.getFileName().endsWith(".java"))
        .forEach(frames::addFirst);
    var users = frames.stream().filter(frame -> !isOurs(frame.getClassName())).toList();
    return (users.isEmpty() ? frames : users)
        .stream()
            .map(frame ->
                "  File \"%s\", line %d, in %s\n"
                    .formatted(frame.getFileName(), frame.getLineNumber(), frame.getMethodName()))
            .collect(Collectors.joining());
  }

  private static boolean isOurs(String module) {
    return module.startsWith("terrarium._") || module.startsWith("terrarium.robot._");
  }
}
