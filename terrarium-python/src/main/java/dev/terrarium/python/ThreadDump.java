package dev.terrarium.python;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Python's threads at one moment, as `jstack` shows those of Java.
///
/// @param threads those that run Python or were started by it, and those of Java that have
/// @param isComplete whether Python's own stacks are among them; not where a thread has kept the
///   GIL, in C code, for longer than the dump could wait
/// @param waited how long it waited for the GIL
public record ThreadDump(List<PythonThread> threads, boolean isComplete, Duration waited) {
  static final Duration USUAL_PATIENCE = Duration.ofSeconds(1);

  /// One thread.
  ///
  /// @param name what Python calls it; where Python has no name for it, what Java does
  /// @param ident Python's number for it, as `threading.get_ident()` gives it
  /// @param isDaemon whether Python does not wait for it at its end
  /// @param java the Java thread it is, if it has ever met Java
  /// @param holdsGil whether it had the GIL when it was asked for
  /// @param stack where it stands, innermost first: Python's frames and, of a Java thread, the Java
  ///   frames above and below them; empty where it is not in Python
  public record PythonThread(
      String name,
      long ident,
      boolean isDaemon,
      Optional<JavaThread> java,
      boolean holdsGil,
      List<StackTraceElement> stack) {

    public PythonThread {
      stack = List.copyOf(stack);
    }

    private void describe(StringBuilder text) {
      text.append('"').append(name).append("\" ident=0x").append(Long.toHexString(ident));
      text.append(isDaemon ? " daemon" : "");
      java.ifPresent(known -> text.append(' ').append(known));
      text.append(holdsGil ? ", holds the GIL" : "").append('\n');
      stack.forEach(frame -> text.append("    at ").append(frame).append('\n'));
      text.append(stack.isEmpty() ? "    not in Python\n" : "");
    }
  }

  /// The Java side of a thread.
  ///
  /// @param thread the thread that runs Python
  /// @param worksFor the one whose region it serves: itself, or a virtual thread, or one with a
  ///   small stack; none where no region is open
  public record JavaThread(Thread thread, Optional<Thread> worksFor) {
    @Override
    public String toString() {
      String text = "Java thread \"" + thread.getName() + "\"";
      return worksFor
          .filter(other -> !other.equals(thread))
          .map(other -> text + ", which works for \"" + other.getName() + "\"")
          .orElse(text);
    }
  }

  public ThreadDump {
    threads = List.copyOf(threads);
  }

  /// All of it, to be read by people.
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(threads.size()).append(" threads of Python");
    if (!isComplete) {
      text.append(
          ", without its stacks: a thread kept the GIL in C code for the %d ms that were waited; what Java knows of them:"
              .formatted(waited.toMillis()));
    }
    text.append('\n');
    for (PythonThread thread : threads) {
      text.append('\n');
      thread.describe(text);
    }
    return text.toString();
  }
}
