package dev.terrarium.python;

import dev.terrarium.capi.Direct;
import dev.terrarium.capi.GilHolder;
import dev.terrarium.capi.InitConfig;
import dev.terrarium.capi.LibPython;
import dev.terrarium.capi.PyLifecycle;
import dev.terrarium.capi.PyState;
import dev.terrarium.environment.Installation;
import dev.terrarium.os.ThreadStack;
import dev.terrarium.python.bridge.Sources;
import dev.terrarium.python.convert.Conversions;
import java.lang.ref.Cleaner;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The interpreter of this process: started once, on a thread of its own, and never finalised.
///
/// Finalising hangs or crashes where other threads, or extension modules, still use the
/// interpreter; ending the process without it is clean. At the end of the JVM Python's exit
/// functions run, for a bounded time, and nothing new is let in.
final class Interpreter {
  /// The least stack on which Python may run: with one megabyte a deep `repr` ends the process
  /// before 3.14.
  static final long LEAST_STACK = 16L << 20;

  /// A lock that is the same object in every class loader, as a literal is.
  private static final String ONE_PER_PROCESS = "dev.terrarium.python: one per process";

  private static final ThreadLocal<Attachment> ATTACHED = new ThreadLocal<>();
  private static final ThreadLocal<ThreadStack.Extent> STACK =
      ThreadLocal.withInitial(ThreadStack::current);

  private static volatile @Nullable Interpreter running;

  final PythonOptions options;
  final Cleaner cleaner = Cleaner.create();
  final Releases releases = new Releases();
  final Attachments attachments = new Attachments(cleaner, releases);
  final Carriers carriers = new Carriers(this);
  final Watchdog watchdog = new Watchdog(this);
  final Calls calls = new Calls(this);
  final JavaHandles handles = new JavaHandles();
  final EventLoop loop = new EventLoop(this);
  final PythonDebugger debugger = new PythonDebugger(this);
  final ThreadDumps dumps = new ThreadDumps(this);
  final Names names = new Names();
  final RecentFrames recentFrames = new RecentFrames();
  final TracebackText tracebackText = new TracebackText();
  final Functions functions = new Functions();
  final Interfaces interfaces = new Interfaces();
  final AbstractClasses abstractClasses = new AbstractClasses();
  final Lambdas lambdas = new Lambdas();
  final ExposedClasses exposedClasses = new ExposedClasses();

  /// Python types whose instances stand for Java objects. Guarded by the GIL.
  final Set<Long> backedTypes = new HashSet<>();

  final AtomicInteger references = new AtomicInteger();
  final Conversions conversions = new Conversions();
  final Converters converters = new Converters();

  /// The attachment of the last call from Python: the likely one of the next. Guarded by the GIL.
  private @Nullable Attachment lastCalled;

  /// The package `terrarium`, read while CPython starts.
  final CompletableFuture<Map<String, String>> sources = new CompletableFuture<>();

  private volatile boolean ended;

  /// The thread on which Python takes itself apart, when it does.
  private volatile @Nullable Thread last;

  private volatile long javaError;
  private volatile long interrupted;
  private @Nullable Guest guest;

  private Interpreter(PythonOptions options) {
    this.options = options;
  }

  /// The interpreter, started by this call if it does not run yet.
  ///
  /// @throws IllegalStateException when it runs with other options
  static synchronized Interpreter start(PythonOptions options) {
    Interpreter known = running;
    if (known != null) {
      if (known.options.equals(options)) {
        return known;
      }
      throw new IllegalStateException(
          "this process runs CPython %s from %s already, and a process has one interpreter: open it with the same options, or use a process worker for the other; %s"
              .formatted(
                  known.options.installation().version().text(),
                  known.options.installation().executable(),
                  known.options.differences(options)));
    }
    Interpreter interpreter = new Interpreter(options);
    CompletableFuture<Boolean> started = interpreter.carriers.startMain(interpreter::initialize);
    Relay.complete(Sources::read, interpreter.sources);
    Relay.await(started);
    return interpreter;
  }

  /// Joins the interpreter of the process that this JVM was started in; on a thread of Python's
  /// that holds the GIL, and keeps it.
  ///
  /// @param ready what is done in the first region
  /// @throws IllegalStateException when an interpreter runs here already
  static synchronized Interpreter join(Installation host, Consumer<Gil> ready) {
    if (running != null) {
      throw new IllegalStateException("this JVM has an interpreter already");
    }
    LibPython.find(host.executable(), true);
    Interpreter interpreter = new Interpreter(PythonOptions.of(host));
    interpreter.adopt(
        first -> {
          Joining.run(first);
          ready.accept(first.region());
        },
        Gil::closeToPython);
    return interpreter;
  }

