package dev.terrarium.python;

import dev.terrarium.python.bridge.Farewell;
import java.util.Optional;

/// How Python takes leave of a JVM that exits: its exit functions run and its output is sent, and
/// where that was not to be had in time, an exception says why, which the JVM writes to standard
/// error as it does with any that nobody catches.
///
/// The thread that calls `System.exit` with the GIL held comes back neither to Java nor to Python.
/// It lets the GIL go, on which nobody but the farewell and other threads of Python depend.
final class Parting implements Farewell.Host {
  private final Interpreter interpreter;
  private final PyRef end;

  /// Whether Python was entered.
  private volatile boolean begun;

  /// @param end what Python does at its end
  Parting(Interpreter interpreter, PyRef end) {
    this.interpreter = interpreter;
    this.end = end;
  }

  @Override
  public void stepAside() {
    Gil region = interpreter.regionThatHoldsGil();
    if (region != null) {
      region.letGo();
    }
  }

  @Override
  public void sayFarewell() {
    try (Gil gil = interpreter.attach()) {
      begun = true;
      gil.of(end).call();
    }
  }

  @Override
  public void close(boolean ended) {
    // Asked first: whoever keeps the GIL may let it go meanwhile.
    Optional<Attachment> holder =
        interpreter.attachments.all().stream().filter(Attachment::seemsToHoldGil).findAny();
    interpreter.end();
    if (!ended) {
      throw begun ? unfinished() : kept(holder);
    }
  }

  private static PythonUnavailableException unfinished() {
    return told(
        "Python's atexit functions had not ended two seconds after the JVM began to exit, and what was left of them, and of the output that Python held, is lost: let them take less, or do their work before System.exit",
        new StackTraceElement[0]);
  }

  private static PythonUnavailableException kept(Optional<Attachment> holder) {
    return told(
        "Python's atexit functions did not run, and output that Python held is lost: %s kept the GIL for two seconds after the JVM began to exit: end its work, or close its region, before System.exit"
            .formatted(holder.map(Parting::name).orElse("a thread")),
        holder.map(each -> each.thread.getStackTrace()).orElse(new StackTraceElement[0]));
  }

  private static String name(Attachment attachment) {
    return "thread '" + attachment.thread.getName() + "'";
  }

  /// @param stack where whoever is to blame stands, rather than this thread
  private static PythonUnavailableException told(String message, StackTraceElement[] stack) {
    PythonUnavailableException fault = new PythonUnavailableException(message);
    fault.setStackTrace(stack);
    return fault;
  }
}
