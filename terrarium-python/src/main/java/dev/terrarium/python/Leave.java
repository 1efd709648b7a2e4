package dev.terrarium.python;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// How the JVM takes leave of a Python process that ends around it: nobody is let in any more, and
/// who is inside is interrupted and waited for, for a bounded time.
///
/// A thread that came back to the interpreter after its end would crash the process.
final class Leave {
  private static final Duration BOUND = Duration.ofMillis(500);
  private static final Duration LOOK = Duration.ofMillis(2);

  private final Interpreter interpreter;

  /// Those whom an earlier interrupt has not stopped in its time.
  private final Set<Attachment> givenUp;

  /// @param gil with which it is seen who was interrupted
  Leave(Gil gil) {
    this.interpreter = gil.attachment.interpreter;
    this.givenUp =
        interpreter.attachments.all().stream()
            .filter(Attachment::isGivenUp)
            .collect(Collectors.toSet());
  }

  /// Takes it; on a thread of Python's that does not hold the GIL. Says whether all others are out.
  boolean take() {
    inside().forEach(each -> interrupt(each.thread));
    long end = System.nanoTime() + BOUND.toNanos();
    while (!inside().isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
    interpreter.endFor();
    LockSupport.parkNanos(LOOK.toNanos()); // Who waits for the GIL already gets it.
    return inside().isEmpty();
  }

  private void interrupt(Thread thread) {
    Interruption _ = Interruption.of(interpreter, thread);
  }

  private List<Attachment> inside() {
    return interpreter.attachments.all().stream()
        .filter(each -> !each.thread.equals(Thread.currentThread()))
        .filter(each -> each.outermost() != null && !givenUp.contains(each))
        .toList();
  }
}