  /// The region that the current thread has open and may work in, or null.
  @Nullable Gil openRegion() {
    Attachment attachment = ATTACHED.get();
    return attachment != null && attachment.holdsGil()
        ? attachment.region()
        : RelayedRegions.current();
  }

  /// The interpreter that runs, for calls from Python.
  static Interpreter running() {
    Interpreter interpreter = running;
    if (interpreter == null) {
      throw new AssertionError("Python called before the interpreter was ready");
    }
    return interpreter;
  }

  /// The interpreter, if it runs.
  static Optional<Interpreter> ifRunning() {
    return Optional.ofNullable(running);
  }

  /// Starts CPython; on the carrier that becomes Python's main thread.
  private boolean initialize() {
    try {
      LibPython.open(options.installation().library(), options.directReads());
    } catch (UnsatisfiedLinkError unusable) {
      throw new PythonUnavailableException(
          options.installation().library() + " cannot be opened: " + unusable.getMessage(),
          unusable);
    }
    try {
      initializeAlone();
    } catch (IllegalStateException | UnsupportedOperationException refused) {
      throw new PythonUnavailableException(String.valueOf(refused.getMessage()), refused);
    }
    adopt(Startup::run, Gil::close);
    return true;
  }

  /// Lets the current thread in, which holds the GIL with a state of Python's own making, and has
  /// it do what comes first.
  private void adopt(Consumer<Attachment> startup, Consumer<Gil> end) {
    boolean _ = Direct.READS; // Decided here, with the GIL held.
    boolean _ = GilHolder.IS_KNOWN;
    running = this;
    Attachment first = Attachment.adopt(this);
    ATTACHED.set(first);
    Gil gil = first.enterFromPython();
    try {
      startup.accept(first);
    } catch (RuntimeException | Error failed) {
      running = null;
      throw failed;
    } finally {
      end.accept(gil);
    }
  }

  /// Initializes CPython, unless it is, also where these classes are loaded more than once.
  private void initializeAlone() {
    synchronized (ONE_PER_PROCESS) {
      if (PyLifecycle.Py_IsInitialized() != 0) {
        throw new PythonUnavailableException(
            """
            a Python runs in this process already, started by other code, by these classes in \
            another class loader, or by an attempt that failed: let one class loader, a parent of \
            all that use it, load terrarium-python\
            """);
      }
      InitConfig.initialize(options.installation().executable().toString());
    }
  }

  /// Opens a region for the current thread, whatever kind it is.
  Gil attach() {
    Attachment attachment = ATTACHED.get();
    if (attachment != null) {
      return attachment.enter();
    }
    return fit() ? attachment().enter() : RelayedRegions.open(this);
  }

  /// Runs work in a region on this thread where it is fit, or where Python has called, whose own it
  /// then is however small its stack, and otherwise on a carrier: the one that holds the thread's
  /// open region, if it has one. The work may use raw pointers.
  <R extends @Nullable Object> R call(Function<Gil, R> work) {
    if (ATTACHED.get() != null || fit()) {
      return region(work);
    }
    Thread caller = Thread.currentThread();
    Gil open = RelayedRegions.current();
    return open == null
        ? carriers.run(() -> regionFor(caller, work))
        : open.relayed(() -> regionFor(caller, work));
  }

  /// On a carrier, whose region belongs to the thread that waits for it.
  private <R extends @Nullable Object> R regionFor(Thread caller, Function<Gil, R> work) {
    try (Gil gil = attachment().enterFor(caller, null)) {
      return Travelling.leaving(gil, work.apply(gil));
    }
  }

  private <R extends @Nullable Object> R region(Function<Gil, R> work) {
    try (Gil gil = attach()) {
      return Travelling.leaving(gil, work.apply(gil));
    }
  }

  /// The current thread's attachment, made if there is none; on a platform thread that is fit.
  Attachment attachment() {
    Attachment attachment = ATTACHED.get();
    if (attachment == null) {
      admit();
      attachment = Attachment.create(this);
      ATTACHED.set(attachment);
    }
    return attachment;
  }

  /// The attachment of the current thread, which Python calls on and which may be one of Python's
  /// own.
  @SuppressWarnings("ReferenceEquality") // A thread is equal to itself alone.
  Attachment attachmentFromPython() {
    ForkedChild.refuse();
    Attachment last = lastCalled;
    if (last != null && last.thread == Thread.currentThread()) {
      return last;
    }
    Attachment attachment = ATTACHED.get();
    if (attachment == null) {
      attachment = Attachment.adopt(this);
      ATTACHED.set(attachment);
    }
    lastCalled = attachment;
    return attachment;
  }

  /// Whether Python may run on the current thread.
  boolean fit() {
    return !Thread.currentThread().isVirtual() && stackHere().size() >= LEAST_STACK;
  }

