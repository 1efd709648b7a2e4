package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.graph.Graph;
import java.util.List;

/// What came of reading a manifest.
public sealed interface Reading {
  /// Returns what is odd but does no harm, such as unknown fields.
  List<Fault> warnings();

  /// It can be run.
  ///
  /// @param order the nodes so that each comes after those whose items it takes
  /// @param graph the nodes and what connects them, dead letters to nodes included
  record Accepted(Manifest manifest, List<TypedNode> order, Graph graph, List<Fault> warnings)
      implements Reading {
    public Accepted {
      order = List.copyOf(order);
      warnings = List.copyOf(warnings);
    }
  }

  /// It cannot be run.
  ///
  /// @param faults all that is wrong
  record Refused(List<Fault> faults, List<Fault> warnings) implements Reading {
    public Refused {
      faults = List.copyOf(faults);
      warnings = List.copyOf(warnings);
    }
  }
}
