package dev.terrarium.python;

import dev.terrarium.python.events.Crossings;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// An interrupt under way: `terrarium.Interrupted` is raised in some Python code again and again
/// until it ends.
///
/// The first repetition comes after a fifth of the grace, the next ones after twice the time of the
/// one before, up to a second; or each after the same time, where one was given. Java code that a
/// [PythonCall] is in is interrupted from the first repetition on, as by [Thread#interrupt].
public final class Interruption {
  /// What the interrupter is given to find the code's stack, before the next exception.
  private static final Duration LOOK = Duration.ofMillis(50);

  /// What it is given before the verdict, of which a quarter of the grace is enough: many threads
  /// may want the GIL, and the machine may be busy.
  private static final Duration LAST_LOOK = Duration.ofMillis(250);

  /// How often, in that time, it is looked who holds the GIL.
  private static final int GLANCES = 5;

  private static final Duration MOMENT = Duration.ofNanos(50_000);
  private static final int MOST_POSTPONED = 12;

  private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);

  /// What the interrupter saw, with the GIL.
  ///
  /// @param waits whether an exception was asked for and not raised
  private record Look(boolean waits, List<StackTraceElement> stack) {}

  private final Watchdog watchdog;
  private final @Nullable Interruptible target;
  private final CompletableFuture<Verdict> verdict = new CompletableFuture<>();
  private final long begun = System.nanoTime();

  /// Whether an exception was asked for and not raised yet.
  private volatile boolean pending;

  private final AtomicInteger raised = new AtomicInteger();
  private final AtomicInteger postponed = new AtomicInteger();

  /// The interrupter has the GIL sooner than this unless somebody keeps it; less than the margin
  /// that it is given before the verdict.
  private final Duration patience;

  // Guarded by this.
  private Duration interval;
  private boolean isSteady;
  private int sent;
  private boolean stopped;
  private boolean raising;
  private boolean looking;
  private long waiting;
  private boolean alwaysHeld;
  private @Nullable Look look;
  private @Nullable Verdict end;
  private Runnable takeBackNext = () -> {};
  private Runnable whenOver = () -> {};

  private Interruption(Watchdog watchdog, @Nullable Interruptible target, Duration grace) {
    this.watchdog = watchdog;
    this.target = target;
    this.interval = grace.dividedBy(5);
    this.patience = margin(grace).multipliedBy(4).dividedBy(5);
    var _ = verdict.thenAccept(this::record);
  }

  private void record(Verdict reached) {
    String thread = target == null ? "" : target.attachment().thread.getName();
    Crossings.interrupted(thread, reached.level().name(), since());
  }

  /// One that found nothing to interrupt, or came before the code began.
  static Interruption of(Watchdog watchdog, Verdict verdict) {
    Interruption interruption = new Interruption(watchdog, null, Limits.USUAL_GRACE);
    interruption.over(verdict);
    return interruption;
  }

  /// One against whatever a thread runs.
  static Interruption of(Interpreter interpreter, Thread thread) {
    Attachment attachment = interpreter.attachments.workingFor(thread);
    PythonCall<?> call = attachment == null ? null : attachment.call();
    if (call != null) {
      return call.interrupt();
    }
    Gil region = attachment == null ? null : attachment.outermost();
    if (attachment == null || region == null || region.isOurs()) {
      return of(interpreter.watchdog, new Verdict.NothingRunning());
    }
    return interpreter.calls.interrupt(new OpenRegion(attachment, region));
  }

  /// Makes one, which [#press] begins.
  static Interruption against(Watchdog watchdog, Interruptible target, Duration grace) {
    return new Interruption(watchdog, target, grace);
  }

  /// Does something at once when it is over, or stopped; before [#press].
  synchronized void onEnd(Runnable work) {
    whenOver = work;
  }

  /// Has every repetition come after the same time from the next one on.
  synchronized void repeatEvery(Duration time) {
    interval = time;
    isSteady = true;
  }

  /// Interrupts now, and prepares the verdict that is due after the grace.
  ///
  /// @param whenDue what is done then, on the timer
  void press(Duration grace, Runnable whenDue) {
    send();
    Duration margin = margin(grace);
    Runnable last =
        () -> {
          verdict.completeAsync(this::now);
          whenDue.run();
        };
    var _ =
        watchdog.after(
            grace.minus(margin),
            () -> {
              askForLook();
              glance(GLANCES, margin.dividedBy(GLANCES), last);
            });
  }

  /// Looks so many times who holds the GIL, each time a while after the one before: where the whole
  /// process has stood still, so has the interrupter, and has its time nevertheless.
  private void glance(int times, Duration between, Runnable then) {
    glance();
    var _ = watchdog.after(between, times == 1 ? then : () -> glance(times - 1, between, then));
  }

  private static Duration margin(Duration grace) {
    return least(LAST_LOOK, grace.dividedBy(4));
  }

  /// Asks for one exception. Calls the target without this object's lock, since it has its own.
  private void send() {
    Interruptible running = target;
    if (running == null || !isToBeSent()) {
      return;
    }
    ask(running);
    boolean again;
    synchronized (this) {
      again = ++sent > 1;
      takeBackNext.run();
      takeBackNext = watchdog.after(interval, this::send);
      if (again) { // Not at once: the code must have had the time to raise it.
        var _ = watchdog.after(least(LOOK, interval.dividedBy(2)), this::askForLook);
      }
      interval = isSteady ? interval : least(interval.multipliedBy(2), LONGEST_INTERVAL);
    }
    if (again) {
      running.nudge(this);
    }
  }

  private void ask(Interruptible running) {
    if (!running.signal()) {
      askToRaise(running);
    }
  }

  private synchronized boolean isToBeSent() {
    if (end != null || stopped) {
      return false;
    }
    pending = true;
    return true;
  }

  private synchronized void askToRaise(Interruptible running) {
    if (!raising) {
      noteWaiting();
      raising = true;
      watchdog.withGil(_ -> raise(running));
    }
  }

  /// Notes since when the interrupter has something to do here.
  private void noteWaiting() {
    if (!raising && !looking) {
      waiting = System.nanoTime();
      alwaysHeld = true;
    }
  }

  /// Looks whether the code's thread holds the GIL.
  private synchronized void glance() {
    alwaysHeld = alwaysHeld && target != null && target.attachment().seemsToHoldGil();
  }

  /// Whether the interrupter has waited long for a GIL that went to nobody else meanwhile.
  private boolean isDenied() {
    glance();
    return alwaysHeld && (raising || looking) && System.nanoTime() - waiting > patience.toNanos();
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void raise(Interruptible running) {
    synchronized (this) {
      raising = false;
      if (end != null) {
        return;
      }
    }
    if (!running.raise(this)) {
      over(new Verdict.NothingRunning());
    }
  }

  private synchronized void askForLook() {
    if (end == null && !looking && target != null) {
      noteWaiting();
      looking = true;
      watchdog.withGil(gil -> look(gil, target));
    }
  }

  private void look(Gil gil, Interruptible running) {
    Look seen = null;
    try {
      boolean waits = pending;
      seen = new Look(waits, Standing.of(gil, running.attachment()));
    } finally {
      synchronized (this) {
        looking = false;
        look = seen;
      }
    }
  }

  /// Whether an exception is to be raised in what the thread runs now; on that thread.
  boolean isPending() {
    return pending;
  }

  /// Has the signal come again in a moment; says no when that was done often enough.
  boolean postpone() {
    Interruptible running = target;
    if (running == null || postponed.incrementAndGet() % (MOST_POSTPONED + 1) == 0) {
      return false;
    }
    var _ = watchdog.after(MOMENT, () -> ask(running));
    return true;
  }

  /// Notes that an exception was raised; on the code's thread.
  void noteRaised() {
    raised.incrementAndGet();
    pending = false;
  }

  /// Notes that Java code which no Python code has called was interrupted; the exception still
  /// waits for Python code.
  void noteNudged() {
    raised.incrementAndGet();
  }

  /// Notes that the code has ended.
  void ended() {
    over(new Verdict.Ended(raised.get(), since()));
  }

  private void over(Verdict last) {
    synchronized (this) {
      if (end != null) {
        return;
      }
      end = last;
      takeBackNext.run();
      whenOver.run();
    }
    verdict.completeAsync(() -> last);
  }

  private Duration since() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  /// How many exceptions were raised in the code so far.
  public int raised() {
    return raised.get();
  }

  /// The verdict, when the code has ended or its grace is over, whichever comes first.
  public CompletableFuture<Verdict> verdict() {
    return verdict.copy();
  }

  /// Whether its grace is over.
  boolean isDue() {
    return verdict.isDone();
  }

  /// What can be said at this moment.
  public Verdict now() {
    Look seen;
    boolean denied;
    synchronized (this) {
      if (end != null) {
        return end;
      }
      seen = look;
      denied = isDenied();
    }
    Interruptible running = Objects.requireNonNull(target);
    List<StackTraceElement> stack =
        seen == null ? Standing.inJava(running.attachment()) : seen.stack();
    if (denied) {
      return new Verdict.HoldsGil(stack, running.others());
    }
    return (seen == null ? pending : seen.waits())
        ? new Verdict.Blocked(raised.get(), stack)
        : new Verdict.Swallowed(raised.get(), stack);
  }

  /// Ends the repetition, and takes back what was not raised yet.
  public void stop() {
    Interruptible running = target;
    synchronized (this) {
      if (end != null || running == null) {
        return;
      }
      stopped = true;
      pending = false;
      takeBackNext.run();
    }
    watchdog.withGil(_ -> running.takeBack(this));
    whenOver.run();
  }

  /// How often it was raised, and the verdict if there is one. Never waits for Python.
  @Override
  public String toString() {
    Verdict reached;
    synchronized (this) {
      reached = end != null ? end : verdict.getNow(null);
    }
    return "Interruption[raised %d times, %s]"
        .formatted(raised.get(), reached == null ? "under way" : reached.level());
  }
}
