package dev.terrarium.worker.process;

import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.worker.WorkerCrashedException;
import dev.terrarium.worker.renewal.Renewals;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The worker processes of one source of types: at work, or waiting for a node of the type that
/// they have been of.
final class Stable implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 2;
  private static final int LEAST_AT_ONCE = 4;

  private final Launch launch;
  private final Optional<Watched> watched;
  private final Grace grace;
  private final Set<Sought> outdated = new HashSet<>();
  private final Map<Sought, Deque<Worker>> idle = new HashMap<>();
  private final List<Worker> all = new ArrayList<>();
  private boolean isClosed;

  /// Bounds how many are started at the same time: how long one may take is for itself.
  private final Semaphore starts =
      new Semaphore(Math.max(LEAST_AT_ONCE, 2 * Runtime.getRuntime().availableProcessors()));

  /// @param watched what is done about changed files, if somebody watches them
  Stable(Launch launch, Optional<Watched> watched, Grace grace) {
    this.launch = launch;
    this.watched = watched;
    this.grace = grace;
  }

  Grace grace() {
    return grace;
  }

  /// Returns what makes nodes at work anew, if that is wished for.
  Optional<Renewals> renewals() {
    return watched.map(Watched::renewals);
  }

  /// Returns what a worker is to find a type in: a program text, or the pickle of what the type is
  /// as it is now; null if the type can be imported by its name.
  ///
  /// @throws ConversionFault if it cannot travel
  @Nullable Object source(Sought type) {
    if (type.text().isPresent()) {
      return type.text().get();
    }
    var living = launch.host().map(host -> host.objects().get(type.name()));
    return living.isEmpty() ? null : living.get().get();
  }

  /// Returns a worker for a node of a type: one that waits, or a new one.
  Worker take(Sought type, Owner owner) throws InterruptedException, WorkerCrashedException {
    synchronized (this) {
      requireOpen();
      var waiting = idle.getOrDefault(type, new ArrayDeque<>());
      for (var worker = waiting.pollFirst(); worker != null; worker = waiting.pollFirst()) {
        if (worker.isThere()) {
          worker.serve(owner);
          return worker;
        }
        drop(worker);
      }
    }
    try {
      var worker = started(type, owner);
      synchronized (this) {
        all.add(worker);
        if (isClosed) {
          drop(worker);
        }
        requireOpen();
      }
      return worker;
    } catch (IOException e) {
      throw new UnavailableException(
          "A worker process cannot be started with " + launch.describe() + ": " + e.getMessage(),
          e);
    }
  }

  private Worker started(Sought type, Owner owner)
      throws IOException, InterruptedException, WorkerCrashedException {
    starts.acquire();
    try {
      return Worker.start(launch(type), owner);
    } finally {
      starts.release();
    }
  }

  private Launch launch(Sought type) {
    return launch.with(type.settings(), watched.map(known -> known.imports().of(type)));
  }

  private void requireOpen() {
    if (isClosed) {
      throw new IllegalStateException("The catalog of nodes is closed");
    }
  }

  /// Ends a worker in order whose node has been closed, and that is of no use to another.
  void retire(Worker worker) {
    synchronized (this) {
      all.remove(worker);
    }
    worker.end();
    try {
      worker.awaitEnd(System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      worker.release();
      Thread.currentThread().interrupt();
    }
  }

  /// Takes a worker back whose node has been closed.
  void giveBack(Sought type, Worker worker) {
    synchronized (this) {
      if (isClosed || !worker.isThere()) {
        drop(worker);
        return;
      }
      if (!outdated.contains(type)) {
        idle.computeIfAbsent(type, _ -> new ArrayDeque<>()).addFirst(worker);
        return;
      }
    }
    retire(worker);
  }

  /// Ends the workers that wait for nodes of a type that there is newer source of, and keeps none
  /// of it from now on.
  void outdate(Sought type) {
    Deque<Worker> waiting;
    synchronized (this) {
      outdated.add(type);
      waiting = idle.remove(type);
    }
    if (waiting != null) {
      waiting.forEach(this::retire);
    }
  }

  /// Lets a worker go that is of no use any more.
  synchronized void drop(Worker worker) {
    worker.release();
    all.remove(worker);
  }

  /// Ends all workers, and returns when they have ended.
  @Override
  public void close() {
    List<Worker> ending;
    synchronized (this) {
      isClosed = true;
      ending = List.copyOf(all);
      all.clear();
      idle.clear();
    }
    ending.forEach(Worker::end);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    boolean isInterrupted = Thread.interrupted();
    for (var worker : ending) {
      try {
        worker.awaitEnd(deadline);
      } catch (InterruptedException e) {
        isInterrupted = true;
        worker.release();
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
