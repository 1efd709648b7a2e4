package dev.terrarium.pipeline.run;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.MarshalException;
import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Retry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Tries one item until it succeeds, as often as it may be tried.
///
/// What an attempt emits is held back until the attempt has succeeded, so that nothing leaves
/// twice.
final class Attempts {
  private static final Set<String> MAY_SUCCEED_AGAIN =
      Set.of(
          "ConnectionError",
          "TimeoutError",
          "BlockingIOError",
          "java.util.concurrent.TimeoutException",
          "java.net.SocketException",
          "java.net.SocketTimeoutException",
          "java.net.http.HttpTimeoutException");

  private final Stage stage;
  private final Retry retry;

  Attempts(Stage stage, Retry retry) {
    this.stage = stage;
    this.retry = retry;
  }

  /// What a node does with an item.
  interface Work {
    void run(Outlet out) throws Exception;
  }

  void run(Work work, Outlet out) throws Exception {
    double wait = retry.backoff().toNanos();
    for (int attempt = 1; ; attempt++) {
      var held = new Held();
      try (held) {
        work.run(held);
        held.emitAll(out);
        return;
      } catch (Exception thrown) {
        if (held.isLeaving() || thrown instanceof Halt || Ending.isInterruption(thrown)) {
          throw thrown;
        }
        boolean isNamed = kinds(thrown).stream().anyMatch(this::isNamed);
        if (attempt == retry.attempts() || !isNamed) {
          throw told(thrown, attempt, isNamed);
        }
      }
      stage.tally().countRetry();
      pause((long) (wait * (1 - retry.jitter() * ThreadLocalRandom.current().nextDouble())));
      wait *= retry.factor();
    }
  }

  private Exception told(Exception thrown, int attempts, boolean isNamed) {
    return Ending.error(stage.place(), thrown) instanceof NodeException error
        ? error.tried(attempts, isNamed)
        : thrown;
  }

  private static List<String> kinds(Exception thrown) {
    return switch (thrown) {
      case ForeignException foreign -> foreign.kinds();
      case MarshalException _, ConversionFault _ -> List.of(Failure.MARSHAL_ERROR);
      default -> kinds(thrown.getClass());
    };
  }

  private boolean isNamed(String kind) {
    return retry.on().isEmpty()
        ? MAY_SUCCEED_AGAIN.contains(kind)
        : retry.on().contains(kind)
            || retry.on().contains(kind.substring(kind.lastIndexOf('.') + 1));
  }

  private static List<String> kinds(Class<?> type) {
    var kinds = new ArrayList<String>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      kinds.add(each.getName());
      if (each.getName().startsWith("dev.terrarium.")) {
        kinds.add(each.getSimpleName().replaceFirst("Exception$", ""));
      }
    }
    return kinds;
  }

  private void pause(long nanos) {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = end - System.nanoTime()) {
      stage.progress().checkpoint();
      LockSupport.parkNanos(this, left);
    }
    stage.progress().checkpoint();
  }

  /// Holds what an attempt emits.
  private static final class Held implements Outlet, AutoCloseable {
    private final List<@Nullable Object> items = new ArrayList<>();
    private boolean isLeaving;

    @Override
    public void emit(@Nullable Object item) {
      items.add(item instanceof ForeignValue foreign ? foreign.share() : item);
    }

    void emitAll(Outlet out) {
      isLeaving = true;
      items.forEach(out::emit);
    }

    boolean isLeaving() {
      return isLeaving;
    }

    @Override
    public void close() {
      for (var item : items) {
        if (item instanceof ForeignValue foreign) {
          foreign.close();
        }
      }
    }
  }
}
