package dev.terrarium.control.record;

import dev.terrarium.control.loop.ControlLoop;
import dev.terrarium.control.loop.CycleRing;
import dev.terrarium.control.loop.CycleRing.Copied;
import dev.terrarium.control.loop.CycleRow;
import dev.terrarium.control.loop.LoopOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Reads every cycle of a loop from its ring, on a thread of its own: counts, explains, records.
///
/// The loop never waits for it. All methods may be called on any thread. It ends some time after
/// the loop, when the last overruns are explained, or when it is closed.
public final class CycleReader implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(CycleReader.class.getPackageName());
  private static final long PAUSE_MILLIS = 10;

  private final CycleRing ring;
  private final CycleRing.Hold hold;
  private final Duration period;
  private final RunDelay runDelay;
  private final LongSupplier nanos;
  private final List<Consumer<Overrun>> listeners = new CopyOnWriteArrayList<>();
  private final CountDownLatch loopEnded = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CompletableFuture<Boolean> finished = new CompletableFuture<>();
  private final Thread thread;

  // Guarded by this.
  private final CycleRow row;
  private final Ledger ledger;
  private final Undecided undecided;
  private final List<Recording> recordings = new ArrayList<>();
  private long next;
  private boolean isOver;

  /// @param nanos the time, as [System#nanoTime] tells it
  CycleReader(
      CycleRing ring,
      Duration period,
      OverrunCauses causes,
      RunDelay runDelay,
      LongSupplier nanos) {
    this.ring = ring;
    hold = ring.hold();
    this.period = period;
    this.runDelay = runDelay;
    this.nanos = nanos;
    row = ring.room();
    ledger = new Ledger(period.toNanos());
    undecided = new Undecided(causes.stops(), causes.patience().toNanos(), runDelay);
    next = Math.max(0, ring.written() - ring.rows());
    thread = Thread.ofPlatform().daemon().name("terrarium-cycle-reader").unstarted(this::run);
  }

  /// Begins to read a loop's cycles, from the oldest that is kept.
  ///
  /// @param causes watched from before the loop began; they stay the caller's
  /// @throws IllegalStateException if the causes are closed, or the loop's cycles have been freed
  public static CycleReader start(ControlLoop loop, OverrunCauses causes) {
    causes.requireOpen();
    var reader =
        new CycleReader(
            loop.ring(), loop.period(), causes, RunDelay.of(loop.threadId()), System::nanoTime);
    loop.ended().whenComplete((_, _) -> reader.ends());
    reader.thread.start();
    return reader;
  }

  /// Begins to read the cycles of a loop in another process, from the oldest that is kept. What
  /// stopped that process is not known here, and it reads until it is closed.
  ///
  /// @param period from one deadline to the next, as [LoopOptions#period] of that loop
  /// @throws IllegalArgumentException if no loop has such a period
  public static CycleReader start(CycleRing ring, Duration period) {
    Duration known = LoopOptions.standard().withPeriod(period).period();
    var causes = OverrunCauses.of(new Stops(), Duration.ZERO);
    var reader = new CycleReader(ring, known, causes, RunDelay.of(0), System::nanoTime);
    reader.thread.start();
    return reader;
  }

  /// Returns what the loop has done until now.
  public synchronized LoopStats stats() {
    read();
    return ledger.told(undecided.count());
  }

  /// Tells somebody of each overrun when its cause is known, on the reader's thread.
  public void onOverrun(Consumer<Overrun> listener) {
    listeners.add(
        Objects.requireNonNull(listener, "listener is who is told of overruns, not null"));
  }

  /// Begins to record, with the next cycle.
  ///
  /// @param fields what, [CycleField#all] for everything
  /// @param atMost how long, an hour at most; all of it is kept in memory
  /// @throws IllegalArgumentException if there are no fields, or it is no such time
  /// @throws IllegalStateException if the loop has ended, or this is closed
  public synchronized Recording record(Set<CycleField> fields, Duration atMost) {
    Recording recording = Recording.of(fields, row, period, atMost);
    if (isOver) {
      throw new IllegalStateException(
          "the loop has ended, so nothing is left to record: begin before it ends");
    }
    read();
    recordings.add(recording);
    return recording;
  }

  /// Ends it: explains the last overruns by what is known, and ends what is recorded. Waits until
  /// that has been told, unless a listener calls it.
  @Override
  public void close() {
    closed.countDown();
    loopEnded.countDown();
    if (thread.isAlive() && !thread.equals(Thread.currentThread())) {
      var _ = finished.join();
    }
  }

  /// Returns what ends some time after the loop, when its last overruns are explained, or when this
  /// is closed: with what the loop has done.
  public CompletionStage<LoopStats> explained() {
    return finished.thenApply(_ -> stats()).minimalCompletionStage();
  }

  /// The loop has ended. On its thread, of which nothing is told any more when it is gone.
  void ends() {
    look(nanos.getAsLong());
    loopEnded.countDown();
  }

  private synchronized void look(long now) {
    runDelay.look(now);
  }

  private void run() {
    try {
      while (!loopEnded.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        step();
      }
      endRecordings();
      while (stats().overruns().undecided() > 0
          && !closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        step();
      }
    } catch (InterruptedException _) {
      // Nobody has this thread but us; whoever found it wants its end.
    } finally {
      endRecordings();
      tell(decideAll());
      hold.close();
      finished.complete(true);
    }
  }

  /// Reads what is new, and tells what is known of it.
  void step() {
    List<Overrun> decided;
    List<Recording> ended;
    synchronized (this) {
      read();
      long now = nanos.getAsLong();
      look(now);
      decided = undecided.decide(now);
      decided.forEach(overrun -> ledger.addOverrun(overrun.cause()));
      ended = takeEnded();
    }
    ended.forEach(Recording::end);
    tell(decided);
  }

  private synchronized List<Overrun> decideAll() {
    List<Overrun> decided = undecided.decideAll();
    decided.forEach(overrun -> ledger.addOverrun(overrun.cause()));
    return decided;
  }

  private void endRecordings() {
    List<Recording> ended;
    synchronized (this) {
      read();
      isOver = true;
      ended = List.copyOf(recordings);
      recordings.clear();
    }
    ended.forEach(Recording::end);
  }

  private List<Recording> takeEnded() {
    var ended = new ArrayList<Recording>();
    for (Iterator<Recording> each = recordings.iterator(); each.hasNext(); ) {
      Recording recording = each.next();
      if (recording.isOver()) {
        ended.add(recording);
        each.remove();
      }
    }
    return ended;
  }

  private void tell(List<Overrun> overruns) {
    for (Overrun overrun : overruns) {
      FlightRecords.tell(overrun);
      for (Consumer<Overrun> listener : listeners) {
        try {
          listener.accept(overrun);
        } catch (RuntimeException e) {
          LOG.log(System.Logger.Level.ERROR, "a listener of overruns failed at " + overrun, e);
        }
      }
    }
  }

  /// Reads all that is new, as many rows as there were when it began; nothing when it is over.
  private void read() {
    long end = ring.written();
    while (!isOver && next < end) {
      if (ring.read(next, row) == Copied.WHOLE) {
        add();
        next++;
      } else {
        skip();
      }
    }
  }

  private void add() {
    ledger.add(row).ifPresent(undecided::add);
    recordings.forEach(recording -> recording.add(row));
  }

  /// Leaves out what was overwritten, and a little more, which would be overwritten next.
  private void skip() {
    long oldest = ring.written() - ring.rows() + ring.rows() / 8;
    long lost = Math.max(1, oldest - next);
    ledger.addLost(lost);
    recordings.forEach(recording -> recording.addLost(lost));
    next += lost;
  }
}
