package dev.terrarium.python;

import dev.terrarium.environment.Installation;
import dev.terrarium.python.arrow.CData;
import dev.terrarium.python.dlpack.LentTensor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
    return open(PythonOptions.of(Given.there(installation, "installation")));
  }

  /// Opens the interpreter.
  ///
  /// @throws PythonUnavailableException when it does not start
  /// @throws IllegalStateException when the process runs one with other options
  public static Python open(PythonOptions options) {
    return new Python(Interpreter.start(Given.there(options, "options")));
  }

  /// Joins the Python process that this JVM was started in. Its interpreter is never finalised from
  /// here; when it ends, it lets nobody in any more.
  ///
  /// Called once, by a thread of Python's that holds the GIL and keeps it, before anything else of
  /// this class.
  ///
  /// @param host the process, as [Installation#hosting] has it
  /// @param ready what is done in the first region, such as to give Python functions
  /// @throws IllegalStateException when there is an interpreter already
  public static Python join(Installation host, Consumer<Gil> ready) {
    return new Python(Interpreter.join(Given.there(host, "host"), Given.there(ready, "ready")));
  }

  /// Another handle to the interpreter of this process, if it has one.
  public static Optional<Python> opened() {
    return Interpreter.ifRunning().map(Python::new);
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
  ///
  /// @throws IllegalStateException when the work gives such an object: give what `keep()` gives
  public <R extends @Nullable Object> R call(Function<Gil, R> work) {
    var _ = Given.there(work, "work");
    checkOpen();
    return interpreter.call(work);
  }

  /// Runs work as [#call(Function)] does, on a thread of ours, and for no longer than that: Python
  /// is then interrupted, and the caller goes on when that has ended it or the usual grace is over.
  ///
  /// @throws DeadlineException when it did not end in time; it says what became of it
  /// @throws InterruptedException when the waiting thread is interrupted, and with it the call
  public <R extends @Nullable Object> R call(Duration deadline, Function<Gil, R> work)
      throws InterruptedException {
    return call(Limits.of(deadline), work);
  }

  /// Runs work as [#call(Function)] does, on a thread of ours, within limits.
  ///
  /// @throws DeadlineException when it did not end in time; it says what became of it
  /// @throws InterruptedException when the waiting thread is interrupted, and with it the call
  public <R extends @Nullable Object> R call(Limits limits, Function<Gil, R> work)
      throws InterruptedException {
    return submit(limits, work).await();
  }

  /// Has work done on a thread of ours, and does not wait for it. Objects of its region end with
  /// it.
  public <R extends @Nullable Object> PythonCall<R> submit(Function<Gil, R> work) {
    return submit(Limits.none(), work);
  }

  /// Has work done on a thread of ours within limits, and does not wait for it.
  public <R extends @Nullable Object> PythonCall<R> submit(Limits limits, Function<Gil, R> work) {
    var _ = Given.there(limits, "limits");
    var _ = Given.there(work, "work");
    checkOpen();
    return interpreter.calls.submit(limits, work);
  }

  /// What runs Python at this moment, or waits to: calls with or without a deadline, those given up
  /// among them, and regions that other threads have open. Never waits for Python.
  public List<RunningCall> running() {
    return interpreter.calls.running();
  }

  /// Interrupts every call that was submitted or has a deadline; empty when nothing runs.
  public List<Interruption> interruptAll() {
    return interpreter.calls.interrupt();
  }

  /// Interrupts the Python code that a thread runs: raises `terrarium.Interrupted`, a
  /// KeyboardInterrupt, in it as soon as it executes Python again, and again until the thread's
  /// outermost region ends or the interruption is stopped. A thread that is inside C code, such as
  /// `time.sleep`, ends that first, unless it is Python's main thread. What is not raised before
  /// the region ends is taken back. Never waits for Python.
  ///
  /// @return its course; its verdict is "nothing running" when the thread has no region open
  public Interruption interrupt(Thread thread) {
    var _ = Given.there(thread, "thread");
    checkOpen();
    return Interruption.of(interpreter, thread);
  }

  /// Lends Python's main thread, where an interrupt also ends sleeps and waits, to one who has long
  /// work for it; nothing when somebody has it, or a call runs there.
  public Optional<MainThread> mainThread() {
    checkOpen();
    return interpreter.carriers.lendMain();
  }

  /// Converters for classes of yours, which hold for the whole interpreter.
  public Converters converters() {
    checkOpen();
    return interpreter.converters;
  }

  /// The installation that runs.
  public Installation installation() {
    return interpreter.options.installation();
  }

  /// What lives at this moment. Never waits for the GIL; what was let go without it counts until
  /// somebody takes it.
  public PythonStatistics statistics() {
    checkOpen();
    return new PythonStatistics(
        interpreter.references.get(),
        interpreter.handles.size() + LentTensor.out() + CData.lent(),
        interpreter.attachments.live(),
        interpreter.carriers.started(),
        interpreter.releases.pending(),
        NativeArray.ALIVE.get() + CData.open());
  }

  /// Runs Python's cyclic garbage collector; the number of unreachable objects it found.
  public long collectGarbage() {
    return call(gil -> gil.importModule("gc").attr("collect").call(long.class));
  }

  /// Every thread that Python knows, with its stack. Waits for the GIL no longer than a second; a
  /// thread that keeps it in C code leaves a dump without Python's stacks, which says so.
  public ThreadDump threads() {
    return threads(ThreadDump.USUAL_PATIENCE);
  }

  /// The same, waiting for the GIL no longer than this.
  public ThreadDump threads(Duration patience) {
    var _ = Given.there(patience, "patience");
    checkOpen();
    return interpreter.dumps.take(patience);
  }

  /// What the interpreter's memory and its garbage collector look like at this moment.
  public PythonMemory memory() {
    checkOpen();
    return call(gil -> PythonMemory.of(gil, interpreter));
  }

  /// What lets debuggers of Python in.
  public PythonDebugger debug() {
    checkOpen();
    return interpreter.debugger;
  }

  /// Opens a way for log records of Java's to Python's `logging`.
  public PythonLogs logs() {
    checkOpen();
    return PythonLogs.open(interpreter);
  }

  /// Begins to note where references, arrays, regions and handles are made, or ends it; it is on
  /// while anybody has it on. Costs some microseconds for each.
  ///
  /// @throws IllegalStateException when it is ended more often than begun
  public static void trackAllocations(boolean on) {
    Allocations.track(on);
  }

  /// What was made while allocations were tracked and has not ended, by the place that made it.
  public static LeakReport leaks() {
    return Allocations.report();
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

  /// Which Python it is, and whether this handle is open. Needs no GIL.
  @Override
  public String toString() {
    return "Python[%s%s]".formatted(installation().executable(), closed ? ", closed" : "");
  }
}
