package dev.terrarium.worker.inline;

import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.NodeSource;
import dev.terrarium.pipeline.NodeType;
import java.util.List;

/// Stands where no Python was configured.
final class NoPython implements NodeSource {
  @Override
  public List<NodeType> types() {
    return List.of();
  }

  @Override
  public Lookup find(String name) {
    return InlineSource.isReference(name)
        ? new Lookup.Broken("'" + name + "' is a Python node, and no Python was configured")
        : new Lookup.Unknown();
  }
}
