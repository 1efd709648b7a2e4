package dev.terrarium.session.sampling;

import dev.terrarium.pipeline.run.RunStack;
import dev.terrarium.pipeline.run.RunThreads;
import dev.terrarium.pipeline.run.RunThreads.AtWork;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Looks every ten milliseconds where the threads of runs stand, until it is stopped.
///
/// A look that comes late, since the one before it waited for the GIL, stands for the time since
/// that.
public final class StackSampler implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(10);

  private final RunThreads threads = RunThreads.watch();
  private final PythonSight python = new PythonSight();
  private final Idleness idleness = new Idleness();
  private final Map<List<Frame>, Long> stacks = new HashMap<>();
  private final Set<Thread> met = new HashSet<>();
  private final Thread thread;
  private final long begun = System.nanoTime();
  private volatile boolean over;
  private volatile @Nullable Throwable failure;

  private StackSampler() {
    this.thread = Thread.ofPlatform().name("terrarium-profile").daemon().unstarted(this::guarded);
  }

  /// Begins to look; runs that begin from now on are seen.
  public static StackSampler start() {
    var sampler = new StackSampler();
    sampler.thread.start();
    return sampler;
  }

  /// Ends, and returns what was seen; nobody looks any more when this returns.
  public StackProfile stop() {
    close();
    if (failure != null) {
      throw new AssertionError("No profile could be taken; this is a bug in Terrarium", failure);
    }
    var duration = Duration.ofNanos(System.nanoTime() - begun);
    return new StackProfile(stacks, duration, INTERVAL, met.size());
  }

  private void guarded() {
    try {
      work();
    } catch (RuntimeException | Error thrown) {
      failure = thrown;
    }
  }

  private void work() {
    long interval = INTERVAL.toNanos();
    long seen = begun;
    while (!over) {
      long left = seen + interval - System.nanoTime();
      while (left > 0 && !over) {
        LockSupport.parkNanos(left);
        left = seen + interval - System.nanoTime();
      }
      long weight = (System.nanoTime() - seen) / interval;
      seen += weight * interval;
      if (weight > 0 && !over) {
        look(weight);
      }
    }
  }

  /// @param weight for how many samples the look stands
  private void look(long weight) {
    var working = threads.now();
    working.forEach(at -> idleness.begin(at.thread()));
    var sight = python.look(working);
    for (var at : working) {
      var stack = sight.stackOf(at);
      if (stack.elements().isEmpty()) {
        continue; // It has just ended.
      }
      met.add(at.thread());
      stacks.merge(new JoinedStack(at, stack.elements()).frames(end(at, stack)), weight, Long::sum);
    }
    idleness.end();
  }

  /// What the thread does that its frames do not tell.
  private @Nullable Frame end(AtWork at, PythonSight.Seen stack) {
    var top = stack.elements().getLast();
    boolean isIdle = !stack.isBusy() && idleness.isIdle(stack.thread(), top);
    if (stack.end().isPresent()) {
      return stack.end().get();
    }
    if (!isIdle) {
      return null;
    }
    return Frame.waiting(new RunStack(at, stack.elements()).wait(true).orElse("waiting"));
  }

  @Override
  public void close() {
    if (over) {
      return;
    }
    over = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    threads.close();
    python.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Returns a stack outermost first.
  static List<StackTraceElement> outermostFirst(StackTraceElement... innermostFirst) {
    return Arrays.asList(innermostFirst).reversed();
  }
}
