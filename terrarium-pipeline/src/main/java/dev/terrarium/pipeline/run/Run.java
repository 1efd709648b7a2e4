package dev.terrarium.pipeline.run;

import dev.terrarium.message.ConversionFault;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.manifest.Reading;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One run of a chain, on the caller's thread.
///
/// Each item is pushed through the whole chain before the next is read: what a node emits goes
/// straight into the next node, so that outputs leave as early as they can and nothing queues up.
final class Run {
  private final Outlet output;
  private final Progress progress;
  private final List<Stage> stages = new ArrayList<>();
  private final int waiting;
  private final int delivering;
  private final long start;
  private long itemsIn;
  private long itemsOut;
  private OptionalLong firstOutput = OptionalLong.empty();

  Run(Reading.Accepted pipeline, Outlet output, LongSupplier clock) {
    var nodes = pipeline.order();
    this.output = output;
    this.waiting = nodes.size();
    this.delivering = nodes.size() + 1;
    this.start = clock.getAsLong();
    this.progress = new Progress(new Stopwatch(clock, nodes.size() + 3));
    Outlet next = this::deliver;
    for (int i = nodes.size() - 1; i >= 0; i--) {
      var stage = new Stage(progress, i, nodes.get(i), next);
      stages.addFirst(stage);
      next = stage::accept;
    }
  }

  Outcome run(Iterator<? extends @Nullable Object> input) {
    Halt.@Nullable Reason reason = null;
    try {
      stages.forEach(Stage::open);
      feed(input);
      stages.forEach(Stage::flush);
    } catch (Halt halt) {
      reason = halt.reason();
    } catch (Error error) {
      throw suppress(error, cleanUp());
    }
    return outcome(reason, cleanUp());
  }

  private void feed(Iterator<? extends @Nullable Object> input) {
    var first = stages.getFirst();
    while (hasNext(input)) {
      var item = next(input);
      progress.atInputItem(OptionalLong.of(itemsIn++));
      first.accept(item);
    }
    progress.atInputItem(OptionalLong.empty());
  }

  private boolean hasNext(Iterator<? extends @Nullable Object> input) {
    progress.checkpoint();
    int before = progress.watch().turnTo(waiting);
    try {
      return input.hasNext();
    } catch (RuntimeException thrown) {
      throw progress.haltByCaller(thrown);
    } finally {
      progress.watch().turnTo(before);
    }
  }

  private @Nullable Object next(Iterator<? extends @Nullable Object> input) {
    int before = progress.watch().turnTo(waiting);
    try {
      return input.next();
    } catch (RuntimeException thrown) {
      throw progress.haltByCaller(thrown);
    } finally {
      progress.watch().turnTo(before);
    }
  }

  private void deliver(@Nullable Object item) {
    int before = progress.watch().turnTo(delivering);
    var value = toJava(item);
    try {
      output.emit(value);
    } catch (RuntimeException thrown) {
      throw progress.haltByCaller(thrown);
    } finally {
      progress.watch().turnTo(before);
    }
    if (itemsOut++ == 0) {
      firstOutput = OptionalLong.of(progress.watch().now() - start);
    }
  }

  private @Nullable Object toJava(@Nullable Object item) {
    try {
      return item instanceof ForeignValue foreign ? foreign.toJava() : item;
    } catch (ConversionFault fault) {
      throw progress.halt(stages.getLast().place(), fault);
    }
  }

  private List<NodeException> cleanUp() {
    boolean interrupted = Thread.interrupted();
    var failures = new ArrayList<NodeException>();
    for (var stage : stages.reversed()) {
      stage.close().ifPresent(failures::add);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return failures;
  }

  private Outcome outcome(Halt.@Nullable Reason reason, List<NodeException> failures) {
    var report = report();
    return switch (reason) {
      case null ->
          failures.isEmpty()
              ? new Outcome.Completed(report)
              : new Outcome.Failed(
                  suppress(failures.getFirst(), failures.subList(1, failures.size())), report);
      case Halt.Reason.Failure(var error) -> new Outcome.Failed(suppress(error, failures), report);
      case Halt.Reason.Interruption _ -> {
        Thread.currentThread().interrupt();
        yield new Outcome.Cancelled(report, failures);
      }
      case Halt.Reason.InputOrOutput(var thrown) -> {
        suppress(thrown, failures);
        throw thrown;
      }
    };
  }

  private RunReport report() {
    var watch = progress.watch();
    return new RunReport(
        stages.stream().map(Stage::report).toList(),
        itemsIn,
        itemsOut,
        watch.now() - start,
        firstOutput,
        watch.nanosOf(waiting),
        watch.nanosOf(delivering));
  }

  private static <T extends Throwable> T suppress(T error, List<NodeException> failures) {
    failures.forEach(error::addSuppressed);
    return error;
  }
}
