package dev.terrarium.pipeline.manifest;

import dev.terrarium.message.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Reads one entry of `nodes`.
final class NodeReader {
  static final String ID_RULE = "letters, digits, '_' and '-', at least one";

  private static final Predicate<String> ADDRESS = Pattern.compile("[^:]+:\\d+").asMatchPredicate();
  private static final List<String> RUNTIMES = List.of("java", "cpython", "auto");
  private static final Map<String, String> REFUSED_RUNTIMES =
      Map.of(
          "rust_python", "there is no RustPython here; Python nodes run in CPython",
          "cpython_wasm", "there is no WebAssembly here; Python nodes run in the embedded CPython");

  private NodeReader() {}

  static NodeDraft read(Fields fields) {
    var draft =
        new NodeDraft(
            fields.path(),
            fields
                .require("id", "a text of " + ID_RULE)
                .text("id", NodeId::isValid, ID_RULE)
                .map(NodeId::new),
            kind(fields),
            CapabilitiesReader.read(fields),
            fields.flag("is_streaming"),
            ConductReader.read(fields));
    refuseHost(fields);
    NotYet.checkNode(fields);
    fields.warnOfOthers();
    return draft;
  }

  private static NodeDraft.Kind kind(Fields fields) {
    return new NodeDraft.Kind(
        fields
            .require("node_type", "a built-in node such as \"Echo\", or \"module:Class\" in Python")
            .text("node_type", type -> !type.isEmpty(), "at least one character long"),
        fields.text("source", text -> !text.isBlank(), "program text"),
        fields.object("params").map(Fields::values).orElse(Map.of()),
        runtime(fields));
  }

  private static Optional<NodeDraft.Asked> runtime(Fields fields) {
    var runtime = runtime(fields, "runtime");
    var hint = runtime(fields, "runtime_hint");
    if (runtime.isPresent() && hint.isPresent() && !runtime.equals(hint)) {
      fields.fault(
          "runtime_hint",
          "says '" + hint.get() + "', but its new name 'runtime' says '" + runtime.get() + "'");
    }
    return runtime
        .map(word -> new NodeDraft.Asked("runtime", word))
        .or(() -> hint.map(word -> new NodeDraft.Asked("runtime_hint", word)))
        .filter(asked -> !"auto".equals(asked.word()));
  }

  private static Optional<String> runtime(Fields fields, String name) {
    var word = fields.text(name);
    var refusal = word.map(REFUSED_RUNTIMES::get);
    if (refusal.isPresent()) {
      fields.fault(name, "'" + word.get() + "' cannot run: " + refusal.get());
      return Optional.empty();
    }
    return fields.word(name, RUNTIMES);
  }

  private static void refuseHost(Fields fields) {
    fields
        .text("host", ADDRESS, "host:port")
        .ifPresent(host ->
            fields.fault(
                "host",
                "the node cannot run on " + host + ": no transport to other hosts exists yet"));
  }
}
