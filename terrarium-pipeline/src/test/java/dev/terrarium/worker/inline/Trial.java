package dev.terrarium.worker.inline;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.data.DataPorts;
import dev.terrarium.pipeline.data.DataSink;
import dev.terrarium.pipeline.data.DataSource;
import dev.terrarium.pipeline.json.JsonOutput;
import dev.terrarium.pipeline.json.OutputException;
import dev.terrarium.pipeline.manifest.Machine;
import dev.terrarium.pipeline.manifest.ManifestReader;
import dev.terrarium.pipeline.manifest.Notation;
import dev.terrarium.pipeline.manifest.Reading;
import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.pipeline.run.Pipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A manifest as it is written for the reference system, what goes in, and what comes of it here.
///
/// @param manifest its text, with `'` for `"`, `@` for the Python module and `~` for its folder
/// @param python what the module holds
/// @param feed makes what goes in
/// @param then what is tried after it, in the same interpreter, with the same module
record Trial(
    String manifest,
    Notation notation,
    String python,
    Supplier<Feed> feed,
    Machine machine,
    @Nullable Trial then) {
  /// Four cores, 8 GB, and no graphics processor.
  static final Machine MACHINE = new Machine(4, 8L << 30, "x86_64", List.of());

  /// Tries a manifest with one item, the number 1.
  static Trial of(String manifest) {
    return new Trial(manifest, Notation.JSON, "", () -> new Feed.Batch(List.of(1L)), MACHINE, null);
  }

  /// Tries these nodes, each written as in a manifest but for `id`, which are `a`, `b` and so on.
  ///
  /// @param connections such as `a>b b>c`
  static Trial graph(String connections, String... nodes) {
    var entries = new StringBuilder();
    for (int i = 0; i < nodes.length; i++) {
      entries.append(i == 0 ? "" : ", ").append("{'id': '").append((char) ('a' + i)).append("', ");
      entries.append(nodes[i]).append('}');
    }
    var edges =
        Arrays.stream(connections.split(" ", -1))
            .filter(edge -> !edge.isEmpty())
            .map(edge -> "{'from': '%s', 'to': '%s'}".formatted((Object[]) edge.split(">", -1)))
            .collect(Collectors.joining(", "));
    return of(
        "{'version': 'v1', 'metadata': {'name': 't'}, 'nodes': [%s], 'connections': [%s]}"
            .formatted(entries, edges));
  }

  /// Tries one node.
  ///
  /// @param more further fields, such as `'params': {}`
  static Trial node(String type, String... more) {
    return graph(
        "",
        "'node_type': '" + type + "'" + (more.length == 0 ? "" : ", " + String.join(", ", more)));
  }

  /// Tries one node with parameters.
  static Trial params(String type, String params) {
    return node(type, "'params': {" + params + "}");
  }

  /// Tries a node that is the Python class or function `Node`.
  static Trial python(String source) {
    return node("@:Node").with(source);
  }

  Trial with(String source) {
    return new Trial(manifest, notation, source, feed, machine, then);
  }

  Trial with(Machine other) {
    return new Trial(manifest, notation, python, feed, other, then);
  }

  Trial in(Notation other) {
    return new Trial(manifest, other, python, feed, machine, then);
  }

  Trial on(@Nullable Object... items) {
    return fed(() -> new Feed.Batch(Arrays.asList(items)));
  }

  Trial fed(Supplier<Feed> other) {
    return new Trial(manifest, notation, python, other, machine, then);
  }

  Trial then(Trial next) {
    return new Trial(manifest, notation, python, feed, machine, next);
  }

  /// Returns what came of it: the outputs as JSON; before them what is odd in the manifest, after
  /// them why the run failed; or the faults alone.
  String outcome(Path folder) throws IOException {
    try (var workshop = Workshop.with(folder, ports())) {
      return outcome(workshop.catalog(), folder, workshop.module(python));
    }
  }

  private static DataPorts ports() {
    var source = new DataSource();
    source.push(1L);
    source.push(2L);
    source.close();
    return new DataPorts(
        Map.of(new NodeId("source"), source), Map.of(new NodeId("sink"), DataSink.to(_ -> {})));
  }

  private String outcome(NodeCatalog catalog, Path folder, String module) {
    var text =
        notation == Notation.JSON
            ? manifest.replace('\'', '"').replace("@", module).replace("~", folder.toString())
            : manifest;
    var reading = new ManifestReader(catalog, machine).read(text, notation);
    var said = new ArrayList<String>(texts(reading.warnings()));
    switch (reading) {
      case Reading.Refused refused -> said.addAll(texts(refused.faults()));
      case Reading.Accepted accepted -> run(accepted, said);
    }
    if (then != null) {
      said.add(then.outcome(catalog, folder, module));
    }
    return String.join("; ", said).replace(module, "@");
  }

  private static List<String> texts(List<Fault> faults) {
    return faults.stream().map(Fault::toString).toList();
  }

  private void run(Reading.Accepted accepted, List<String> said) {
    var out = new ArrayList<@Nullable Object>();
    var pipeline = Pipeline.of(accepted);
    try {
      var outcome = pipeline.run(feed.get(), (_, value) -> out.add(value));
      if (!(outcome instanceof Outcome.Failed) || !out.isEmpty()) {
        said.add(new JsonOutput(said::add).text(out));
      }
      if (outcome instanceof Outcome.Failed failed) {
        said.add(failed.error().getMessage());
      }
    } catch (IllegalArgumentException | OutputException e) {
      said.add(String.valueOf(e.getMessage()));
    }
  }
}
