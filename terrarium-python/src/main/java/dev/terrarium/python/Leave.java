package dev.terrarium.python;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// How the JVM takes leave of a Python process that ends around it: nobody is let in any more, and
/// who is inside is interrupted and waited for, for a bounded time.
///
/// A thread that came back to the interpreter after its end would crash the process.
final class Leave {
  private static final Duration BOUND = Duration.ofMillis(500);
  private static final Duration LOOK = Duration.ofMillis(2);

  private final Interpreter interpreter;

  Leave(Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  /// Takes it; on a thread of Python's that does not hold the GIL. Says whether all others are out.
  boolean take() {
    inside().forEach(each -> interrupt(each.thread));
    long end = System.nanoTime() + BOUND.toNanos();
    while (!inside().isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
    interpreter.end();
    return inside().isEmpty();
  }

  private void interrupt(Thread thread) {
    Interruption _ = Interruption.of(interpreter, thread);
  }

  private List<Attachment> inside() {
    return interpreter.attachments.all().stream()
        .filter(each -> !each.thread.equals(Thread.currentThread()))
        .filter(each -> each.outermost() != null)
        .toList();
  }
}
