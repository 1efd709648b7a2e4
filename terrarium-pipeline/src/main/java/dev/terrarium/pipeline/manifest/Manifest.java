package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.graph.Connection;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// A pipeline as its author wrote it down: nodes, and what flows from which to which.
public record Manifest(Metadata metadata, List<NodeSpec> nodes, List<Connection> connections) {
  public Manifest {
    nodes = List.copyOf(nodes);
    connections = List.copyOf(connections);
  }

  /// What the author says about the pipeline.
  ///
  /// @param name 1 to 255 characters
  public record Metadata(
      String name, Optional<String> description, Optional<OffsetDateTime> createdAt) {}
}
