package dev.terrarium.pipeline.manifest;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.ErrorPolicy;
import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.NodeRuntime;
import dev.terrarium.pipeline.NodeType;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Finds the type of a node, and holds its parameters and runtime against it.
final class TypeCheck {
  private static final Pattern DOTTED = Pattern.compile("[\\p{L}_][\\w./]*[./][\\p{L}_]\\w*");

  private final NodeCatalog catalog;
  private final Findings findings;
  private final boolean hasPython;

  /// @param hasPython whether there can be an interpreter; if not, Python nodes are not looked at
  TypeCheck(NodeCatalog catalog, Findings findings, boolean hasPython) {
    this.catalog = catalog;
    this.findings = findings;
    this.hasPython = hasPython;
  }

  Optional<NodeType> check(NodeDraft node) {
    var kind = node.kind();
    var found =
        kind.nodeType()
            .filter(name -> hasPython || !(kind.source().isPresent() || name.indexOf(':') >= 0))
            .flatMap(name ->
                kind.source()
                    .map(text -> findIn(node, text, name))
                    .orElseGet(() -> isApart(node) ? findApart(node, name) : find(node, name)));
    found.ifPresent(type -> {
      checkRuntime(node, type);
      checkStreaming(node, type);
      checkPolicies(node, type);
      findings.faults(type.parameters().check(Fault.child(node.path(), "params"), kind.params()));
    });
    return found;
  }

  private Optional<NodeType> find(NodeDraft node, String name) {
    return found(
        node,
        catalog.find(name),
        Fault.child(node.path(), "node_type"),
        () -> "there is no node type '" + name + "'" + hint(name));
  }

  private static String idOf(NodeDraft node, String name) {
    return node.id().map(NodeId::value).orElse(name);
  }

  private static boolean isApart(NodeDraft node) {
    return node.conduct().isolation() == Conduct.Isolation.PROCESS;
  }

  /// Finds a type for a node that is to run in a process of its own.
  private Optional<NodeType> findApart(NodeDraft node, String name) {
    var lookup = catalog.findApart(name, idOf(node, name), node.conduct().process());
    if (lookup instanceof Lookup.Unknown) {
      var type = find(node, name);
      type.ifPresent(_ ->
          findings.fault(
              Fault.child(node.path(), "isolation"),
              name
                  + " cannot run in a process of its own: Python nodes can, named module:Class or"
                  + " given as 'source'; \"thread\" gives it a thread of its own"));
      return type;
    }
    return found(
        node,
        lookup,
        Fault.child(node.path(), "node_type"),
        () -> "there is no node type '" + name + "'");
  }

  private Optional<NodeType> findIn(NodeDraft node, String text, String name) {
    var id = idOf(node, name);
    return found(
        node,
        isApart(node)
            ? catalog.findApartIn(text, name, id, node.conduct().process())
            : catalog.findIn(text, name, id),
        Fault.child(node.path(), "source"),
        () -> "nothing here makes nodes of program text");
  }

  private Optional<NodeType> found(
      NodeDraft node, Lookup lookup, String path, Supplier<String> unknown) {
    return switch (lookup) {
      case Lookup.Found(var type) -> Optional.of(type);
      case Lookup.Broken(var reason, var field) -> {
        findings.fault(field.map(name -> node.path() + "." + name).orElse(path), reason);
        yield Optional.empty();
      }
      case Lookup.Unknown _ -> {
        findings.fault(path, unknown.get());
        yield Optional.empty();
      }
    };
  }

  private void checkStreaming(NodeDraft node, NodeType type) {
    if (node.streaming().orElse(false) && !type.canStream()) {
      findings.fault(
          Fault.child(node.path(), "is_streaming"),
          type.name() + " takes one item at a time and cannot see the whole stream");
    }
  }

  /// Refuses what is said of single items where the node is given none.
  private void checkPolicies(NodeDraft node, NodeType type) {
    boolean streams = node.streaming().orElse(type.streams());
    var conduct = node.conduct();
    boolean endsRun = conduct.onError() instanceof ErrorPolicy.Fail;
    if (!streams && !type.isSource()) {
      if (endsRun && conduct.circuit().isPresent()) {
        findings.warning(
            Fault.child(node.path(), "circuit"),
            "does nothing, as the first failure ends the run: let \"on_error\" be \"skip\", \"data\" or"
                + " {\"dead_letter\": …}, or leave it out");
      }
      return;
    }
    var why = type.isSource() ? "it makes its own items" : "it sees the whole stream";
    var said = new LinkedHashMap<String, Boolean>();
    said.put("on_error", !endsRun);
    said.put("retry", conduct.retry().isPresent());
    said.put("timeout_ms", conduct.timeout().isPresent());
    said.put("circuit", conduct.circuit().isPresent());
    said.forEach((field, isSaid) -> {
      if (isSaid) {
        findings.fault(
            Fault.child(node.path(), field),
            "holds for single items, and " + type.name() + " is given none: " + why);
      }
    });
  }

  private String hint(String name) {
    if (DOTTED.matcher(name).matches()) {
      var dotted = name.replace('/', '.');
      int last = dotted.lastIndexOf('.');
      return "; a class in a Python module is written module:Class, here '%s:%s'"
          .formatted(dotted.substring(0, last), dotted.substring(last + 1));
    }
    var hint = catalog.hint(name);
    return hint.isEmpty() ? "; a class in a Python module is written module:Class" : hint;
  }

  private void checkRuntime(NodeDraft node, NodeType type) {
    node.kind()
        .runtime()
        .filter(asked -> !asked.word().equals(type.runtime().word()))
        .ifPresent(asked ->
            findings.fault(
                Fault.child(node.path(), asked.field()),
                type.name()
                    + (type.runtime() == NodeRuntime.JAVA
                        ? " is a Java node"
                        : " is a Python class")
                    + " and cannot run in "
                    + asked.word()
                    + "; leave the field out"));
  }
}
