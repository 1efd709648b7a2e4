package dev.terrarium.python;

import dev.terrarium.capi.Macros;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The asyncio loop that lives as long as the interpreter, on a daemon thread of ours; and the
/// thread that brings it, and every other loop, what happened in Java.
///
/// Both start when they are first needed. What comes from Java is delivered by one thread in the
/// order it came, so that whoever completes a future never waits for the GIL, which would deadlock
/// where it holds a lock that Python waits for.
final class EventLoop {

  private final Interpreter interpreter;
  private final Errands errands;
  private volatile @Nullable Thread thread;

  EventLoop(Interpreter interpreter) {
    this.interpreter = interpreter;
    this.errands = new Errands(interpreter);
  }

  /// Borrowed: the loop, started by this call if it does not run yet. Needs the GIL.
  long loop(Attachment attachment) {
    Border border = attachment.border;
    long living = interpreter.functions.of(border, "terrarium._futures.living_loop");
    long start = JavaCallables.create(interpreter, "start", this::start);
    try {
      long loop = border.callRaw(living, start);
      Macros.Py_DECREF(loop); // The module keeps it for ever.
      return loop;
    } finally {
      Macros.Py_DECREF(start);
    }
  }

  private @Nullable Object start(PyArguments arguments) {
    PyRef run = arguments.get(0).keep();
    Thread started =
        new Thread(null, () -> serve(run), "terrarium-loop", Carriers.STACK_BYTES, false);
    started.setDaemon(true);
    thread = started;
    started.start();
    return null;
  }

  private void serve(PyRef run) {
    try (Gil gil = interpreter.attach().ofOurs()) {
      PyObject forever = gil.of(run);
      run.close();
      while (true) {
        try (PyObject _ = forever.call()) {
          Notices.debug("Python's event loop begins anew");
        } catch (PythonException interrupted) {
          Notices.warning("Python's event loop was interrupted; it goes on", interrupted);
        }
      }
    }
  }

  /// Whether the current thread is the loop's.
  @SuppressWarnings("ReferenceEquality") // A thread is equal to itself alone.
  boolean isHere() {
    return Thread.currentThread() == thread;
  }

  /// Leaves work that needs the GIL, to be done soon and in order, on another thread.
  void soon(Consumer<Gil> errand) {
    errands.add(errand);
  }
}
