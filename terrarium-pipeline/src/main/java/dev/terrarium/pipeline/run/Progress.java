package dev.terrarium.pipeline.run;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.pipeline.MarshalException;
import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.PipelineException;
import dev.terrarium.pipeline.Place;
import java.nio.channels.ClosedByInterruptException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How far a run has come, and why it ends if it ends early.
///
/// The first reason to end stays the reason, even if a node swallows the exception that carries it.
final class Progress {
  private final Stopwatch watch;
  private OptionalLong inputItem = OptionalLong.empty();
  private @Nullable Halt halt;

  Progress(Stopwatch watch) {
    this.watch = watch;
  }

  Stopwatch watch() {
    return watch;
  }

  OptionalLong inputItem() {
    return inputItem;
  }

  void atInputItem(OptionalLong item) {
    inputItem = item;
  }

  /// Throws if the run is to end: it was halted before, or its thread is interrupted.
  void checkpoint() {
    if (halt != null) {
      throw halt;
    }
    if (Thread.currentThread().isInterrupted()) {
      throw halt(new Halt.Reason.Interruption());
    }
  }

  /// Ends the run because of what a node threw.
  Halt halt(Place place, Throwable thrown) {
    if (halt != null) {
      return halt;
    }
    return halt(
        switch (thrown) {
          case PipelineException error -> new Halt.Reason.Failure(error);
          case ConversionFault fault -> new Halt.Reason.Failure(new MarshalException(place, fault));
          case Throwable other when isInterruption(other) -> new Halt.Reason.Interruption();
          default -> new Halt.Reason.Failure(NodeException.of(place, thrown));
        });
  }

  /// Ends the run because of what the input or the consumer threw.
  Halt haltByCaller(RuntimeException thrown) {
    boolean interrupted = Thread.currentThread().isInterrupted() || isInterruption(thrown);
    return halt(
        interrupted ? new Halt.Reason.Interruption() : new Halt.Reason.InputOrOutput(thrown));
  }

  private Halt halt(Halt.Reason reason) {
    if (halt == null) {
      halt = new Halt(reason);
    }
    return halt;
  }

  private static boolean isInterruption(@Nullable Throwable thrown) {
    for (var link = thrown; link != null; link = link.getCause()) {
      if (link instanceof InterruptedException || link instanceof ClosedByInterruptException) {
        return true;
      }
    }
    return false;
  }
}
