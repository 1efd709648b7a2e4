package dev.terrarium.session.hosted;

import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.pipeline.run.RunReport;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyArguments;
import dev.terrarium.python.PyObject;
import dev.terrarium.worker.PythonItems;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A run that takes items as Python has them, and whose outputs Python takes as it likes; both ways
/// are bounded, so that who is faster waits.
///
/// Python never waits for a lock of this for long: what it would wait for comes as a future, which
/// is completed when the lock is free again.
final class HostedStream {
  private static final int BOUND = 64;

  private final Pipeline pipeline;
  private final PythonItems items;
  private final Answers answers;
  private final Consumer<RunReport> afterwards;
  private final Object lock = new Object();

  // All guarded by the lock.
  private final ArrayDeque<Optional<Object>> input = new ArrayDeque<>();
  private final List<@Nullable Object> output = new ArrayList<>();
  private CompletableFuture<Boolean> room = CompletableFuture.completedFuture(true);
  private CompletableFuture<Boolean> news = CompletableFuture.completedFuture(true);
  private boolean inputEnded;
  private boolean stopped;
  private HostedRun.@Nullable Ended ended;
  private @Nullable Throwable defect;

  /// @param afterwards takes the report of the run
  HostedStream(
      Pipeline pipeline, PythonItems items, Answers answers, Consumer<RunReport> afterwards) {
    this.pipeline = pipeline;
    this.items = items;
    this.answers = answers;
    this.afterwards = afterwards;
  }

  /// Begins the run.
  ///
  /// @param takes whether the pipeline takes items
  /// @return the stream's functions, by name
  Map<String, Object> begin(Gil gil, HostedPipelines.Held held, boolean takes) {
    Feed feed = takes ? new Feed.Stream(new Items()) : new Feed.None();
    var run =
        HostedRun.begin(
            () -> {
              var outcome = pipeline.run(feed, this::emit);
              afterwards.accept(outcome.report());
              return new HostedRun.Ended(outcome, List.of());
            },
            held);
    run.whenEnded(this::end);
    var functions = new LinkedHashMap<String, Object>();
    functions.put("put", gil.function("put", this::put));
    functions.put("put_end", gil.function("put_end", this::putEnd));
    functions.put("take", gil.function("take", this::take));
    functions.put("stop", gil.function("stop", arguments -> stop(arguments.gil(), run)));
    return functions;
  }

  /// `put(item)`: hands in an item; returns a future of there being room for more, if there is
  /// none.
  private @Nullable PyObject put(PyArguments arguments) {
    var gil = arguments.gil();
    var item = items.takeOne(gil, arguments.get(0));
    synchronized (lock) {
      if (!stopped && ended == null && defect == null) {
        input.add(Optional.ofNullable(item));
        lock.notifyAll();
        if (input.size() >= BOUND) {
          room = new CompletableFuture<>();
          return gil.of(room);
        }
        return null;
      }
    }
    items.close(Collections.singletonList(item));
    return null;
  }

  private @Nullable Object putEnd(PyArguments arguments) {
    synchronized (lock) {
      inputEnded = true;
      lock.notifyAll();
    }
    return null;
  }

  /// `take()`: returns the answer that holds what has left, and what failed; None at the end; a
  /// future where there is nothing yet.
  private @Nullable PyObject take(PyArguments arguments) {
    var gil = arguments.gil();
    List<@Nullable Object> taken;
    HostedRun.Ended end;
    synchronized (lock) {
      taken = new ArrayList<>(output);
      output.clear();
      lock.notifyAll();
      end = ended;
      if (taken.isEmpty() && end == null && defect == null) {
        news = new CompletableFuture<>();
        return gil.of(news);
      }
    }
    if (!taken.isEmpty()) {
      return answers.give(gil, taken);
    }
    if (end == null) {
      throw new AssertionError("A run failed; this is a bug in Terrarium", defect);
    }
    return end.outcome() instanceof Outcome.Completed ? null : answers.give(gil, end);
  }

  /// `stop()`: stops the run; returns a future of its end.
  private PyObject stop(Gil gil, HostedRun run) {
    synchronized (lock) {
      stopped = true;
      inputEnded = true;
      lock.notifyAll();
    }
    var _ = run.stop();
    return gil.of(run.end());
  }

  /// Takes what leaves the run, and waits while Python has not taken what left before.
  private void emit(String sink, @Nullable Object value) {
    var kept = HostedPipeline.kept(value);
    CompletableFuture<Boolean> waiting;
    synchronized (lock) {
      while (output.size() >= BOUND && !stopped) {
        await();
      }
      output.add(kept);
      waiting = news;
    }
    boolean _ = waiting.complete(true);
  }

  private void end(HostedRun.@Nullable Ended outcome, @Nullable Throwable thrown) {
    CompletableFuture<Boolean> forRoom;
    CompletableFuture<Boolean> forNews;
    synchronized (lock) {
      ended = outcome;
      defect = thrown;
      items.close(input.stream().flatMap(Optional::stream).toList());
      input.clear();
      forRoom = room;
      forNews = news;
    }
    boolean _ = forRoom.complete(false);
    boolean _ = forNews.complete(true);
  }

  /// Waits for a change; an interrupt ends the run.
  @SuppressWarnings("WaitNotInLoop") // Its callers do.
  private void await() {
    try {
      lock.wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for Python", e);
    }
  }

  /// The items, as the run asks for them; each lives until the next is asked for.
  private final class Items implements Iterator<@Nullable Object> {
    private @Nullable Object last;

    @Override
    public boolean hasNext() {
      items.close(Collections.singletonList(last));
      last = null;
      synchronized (lock) {
        while (input.isEmpty() && !inputEnded) {
          HostedStream.this.await();
        }
        return !input.isEmpty();
      }
    }

    @Override
    public @Nullable Object next() {
      CompletableFuture<Boolean> waiting = null;
      synchronized (lock) {
        var first = input.poll();
        if (first == null) {
          throw new NoSuchElementException();
        }
        last = first.orElse(null);
        if (input.size() < BOUND / 2) {
          waiting = room;
        }
      }
      if (waiting != null) {
        boolean _ = waiting.complete(true);
      }
      return last;
    }
  }
}
