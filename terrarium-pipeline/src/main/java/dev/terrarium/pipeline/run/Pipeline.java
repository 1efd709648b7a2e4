package dev.terrarium.pipeline.run;

import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.ManifestException;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.manifest.Manifest;
import dev.terrarium.pipeline.manifest.ManifestReader;
import dev.terrarium.pipeline.manifest.Reading;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A pipeline that is ready to run, any number of times; runs share nothing.
public final class Pipeline {
  private final Reading.Accepted reading;

  private Pipeline(Reading.Accepted reading) {
    this.reading = reading;
  }

  /// Makes a pipeline of a manifest that was accepted.
  public static Pipeline of(Reading.Accepted reading) {
    return new Pipeline(reading);
  }

  /// Reads a manifest.
  ///
  /// @param json the manifest's text
  /// @throws ManifestException with every fault, if there is one
  /// @throws dev.terrarium.pipeline.UnavailableException if an interpreter is needed and there is
  ///   none
  public static Pipeline read(String json, ManifestReader reader) {
    return switch (reader.read(json)) {
      case Reading.Accepted accepted -> new Pipeline(accepted);
      case Reading.Refused refused -> throw new ManifestException(refused.faults());
    };
  }

  /// Returns the manifest that the pipeline was made of.
  public Manifest manifest() {
    return reading.manifest();
  }

  /// Returns what is odd in the manifest but does no harm.
  public List<Fault> warnings() {
    return reading.warnings();
  }

  /// Runs on this thread until the input ends, a node fails or the thread is interrupted.
  ///
  /// Items are read one at a time, and what comes of one has left before the next is read. Foreign
  /// values are converted to Java before they leave.
  ///
  /// @param input the items; what it throws is thrown on, after clean-up
  /// @param output takes what leaves the last node; what it throws is thrown on, after clean-up
  public Outcome run(Iterator<? extends @Nullable Object> input, Outlet output) {
    requireChain();
    return new Run(reading, output, System::nanoTime).run(input);
  }

  private void requireChain() {
    var graph = reading.graph();
    boolean chain =
        graph.sources().size() == 1
            && graph.nodes().stream()
                .allMatch(node ->
                    graph.upstreamOf(node).size() <= 1 && graph.downstreamOf(node).size() <= 1);
    boolean plain =
        reading.order().stream().allMatch(node -> node.spec().conduct().equals(Conduct.PLAIN));
    if (!chain || !plain) {
      throw new UnsupportedOperationException(
          "Only one chain of nodes runs, each as it is where the manifest does not say how");
    }
  }
}
