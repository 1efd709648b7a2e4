package dev.terrarium.worker.inline;

import dev.terrarium.os.GivingWay;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.PythonException;
import dev.terrarium.python.PythonUnavailableException;
import dev.terrarium.worker.WorkerCrashedException;
import dev.terrarium.worker.script.Decoder;
import dev.terrarium.worker.script.Running;
import dev.terrarium.worker.script.ScriptHost;
import dev.terrarium.worker.script.Upcalls;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The interpreter of this process, for the scripts of one owner; see `terrarium._scripts`.
///
/// What is told beside operations waits for the GIL on a thread of its own, so that nobody else
/// does. Ends of operations are told by threads of the host, which are there for nothing else.
final class InlineHost implements ScriptHost {
  private static final String INTERRUPT_SPAWNED = "interrupt_spawned";
  private static final int IDLE_SECONDS = 10;

  private final InlinePython inline;
  private final Asks asks;
  private final PyRef scripts;
  private final ThreadPoolExecutor teller;

  /// Never shut down, as an operation may outlive the host; its threads end when they are idle.
  private final ThreadPoolExecutor endings;

  // Guarded by this.
  private @Nullable Operation<?> last;
  private boolean isClosed;
  private boolean givesWay;

  private InlineHost(InlinePython inline, Asks asks, PyRef scripts, String owner) {
    this.inline = inline;
    this.asks = asks;
    this.scripts = scripts;
    this.teller =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threads("terrarium-scripts-" + owner));
    teller.allowCoreThreadTimeOut(true);
    this.endings =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            threads("terrarium-scripts-ended-" + owner));
  }

  private static ThreadFactory threads(String name) {
    return Thread.ofPlatform().daemon().name(name).factory();
  }

  /// What a look at an operation needs is imported before there is one: time is short then.
  ///
  /// @param inline the interpreter, which the host closes
  static InlineHost open(InlinePython inline, String owner, Upcalls upcalls) {
    var asks = new Asks(inline, upcalls);
    var _ = inline.python().threads();
    var scripts =
        inline
            .python()
            .call(gil ->
                gil.importModule("terrarium._scripts")
                    .callMethod("attach", gil.function("ask", asks::ask), owner)
                    .keep());
    return new InlineHost(inline, asks, scripts, owner);
  }

  @Override
  public synchronized <R extends @Nullable Object> Running<R> start(
      String function, List<? extends @Nullable Object> arguments, Decoder<R> decoder) {
    if (isClosed) {
      throw new IllegalStateException("the host is closed, and begins no operation: " + function);
    }
    if (last != null && !last.ended().isDone()) {
      throw new IllegalStateException(
          "'%s' cannot begin before '%s' has ended: wait for its ended()"
              .formatted(function, last.name()));
    }
    var operation =
        new Operation<>(inline, asks, new Operation.Task<>(function, arguments, decoder, givesWay));
    operation.begin(scripts, endings);
    last = operation;
    return operation;
  }

  @Override
  public void tell(String function, List<? extends @Nullable Object> arguments) {
    if (function.equals(INTERRUPT_SPAWNED)) {
      asks.interruptSpawned();
    }
    execute(() ->
        inline
            .python()
            .call(gil ->
                gil.of(scripts)
                    .callMethod(function, ScriptArguments.of(inline, gil, arguments))
                    .isNone()));
  }

  private synchronized void execute(Runnable work) {
    if (!isClosed) {
      teller.execute(() -> reporting(work));
    }
  }

  private static void reporting(Runnable work) {
    try {
      work.run();
    } catch (PythonUnavailableException ending) {
      // The process is, and nobody has to be told anything.
    } catch (RuntimeException failed) {
      System.getLogger("dev.terrarium.worker").log(Level.WARNING, "scripts were not told", failed);
      if (failed instanceof PythonException raised) {
        raised.value().close();
      }
    }
  }

  @Override
  public synchronized boolean giveWay() {
    givesWay = GivingWay.isAvailable();
    return givesWay;
  }

  @Override
  public boolean isProcess() {
    return false;
  }

  @Override
  public void kill() {}

  @Override
  public CompletableFuture<WorkerCrashedException> exit() {
    return new CompletableFuture<>();
  }

  @Override
  public void close() {
    Operation<?> running;
    synchronized (this) {
      if (isClosed) {
        return;
      }
      isClosed = true;
      running = last;
    }
    asks.interruptSpawned();
    teller.execute(() -> reporting(this::forget));
    if (running == null || running.ended().isDone()) {
      teller.execute(this::free);
      teller.shutdown();
      awaitTeller();
    } else {
      running.interrupt(Operation.USUAL_INTERVAL);
      var _ =
          running
              .ended()
              .whenComplete((_, _) -> {
                teller.execute(this::free);
                teller.shutdown();
              });
    }
  }

  private void forget() {
    boolean _ = inline.python().call(gil -> gil.of(scripts).callMethod("close").isNone());
  }

  private void free() {
    reporting(() -> {
      scripts.close();
      inline.close();
    });
  }

  /// Whoever closes a host finds what it had free, unless somebody keeps the GIL.
  private void awaitTeller() {
    try {
      boolean _ = teller.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
