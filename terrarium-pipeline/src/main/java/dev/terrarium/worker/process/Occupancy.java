package dev.terrarium.worker.process;

import dev.terrarium.worker.WorkerCrashedException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The worker that a seat has, until that ends or is let go; and the era of what it was asked for,
/// which ends when it does not answer that any more.
///
/// One thread at a time uses it; any may ask for the worker.
final class Occupancy {
  private static final byte[] NONE = {};

  /// How long code that nobody waits for may take to end before its process is killed: that of a
  /// run that ends, or begun before its turn.
  static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

  private static final int PARTS = 5;

  private final Stable stable;
  private final Owner owner;
  private final Figures figures;
  private final Restarts restarts;
  private volatile @Nullable Worker worker;
  private byte @Nullable [] state;
  private int era;

  /// @param state what the node has told last of its state, elsewhere
  Occupancy(
      Stable stable, Owner owner, Figures figures, Restarts restarts, byte @Nullable [] state) {
    this.stable = stable;
    this.owner = owner;
    this.figures = figures;
    this.restarts = restarts;
    this.state = state;
  }

  /// Returns the worker, if there is one, dead or alive; from any thread.
  @Nullable Worker worker() {
    return worker;
  }

  /// Returns the worker of a request that is under way.
  Worker there() {
    var known = worker;
    if (known == null) {
      throw new AssertionError("A worker has no request under way; this is a bug in Terrarium");
    }
    return known;
  }

  /// Returns what the node has told last of its state; null if there is none.
  byte @Nullable [] state() {
    return state;
  }

  /// Whether a worker was there and has been let go, with all that its node knew.
  boolean isLost() {
    return worker == null && state == null;
  }

  int era() {
    return era;
  }

  void begin(Worker taken) {
    worker = taken;
    figures.began(taken.handle());
  }

  /// The node has been closed.
  void end() {
    worker = null;
  }

  /// Keeps what the node has told of its state.
  void remember(Worker known) {
    state = known.state(state);
  }

  /// Ends a worker that can be of no use any more.
  void drop(Worker known) {
    worker = null;
    stable.drop(known);
  }

  private String unheeded() {
    return owner.subject() + " did not heed an interrupt, and was killed";
  }

  private void kill(Worker known, String how) {
    newEra();
    figures.ended(how);
    drop(known);
  }

  /// Lets a worker go that has ended by itself.
  ///
  /// @param wasIdle whether it had nothing to do, so that nothing fails for it
  void lost(Worker gone, WorkerCrashedException crash, boolean wasIdle) {
    newEra();
    if (worker != null) {
      restarts.crashed();
      figures.crashed(crash.how() + (wasIdle ? ", while it had nothing to do" : ""));
      remember(gone);
      drop(gone);
    }
  }

  /// Lets a worker go that has told what cannot be.
  WorkerCrashedException misunderstood(Worker known, WireException what)
      throws InterruptedException {
    var crash = known.nonsense(what);
    lost(known, crash, false);
    return crash;
  }

  /// Lets a worker go whose answer this JVM has no memory for.
  void tooMuch(Worker known) {
    kill(
        known,
        owner.subject() + " gave more than there is room for in the Java heap, and was killed");
  }

  /// Interrupts what is under way; kills the process if that does not end it.
  ///
  /// @return how it ended; null if it was killed
  @Nullable Frame stop(Worker known, int request, long grace) {
    known.interrupt(request);
    var how = unheeded();
    boolean isInterrupted = Thread.interrupted();
    try {
      var answer = ended(known, request, grace);
      if (answer != null) {
        resume(known);
        return answer;
      }
    } catch (InterruptedException e) {
      isInterrupted = true;
    } catch (WorkerCrashedException e) {
      how = e.how(); // in the moment in which it was to end
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
    kill(known, how);
    return null;
  }

  /// Waits for what ends a request; null when time is up. It waits in parts: where this process
  /// stands still for a while the worker may, too, and has had no time then.
  private static @Nullable Frame ended(Worker known, int request, long nanos)
      throws InterruptedException, WorkerCrashedException {
    Frame answer = null;
    for (int part = 0; part < PARTS && answer == null; part++) {
      long deadline = System.nanoTime() + nanos / PARTS;
      answer = known.await(request, deadline);
      while (answer != null && answer.kind() == Frame.TAKE) {
        answer = known.await(request, deadline);
      }
    }
    return answer;
  }

  /// Has a worker take requests before their turn again, after a failure; what it was asked for so
  /// is gone.
  void resume(Worker known) {
    int _ = known.send(Frame.STOP, NONE);
    newEra();
  }

  /// Has a worker stop what it does before its turn, and what it would do next; one that goes on is
  /// killed. False if it has ended by that.
  boolean settles(Worker known) throws Exception {
    known.interruptAll();
    newEra();
    int stop = known.send(Frame.STOP, NONE);
    try {
      if (ended(known, stop, PATIENCE) != null) {
        return true;
      }
      kill(known, unheeded());
    } catch (WorkerCrashedException e) {
      lost(known, e, false);
    }
    return false;
  }

  void newEra() {
    era++;
    figures.load(0);
    var known = worker;
    if (known != null) {
      known.forgetAll();
    }
  }
}
