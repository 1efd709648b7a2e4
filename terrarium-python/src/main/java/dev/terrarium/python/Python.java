package dev.terrarium.python;

import dev.terrarium.environment.Installation;
import dev.terrarium.python.dlpack.LentTensor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// CPython in this process.
///
/// ```java
/// try (Python python = Python.open(installation)) {
///   try (Gil gil = python.attach()) {
///     System.out.println(gil.importModule("sys").attr("version").str());
///   }
/// }
/// ```
///
/// A process has one interpreter. Opening it again with the same options gives another handle to
/// the same one; closing a handle ends the handle, while the interpreter stays warm until the
/// process ends. Safe to use from any thread.
public final class Python implements AutoCloseable {
  private final Interpreter interpreter;
  private volatile boolean closed;

  private Python(Interpreter interpreter) {
    this.interpreter = interpreter;
  }

  /// Opens the interpreter of an installation with the usual options.
  ///
  /// @throws PythonUnavailableException when it does not start
  /// @throws IllegalStateException when the process runs one with other options
  public static Python open(Installation installation) {
    return open(PythonOptions.of(installation));
  }

  /// Opens the interpreter.
  ///
  /// @throws PythonUnavailableException when it does not start
  /// @throws IllegalStateException when the process runs one with other options
  public static Python open(PythonOptions options) {
    return new Python(Interpreter.start(options));
  }

  /// Takes the GIL for the current thread, waiting for it, and opens a region.
  ///
  /// @throws PythonUnavailableException when the JVM is shutting down
  public Gil attach() {
    checkOpen();
    return interpreter.attach();
  }

  /// Runs work with the GIL held and returns its result: on this thread where it is fit to run
  /// Python, and otherwise on one of ours, with a single hand-over. What the work throws is thrown
  /// here. Objects of the region end with it.
  public <R extends @Nullable Object> R call(Function<Gil, R> work) {
    checkOpen();
    return interpreter.call(work);
  }

  /// Asks the Python code that a thread runs to stop: raises `terrarium.Interrupted`, a
  /// KeyboardInterrupt, in it as soon as it executes Python again. A call that is inside C code,
  /// such as `time.sleep`, ends first. What is not raised before the thread leaves Python is taken
  /// back.
  ///
  /// @return whether the thread was found with a region of the GIL open
  public boolean interrupt(Thread thread) {
    checkOpen();
    Attachment attachment = interpreter.attachments.of(thread);
    return attachment != null
        && call(gil -> {
          PyObject type = gil.importModule("terrarium").attr("Interrupted");
          return attachment.interrupt(type.pointer());
        });
  }

  /// The installation that runs.
  public Installation installation() {
    return interpreter.options.installation();
  }

  /// What lives at this moment.
  public PythonStatistics statistics() {
    checkOpen();
    return new PythonStatistics(
        interpreter.references.get(),
        call(gil -> interpreter.handles.size()) + LentTensor.out(),
        interpreter.attachments.live(),
        interpreter.carriers.started(),
        interpreter.releases.pending());
  }

  /// Ends this handle. The interpreter goes on for others, and for references that were kept.
  @Override
  public void close() {
    closed = true;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("this handle to Python was closed: open another");
    }
  }
}