  /// The current platform thread's stack.
  static ThreadStack.Extent stackHere() {
    return STACK.get();
  }

  /// The current thread's innermost region, if it holds the GIL, on a carrier maybe; else null.
  @Nullable Gil regionThatHoldsGil() {
    Attachment attachment = ATTACHED.get();
    if (attachment != null) {
      return attachment.holdsGil() ? attachment.region() : null;
    }
    Gil relayed = RelayedRegions.current();
    return relayed != null && relayed.attachment.holdsGil() ? relayed : null;
  }

  /// Waits for something without the GIL, which the current thread gets back if it had it.
  <R extends @Nullable Object, X extends Exception> R withoutGil(Wait<R, X> wait)
      throws InterruptedException, ExecutionException, X {
    Gil region = regionThatHoldsGil();
    if (region == null) {
      return wait.end();
    }
    region.letGo();
    try {
      return wait.end();
    } finally {
      region.takeAgain();
    }
  }

  /// Something to wait for.
  interface Wait<R extends @Nullable Object, X extends Exception> {
    R end() throws InterruptedException, ExecutionException, X;
  }

  /// Whether the current thread holds the GIL, itself or through a carrier.
  boolean hasGil() {
    Gil relayed = RelayedRegions.current();
    return holdsGil() || (relayed != null && relayed.attachment.holdsGil());
  }

  /// Whether the current thread itself holds the GIL.
  boolean holdsGil() {
    Attachment attachment = ATTACHED.get();
    return attachment != null && attachment.holdsGil();
  }

  /// Runs work of the user's without the GIL where C code has called, which may have let the GIL go
  /// behind our back or hold it with a thread state that is not ours.
  void calledFromC(Runnable work) {
    Attachment known = ATTACHED.get();
    if (PyState.PyGILState_Check() == 0) {
      boolean believed = known != null && known.believe(false);
      try {
        work.run();
      } finally {
        if (known != null) {
          boolean _ = known.believe(believed);
        }
      }
      return;
    }
    Gil gil = attachmentFromPython().enterFromPython();
    try {
      boolean _ =
          gil.released(() -> {
            work.run();
            return true;
          });
    } finally {
      gil.closeToPython();
    }
  }

  /// Does what needs the GIL and that nobody waits for: now where the current thread has it, itself
  /// or through a carrier, and otherwise when the next thread takes it.
  void release(Runnable work) {
    if (mayRelease()) {
      work.run();
      return;
    }
    Gil relayed = RelayedRegions.current();
    if (relayed == null || !relayed.attachment.holdsGil()) {
      releases.run(work);
      return;
    }
    relayed.relayed(() -> {
      work.run();
      return true;
    });
  }

  /// Whether the current thread holds the GIL and has stack enough for what releasing an object may
  /// run.
  boolean mayRelease() {
    Attachment attachment = ATTACHED.get();
    return attachment != null && attachment.holdsGil() && !attachment.isAtStackEnd();
  }

  /// The thread for which the current one works in its innermost region, or null.
  static @Nullable Thread ownerHere() {
    Attachment attachment = ATTACHED.get();
    return attachment == null ? null : attachment.owner();
  }

  /// `terrarium.JavaError`, or 0 while the interpreter starts; kept for ever.
  long javaError() {
    return javaError;
  }

  void setJavaError(long type) {
    javaError = type;
  }

  /// `terrarium.Interrupted`; kept for ever.
  long interrupted() {
    return interrupted;
  }

  void setInterrupted(long type) {
    interrupted = type;
  }

  void setGuest(Guest started) {
    guest = started;
  }

  /// Sends what a call has written and not finished; in its region, which is about to end.
  void endCall(Gil gil) {
    Guest present = guest;
    if (present != null && present.isHolding()) {
      present.endCall(gil);
    }
  }

  /// Lets a thread in, unless the JVM ends.
  void admit() {
    if (ended) {
      throw new PythonUnavailableException(
          "the JVM is shutting down, and Python takes no new work");
    }
  }

  /// Lets nobody in any more.
  void end() {
    ended = true;
  }

  /// Lets nobody in any more but the current thread, on which Python takes itself apart.
  void endFor() {
    end();
    last = Thread.currentThread();
  }

  /// Whether Python takes itself apart around this JVM: a thread of Python's that comes back to it
  /// may be ended with Java's frames on its stack.
  boolean isTakenApart() {
    return last != null;
  }

  /// Keeps all threads but one out, for good, while Python takes itself apart.
  @SuppressWarnings("ReferenceEquality") // A thread is equal to itself alone.
  void stayOut() {
    Thread leaving = last;
    while (leaving != null && leaving != Thread.currentThread()) {
      LockSupport.park();
    }
  }
}
