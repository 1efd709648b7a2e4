package dev.terrarium.pipeline.manifest;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Spelling;
import dev.terrarium.pipeline.graph.Connection;
import java.util.Optional;
import java.util.Set;

/// Reads one entry of `connections`.
final class ConnectionReader {
  private final Set<NodeId> nodes;
  private final Set<String> ids;
  private final boolean areAllNamed;

  /// What was told of a node's own declaration is not told again of the connections to it.
  ///
  /// @param nodes the ids that may be referred to
  /// @param ids what the nodes call themselves, be it fit for an id or not
  /// @param areAllNamed whether there is no further node, of which the id is not known
  ConnectionReader(Set<NodeId> nodes, Set<String> ids, boolean areAllNamed) {
    this.nodes = nodes;
    this.ids = ids;
    this.areAllNamed = areAllNamed;
  }

  Optional<Connection> read(Fields fields) {
    var from = end(fields, "from");
    var to = end(fields, "to");
    fields.warnOfOthers();
    return from.flatMap(source -> to.map(target -> new Connection(source, target)));
  }

  private Optional<NodeId> end(Fields fields, String name) {
    var id =
        fields
            .require(name, "the id of a node")
            .text(name, text -> NodeId.isValid(text) || ids.contains(text), NodeReader.ID_RULE)
            .filter(NodeId::isValid)
            .map(NodeId::new);
    if (areAllNamed && id.isPresent() && !nodes.contains(id.get())) {
      fields.fault(
          name, "there is no node '" + id.get() + "'" + Spelling.hint(id.get().value(), ids));
    }
    return id.filter(nodes::contains);
  }
}
