package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.Fault;
import java.util.List;

/// What came of reading a manifest.
public sealed interface Reading {
  /// Returns what is odd but does no harm, such as unknown fields.
  List<Fault> warnings();

  /// It can be run.
  ///
  /// @param order the nodes in the order in which items pass them
  record Accepted(Manifest manifest, List<TypedNode> order, List<Fault> warnings)
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
