package dev.terrarium.python.bridge;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What Python does when the JVM exits: bounded, since an exit must not hang on a thread that keeps
/// the GIL.
///
/// The interpreter is not finalised. Threads that are inside it go on until the process ends, and
/// the process ends.
public final class Farewell {
  /// Python's own exit functions may recurse as deep as any Python code.
  private static final long STACK = 64L << 20;

  private final Host host;
  private final Duration bound;

  /// Whose farewell it is.
  public interface Host {
    /// Lets go what the current thread would keep for ever: it is the one that ends the JVM, and
    /// will wait inside `System.exit` until the process is gone.
    void stepAside();

    /// Says farewell, on a thread of its own.
    void sayFarewell();

    /// Comes last; what it throws goes to the handler of uncaught exceptions.
    ///
    /// @param ended whether the farewell was said within its bound
    void close(boolean ended);
  }

  Farewell(Host host, Duration bound) {
    this.host = Objects.requireNonNull(host, "host");
    this.bound = Objects.requireNonNull(bound, "bound");
  }

  /// Has a host say farewell when the JVM exits, and waits for it no longer than `bound`.
  ///
  /// @throws IllegalStateException if the JVM is exiting already
  public static Farewell atExit(Host host, Duration bound) {
    Farewell farewell = new Farewell(host, bound);
    Runtime.getRuntime().addShutdownHook(farewell.hook());
    return farewell;
  }

  /// The thread that the JVM starts when it exits.
  Thread hook() {
    return new Hook();
  }

  /// Does it all now; says whether the work ended within the bound.
  boolean say() {
    boolean ended = workWithinBound();
    host.close(ended);
    return ended;
  }

  private boolean workWithinBound() {
    Thread worker = new Thread(null, host::sayFarewell, "terrarium-python-exit", STACK);
    worker.setDaemon(true);
    worker.start();
    try {
      return worker.join(bound);
    } catch (InterruptedException exitingAnyway) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// The JVM starts its hooks on the thread that called `System.exit`: the only place where that
  /// thread itself can let the GIL go, which no other can do for it.
  private final class Hook extends Thread {
    /// Why the host could not step aside; told by this thread, since thrown at the one that exits
    /// it would keep other hooks from being started.
    private @Nullable Throwable failed;

    Hook() {
      super(null, null, "terrarium-farewell");
    }

    @Override
    public void start() {
      try {
        host.stepAside();
      } catch (RuntimeException | Error thrown) {
        failed = thrown;
      }
      super.start();
    }

    @Override
    public void run() {
      try {
        boolean _ = say();
      } catch (RuntimeException | Error told) {
        if (failed != null) {
          told.addSuppressed(failed);
        }
        throw told;
      }
      if (failed != null) {
        throw new IllegalStateException("the exiting thread could not let the GIL go", failed);
      }
    }
  }
}
