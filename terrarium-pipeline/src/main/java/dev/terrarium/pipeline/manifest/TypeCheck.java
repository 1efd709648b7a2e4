package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.NodeRuntime;
import dev.terrarium.pipeline.NodeType;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the type of a node, and holds its parameters and runtime against it.
final class TypeCheck {
  private final NodeCatalog catalog;
  private final Findings findings;

  TypeCheck(NodeCatalog catalog, Findings findings) {
    this.catalog = catalog;
    this.findings = findings;
  }

  Optional<NodeType> check(NodeDraft node) {
    var found = node.nodeType().flatMap(name -> find(node, name));
    found.ifPresent(type -> {
      checkRuntime(node, type);
      findings.faults(type.parameters().check(Fault.child(node.path(), "params"), node.params()));
    });
    return found;
  }

  private Optional<NodeType> find(NodeDraft node, String name) {
    var path = Fault.child(node.path(), "node_type");
    return switch (catalog.find(name)) {
      case Lookup.Found(var type) -> Optional.of(type);
      case Lookup.Broken(var reason) -> {
        findings.fault(path, reason);
        yield Optional.empty();
      }
      case Lookup.Unknown _ -> {
        findings.fault(path, "there is no node type '" + name + "'" + hint(name));
        yield Optional.empty();
      }
    };
  }

  private String hint(String name) {
    var names =
        catalog.types().stream()
            .flatMap(type -> Stream.concat(Stream.of(type.name()), type.aliases().stream()))
            .toList();
    var hint = Spelling.hint(name, names);
    return hint.isEmpty() ? "; a class in a Python module is written module:Class" : hint;
  }

  private void checkRuntime(NodeDraft node, NodeType type) {
    node.runtime()
        .filter(runtime -> !runtime.equals(type.runtime().word()))
        .ifPresent(runtime ->
            findings.fault(
                Fault.child(node.path(), "runtime"),
                type.runtime() == NodeRuntime.JAVA
                    ? type.name() + " is a Java node and cannot run in " + runtime
                    : type.name() + " is a Python class and cannot run in " + runtime));
  }
}
