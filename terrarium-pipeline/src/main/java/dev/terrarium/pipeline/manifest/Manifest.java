package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.graph.Connection;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// A pipeline as its author wrote it down: nodes, and what flows from which to which.
///
/// @param pyproject which Python and packages its nodes need, if it says so
public record Manifest(
    Metadata metadata,
    List<NodeSpec> nodes,
    List<Connection> connections,
    Optional<Pyproject> pyproject) {
  public Manifest {
    nodes = List.copyOf(nodes);
    connections = List.copyOf(connections);
  }

  /// Where it is said which Python and packages a pipeline needs.
  public sealed interface Pyproject {
    /// In the manifest itself: the content of a `pyproject.toml`.
    record Text(String toml) implements Pyproject {}

    /// In a file, or in the `pyproject.toml` of a folder; relative to the manifest's folder.
    record File(String path) implements Pyproject {}
  }

  /// What the author says about the pipeline.
  ///
  /// @param name 1 to 255 characters
  public record Metadata(
      String name, Optional<String> description, Optional<OffsetDateTime> createdAt) {}
}
