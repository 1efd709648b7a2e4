package dev.terrarium.worker.inline;

import dev.terrarium.pipeline.ChainNode;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyRef;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One node of a chain, before it is made.
///
/// @param factory the class or function
/// @param lane where the node is made and cleaned up
record PythonLink(PyRef factory, Map<String, @Nullable Object> params, Lane lane) {
  static PythonLink of(ChainNode.Link link) {
    if (!(link.type() instanceof PythonNodeType type)) {
      throw new IllegalArgumentException(link.type().name() + " is no Python node");
    }
    var context = link.context();
    var lane = type.python().lane(List.of(context.id().value()));
    return new PythonLink(type.factory(), context.parameters().values(), lane);
  }

  /// Returns what `terrarium._chains.Chain` makes the node of.
  Object[] spec(Gil gil) {
    return new Object[] {gil.of(factory), params};
  }
}
