package dev.terrarium.pipeline.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Many sessions of one pipeline, each known by a name, opened when first sent to and closed when
/// nothing was sent to it for a while.
public final class PipelineSessions implements AutoCloseable {
  private final Pipeline pipeline;
  private final Duration idle;
  private final BiConsumer<String, List<@Nullable Object>> expired;
  private final LongSupplier clock;
  private final Map<String, Held> sessions = new HashMap<>();
  private final ScheduledExecutorService sweeper;

  PipelineSessions(
      Pipeline pipeline,
      Duration idle,
      BiConsumer<String, List<@Nullable Object>> expired,
      LongSupplier clock) {
    this.pipeline = pipeline;
    this.idle = idle;
    this.expired = expired;
    this.clock = clock;
    this.sweeper =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("terrarium-sessions").daemon().factory());
  }

  /// Opens none yet.
  ///
  /// @param idle how long a session lives after what was sent last has left
  /// @param expired takes the name of a session that was closed for that, and what was left in its
  ///   nodes
  public static PipelineSessions of(
      Pipeline pipeline, Duration idle, BiConsumer<String, List<@Nullable Object>> expired) {
    if (idle.isNegative() || idle.isZero()) {
      throw new IllegalArgumentException("Sessions must live for some time, not " + idle);
    }
    var made = new PipelineSessions(pipeline, idle, expired, System::nanoTime);
    long every = Math.max(1, idle.toMillis() / 4);
    var _ = made.sweeper.scheduleWithFixedDelay(made::sweep, every, every, TimeUnit.MILLISECONDS);
    return made;
  }

  /// A session, and who uses it.
  private static final class Held {
    private final PipelineSession session;
    private int users;
    private long lastUse;

    Held(PipelineSession session) {
      this.session = session;
    }
  }

  /// Sends an item to the session of that name, which is opened if there is none, and waits for all
  /// that comes of it. A session that a failing node ended is forgotten.
  ///
  /// @throws dev.terrarium.pipeline.PipelineException if a node failed
  /// @throws InterruptedException if the thread is interrupted; the item stays on its way
  public List<@Nullable Object> send(String name, @Nullable Object item)
      throws InterruptedException {
    var held = enter(name);
    try {
      return held.session.send(item);
    } catch (RuntimeException failed) {
      forget(name, held);
      throw failed;
    } finally {
      leave(held);
    }
  }

  /// Returns how many sessions are open.
  public int size() {
    synchronized (sessions) {
      return sessions.size();
    }
  }

  /// Ends one session, if there is one of that name.
  ///
  /// @return what was left in its nodes
  public List<@Nullable Object> finish(String name) throws InterruptedException {
    Held held;
    synchronized (sessions) {
      held = sessions.remove(name);
    }
    return held == null ? List.of() : held.session.finish();
  }

  private Held enter(String name) {
    synchronized (sessions) {
      if (sweeper.isShutdown()) {
        throw new IllegalStateException("The sessions are closed");
      }
      var held = sessions.computeIfAbsent(name, _ -> new Held(PipelineSession.open(pipeline)));
      held.users++;
      return held;
    }
  }

  private void leave(Held held) {
    synchronized (sessions) {
      held.users--;
      held.lastUse = clock.getAsLong();
    }
  }

  private void forget(String name, Held held) {
    synchronized (sessions) {
      sessions.remove(name, held);
    }
  }

  /// Closes the sessions whose time is over.
  void sweep() {
    var over = new HashMap<String, PipelineSession>();
    synchronized (sessions) {
      long now = clock.getAsLong();
      sessions
          .entrySet()
          .removeIf(entry -> {
            var held = entry.getValue();
            boolean isOver = held.users == 0 && now - held.lastUse >= idle.toNanos();
            if (isOver) {
              over.put(entry.getKey(), held.session);
            }
            return isOver;
          });
    }
    over.forEach(this::expire);
  }

  private void expire(String name, PipelineSession session) {
    try {
      expired.accept(name, session.finish());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failed) {
      System.getLogger(PipelineSessions.class.getName())
          .log(System.Logger.Level.WARNING, "Session " + name + " ended with a failure", failed);
    }
  }

  /// Ends all sessions.
  @Override
  public void close() {
    List<Held> open;
    synchronized (sessions) {
      sweeper.shutdownNow();
      open = List.copyOf(sessions.values());
      sessions.clear();
    }
    open.forEach(held -> held.session.close());
  }
}
