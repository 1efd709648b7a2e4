package dev.terrarium.pipeline.manifest;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Spelling;
import dev.terrarium.pipeline.graph.Connection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Reads one entry of `connections`.
final class ConnectionReader {
  private final Set<NodeId> nodes;

  /// @param nodes the ids that may be referred to
  ConnectionReader(Set<NodeId> nodes) {
    this.nodes = nodes;
  }

  Optional<Connection> read(Fields fields) {
    var from = end(fields, "from");
    var to = end(fields, "to");
    fields.warnOfOthers();
    return from.flatMap(source -> to.map(target -> new Connection(source, target)));
  }

  private Optional<NodeId> end(Fields fields, String name) {
    var id = fields.require(name).text(name, NodeId::isValid, NodeReader.ID_RULE).map(NodeId::new);
    if (id.isPresent() && !nodes.contains(id.get())) {
      var ids = nodes.stream().map(NodeId::value).collect(Collectors.toSet());
      fields.fault(
          name, "there is no node '" + id.get() + "'" + Spelling.hint(id.get().value(), ids));
      return Optional.empty();
    }
    return id;
  }
}
