package dev.terrarium.pipeline.run;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.pipeline.MarshalException;
import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.PipelineException;
import dev.terrarium.pipeline.Place;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Whether a run is to end early, and why; shared by its threads.
///
/// The first reason stays the reason, also if a node swallows the exception that carries it, and
/// stops all other threads of the run.
final class Ending {
  private final Duration grace;
  private final AtomicReference<@Nullable Halt> halt = new AtomicReference<>();
  private final List<Runnable> stops = new ArrayList<>();

  /// @param grace how long the other threads may work on earlier items when a stream fails
  Ending(Duration grace) {
    this.grace = grace;
  }

  /// Adds what stops a thread of the run; before any of them works.
  void onHalt(Runnable stop) {
    stops.add(stop);
  }

  /// Throws if the run is to end.
  void checkpoint() {
    var known = halt.get();
    if (known != null) {
      throw known;
    }
    if (Thread.currentThread().isInterrupted()) {
      throw halt(new Halt.Reason.Interruption());
    }
  }

  /// Whether the run is to end.
  boolean isOver() {
    return halt.get() != null;
  }

  /// Returns why the run ends early, if it does.
  Halt.@Nullable Reason reason() {
    var known = halt.get();
    return known == null ? null : known.reason();
  }

  /// Ends the run because of what a node threw.
  Halt halt(Place place, Throwable thrown) {
    return halt(
        isInterruption(thrown)
            ? new Halt.Reason.Interruption()
            : new Halt.Reason.Failure(error(place, thrown)));
  }

  /// Ends the run because of what the input or the consumer threw.
  Halt haltByCaller(RuntimeException thrown) {
    boolean interrupted = Thread.currentThread().isInterrupted() || isInterruption(thrown);
    var first =
        halt(interrupted ? new Halt.Reason.Interruption() : new Halt.Reason.InputOrOutput(thrown));
    if (!interrupted && first.reason() instanceof Halt.Reason.Failure(var error)) {
      error.addSuppressed(thrown);
    }
    return first;
  }

  /// Ends the run because of a failure when the grace is over, if it has not ended then.
  void haltSoon(Halt.Reason.Failure failure) {
    CompletableFuture.delayedExecutor(grace.toNanos(), TimeUnit.NANOSECONDS)
        .execute(() -> halt(failure));
  }

  Halt halt(Halt.Reason reason) {
    var mine = new Halt(reason);
    var first = halt.compareAndExchange(null, mine);
    if (first != null) {
      return first;
    }
    stops.forEach(Runnable::run);
    return mine;
  }

  /// Says what went wrong where a node threw.
  static PipelineException error(Place place, Throwable thrown) {
    return switch (thrown) {
      case PipelineException error -> error;
      case ConversionFault fault -> new MarshalException(place, fault);
      default -> NodeException.of(place, thrown);
    };
  }

  static boolean isInterruption(@Nullable Throwable thrown) {
    for (var link = thrown; link != null; link = link.getCause()) {
      if (link instanceof InterruptedException || link instanceof ClosedByInterruptException) {
        return true;
      }
    }
    return false;
  }
}
