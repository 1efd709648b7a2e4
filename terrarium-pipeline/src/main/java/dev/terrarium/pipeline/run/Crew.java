package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.NodeRuntime;
import dev.terrarium.pipeline.NodeThread;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The threads of a run: one for each segment, the caller's for the last, which delivers.
///
/// Where the runtime of a node lends a thread on which its nodes can be stopped better than on any
/// other, the first segment with such a node gets that, also if it is the last.
///
/// A segment with Python nodes gets a platform thread with the stack that Python wants, one that
/// reads a stream a platform thread as well, any other a virtual thread. A virtual thread that
/// reads a file, such as standard input, cannot be interrupted: whoever tries waits as long as the
/// read. Where the caller's thread is virtual all are: it may be one of very many, and its calls of
/// Python are handed over to the few threads that there are for that.
final class Crew implements AutoCloseable {
  private static final long STACK = 64L << 20;

  private final List<Segment> segments;
  private final Ending ending;
  private final Map<Segment, Executor> threads = new HashMap<>();
  private final List<ExecutorService> made = new ArrayList<>();
  private final Optional<NodeThread> borrowed;

  Crew(List<Segment> segments, Ending ending) {
    this.segments = segments;
    this.ending = ending;
    this.borrowed = borrow();
    if (segments.size() > 1 || borrowed.isPresent()) {
      segments.forEach(segment -> ending.onHalt(segment::stop));
    }
    for (var segment : segments.subList(0, segments.size() - 1)) {
      if (!threads.containsKey(segment)) {
        var own = Executors.newSingleThreadExecutor(factory(segment));
        made.add(own);
        threads.put(segment, own);
      }
    }
  }

  /// Gives the first segment that may have one a thread of its nodes' runtime.
  private Optional<NodeThread> borrow() {
    if (segments.stream().flatMap(Crew::stages).anyMatch(Crew::needsThreads)) {
      return Optional.empty();
    }
    for (var segment : segments) {
      var lent = stages(segment).flatMap(stage -> stage.type().lendThread().stream()).findFirst();
      if (lent.isPresent()) {
        threads.put(segment, lent.get());
        return lent;
      }
    }
    return Optional.empty();
  }

  private static Stream<Stage> stages(Segment segment) {
    return segment.stages().stream();
  }

  /// Whether a node needs such a thread for each item, since its runtime keeps its time limit.
  private static boolean needsThreads(Stage stage) {
    return stage.conduct().timeout().isPresent() && stage.type().runtime() != NodeRuntime.JAVA;
  }

  private static ThreadFactory factory(Segment segment) {
    var name = "terrarium-" + segment.name();
    if (Thread.currentThread().isVirtual()) {
      return Thread.ofVirtual().name(name).factory();
    }
    if (segment.hasPython()) {
      return Thread.ofPlatform().name(name).daemon().stackSize(STACK).factory();
    }
    return segment.readsStream()
        ? Thread.ofPlatform().name(name).daemon().factory()
        : Thread.ofVirtual().name(name).factory();
  }

  /// Does one segment's part after the other's; none after one at which the run halted.
  void each(Consumer<Segment> part) {
    for (var segment : segments) {
      if (ending.reason() == null) {
        await(begin(segment, part));
      }
    }
  }

  /// Does all segments' parts at once, and waits for all of them.
  void all(Consumer<Segment> part) {
    if (ending.reason() == null) {
      segments.stream().map(segment -> begin(segment, part)).toList().forEach(this::await);
    }
  }

  /// Does the part of the segment that delivers, also when the run has halted.
  void last(Consumer<Segment> part) {
    await(begin(segments.getLast(), part));
  }

  /// Cleans up from back to front, unmoved by an interrupt, which is kept.
  List<NodeException> cleanUp() {
    boolean interrupted = Thread.interrupted();
    var failures = new ArrayList<NodeException>();
    for (var segment : segments.reversed()) {
      await(begin(segment, each -> failures.addAll(each.close())));
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return failures;
  }

  /// Begins a part on the segment's thread; the caller's own is done at once.
  private Future<?> begin(Segment segment, Consumer<Segment> part) {
    var task = new FutureTask<>(() -> guard(segment, part), null);
    threads.getOrDefault(segment, Runnable::run).execute(task);
    return task;
  }

  /// Whatever ends a part early is kept in the run's ending.
  private void guard(Segment segment, Consumer<Segment> part) {
    try {
      part.accept(segment);
    } catch (Halt known) {
      // The ending knows it.
    } catch (Error error) {
      ending.halt(new Halt.Reason.Defect(error));
    } catch (RuntimeException unforeseen) {
      ending.halt(
          new Halt.Reason.Defect(
              new AssertionError("The executor failed; this is a bug in Terrarium", unforeseen)));
    }
  }

  /// Waits for a part; an interrupt of the caller ends the run, not the wait.
  private void await(Future<?> part) {
    boolean interrupted = false;
    while (true) {
      try {
        part.get();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
        ending.halt(new Halt.Reason.Interruption());
      } catch (ExecutionException impossible) {
        throw new AssertionError("Each part is guarded; this is a bug in Terrarium", impossible);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    borrowed.ifPresent(NodeThread::close);
    made.forEach(ExecutorService::shutdown);
  }
}
