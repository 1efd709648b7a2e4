package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.ManifestException;
import dev.terrarium.pipeline.NodeRuntime;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.manifest.Manifest;
import dev.terrarium.pipeline.manifest.ManifestReader;
import dev.terrarium.pipeline.manifest.Reading;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A pipeline that is ready to run, any number of times; runs share nothing.
public final class Pipeline {
  private final Reading.Accepted reading;
  private final Plan plan;
  private final Timing timing;
  private final int traced;
  private final Consumer<RunMonitor> monitors;
  private final @Nullable Observer observer;

  private Pipeline(
      Reading.Accepted reading,
      Plan plan,
      Timing timing,
      int traced,
      Consumer<RunMonitor> monitors,
      @Nullable Observer observer) {
    this.reading = reading;
    this.plan = plan;
    this.timing = timing;
    this.traced = traced;
    this.monitors = monitors;
    this.observer = observer;
  }

  /// Makes a pipeline of a manifest that was accepted.
  public static Pipeline of(Reading.Accepted reading) {
    return new Pipeline(reading, new Plan(reading, false), Timing.SOME_ITEMS, 0, _ -> {}, null);
  }

  /// Reads a manifest.
  ///
  /// @param json the manifest's text
  /// @throws ManifestException with every fault, if there is one
  /// @throws dev.terrarium.pipeline.UnavailableException if an interpreter is needed and there is
  ///   none
  public static Pipeline read(String json, ManifestReader reader) {
    return switch (reader.read(json)) {
      case Reading.Accepted accepted -> of(accepted);
      case Reading.Refused refused -> throw new ManifestException(refused.faults());
    };
  }

  /// Returns the same pipeline, timed more or less closely than usual.
  public Pipeline timed(Timing closeness) {
    return new Pipeline(reading, plan, closeness, traced, monitors, observer);
  }

  /// Returns the same pipeline, whose runs can be looked at while they are under way.
  ///
  /// @param monitors takes a view of each run before its nodes are made, on the thread that runs
  ///   it; what it throws is thrown on, and nothing runs
  public Pipeline monitored(Consumer<RunMonitor> monitors) {
    return new Pipeline(reading, plan, timing, traced, this.monitors.andThen(monitors), observer);
  }

  /// Returns the same pipeline, whose runs note when each node worked on the first items; a
  /// [RunMonitor] has that. It costs each of those items two looks at the clock.
  ///
  /// @param items how many items of the input
  public Pipeline traced(int items) {
    return new Pipeline(reading, plan, timing, items, monitors, observer);
  }

  /// Returns the same pipeline with somebody who sees what enters and leaves its nodes.
  public Pipeline observedBy(Observer watcher) {
    return new Pipeline(reading, plan, timing, traced, monitors, watcher);
  }

  /// Returns the same pipeline, whose results come as they are: foreign values unconverted, each
  /// valid while [Results#emit] lasts.
  public Pipeline withForeignResults() {
    return new Pipeline(reading, new Plan(reading, true), timing, traced, monitors, observer);
  }

  /// Returns the manifest that the pipeline was made of.
  public Manifest manifest() {
    return reading.manifest();
  }

  /// Returns what is odd in the manifest but does no harm.
  public List<Fault> warnings() {
    return reading.warnings();
  }

  /// Whether a run needs an input: some node takes one.
  public boolean needsInput() {
    return plan.needsInput();
  }

  /// Returns the names of the sinks: the last nodes of the branches, then sinks for failed items,
  /// in the order in which a batch delivers.
  public List<String> sinks() {
    return plan.sinks();
  }

  /// Opens the pipeline for items that come over time; its nodes keep their state until the session
  /// is closed.
  ///
  /// @throws IllegalArgumentException if the pipeline takes no input
  public PipelineSession open() {
    if (!needsInput()) {
      throw new IllegalArgumentException(
          "The pipeline takes no input: its first nodes make their items themselves");
    }
    return PipelineSession.open(this);
  }

  /// Whether some node runs in Python, which wants a large stack.
  public boolean hasPython() {
    return plan.nodes().stream().anyMatch(node -> node.type().runtime() == NodeRuntime.CPYTHON);
  }

  /// Runs a stream until its input ends, a node fails or this thread is interrupted, and takes what
  /// leaves from whichever sink.
  ///
  /// @param input the items; what it throws is thrown on, after clean-up
  /// @param output takes what leaves the last nodes; what it throws is thrown on, after clean-up
  public Outcome run(Iterator<? extends @Nullable Object> input, Outlet output) {
    return run(new Feed.Stream(input), (_, value) -> output.emit(value));
  }

  /// Runs until the input ends, a node fails or this thread is interrupted.
  ///
  /// Items are read one at a time. A pipeline that is one chain runs on this thread, and what comes
  /// of an item has left before the next is read; branches have threads of their own. Foreign
  /// values are converted to Java before they leave.
  ///
  /// @param results takes what leaves, on this thread; what it throws is thrown on, after clean-up
  /// @throws IllegalArgumentException if the pipeline needs an input and there is none, or takes
  ///   none and there is one
  public Outcome run(Feed feed, Results results) {
    if (needsInput() == feed instanceof Feed.None) {
      throw new IllegalArgumentException(
          needsInput()
              ? "The pipeline needs an input: no node of it makes items of its own accord"
              : "The pipeline takes no input: its first nodes make their items themselves");
    }
    var order = new Assembly.Order(feed, results, timing, System::nanoTime, traced, observer);
    var run = new Run(plan, order);
    monitors.accept(run.monitor());
    return run.run();
  }
}
