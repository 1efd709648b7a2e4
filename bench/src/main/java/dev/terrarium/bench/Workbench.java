package dev.terrarium.bench;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.Installation;
import dev.terrarium.environment.SearchPath;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.pipeline.manifest.Machine;
import dev.terrarium.pipeline.manifest.ManifestReader;
import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.Python;
import dev.terrarium.python.PythonOptions;
import dev.terrarium.worker.PythonSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where pipelines are measured: the nodes there are, and the interpreter that the plain loops
/// share with them. It stays open until the process ends.
final class Workbench {
  private static final String MODULE = "pipelines";
  private static final Consumer<String> PRINTED = System.err::print;

  private final NodeCatalog catalog;
  private final Python python;
  private final PyRef loops;

  private Workbench(NodeCatalog catalog, Python python, PyRef loops) {
    this.catalog = catalog;
    this.python = python;
    this.loops = loops;
  }

  /// Opens the interpreter.
  ///
  /// @param chosen which one
  /// @param folder for the module that holds the Python nodes
  static Workbench open(String chosen, Path folder) throws IOException {
    try (InputStream text = Workbench.class.getResourceAsStream(MODULE + ".py")) {
      if (text == null) {
        throw new IllegalStateException(MODULE + ".py is not packed in the benchmark's jar");
      }
      Files.copy(text, folder.resolve(MODULE + ".py"));
    }
    Installation installation =
        Environment.choose(SearchPath.ofProcess().withRequest(chosen, "--python"));
    Python python =
        Python.open(PythonOptions.of(installation).withStdout(PRINTED).withStderr(PRINTED));
    NodeCatalog catalog =
        NodeCatalog.load(
            Settings.of(new PythonSettings(() -> installation, List.of(folder), PRINTED, PRINTED)));
    var _ = catalog.find(MODULE + ":Next"); // Opens the nodes' side, which finds the module.
    try (Gil gil = python.attach()) {
      return new Workbench(catalog, python, gil.importModule(MODULE).keep());
    }
  }

  boolean hasNumpy() {
    return python.installation().numpy().isPresent();
  }

  /// Reads a chain of nodes, each a type such as `Next` or `AddNode {"addend": 1}`; a type without
  /// a parameter that is none of Java's is Python's.
  Pipeline chain(List<String> types) {
    return Pipeline.read(manifest(types), reader());
  }

  ManifestReader reader() {
    return new ManifestReader(catalog, Machine.current());
  }

  /// The manifest of such a chain.
  static String manifest(List<String> types) {
    List<String> nodes = new ArrayList<>();
    List<String> connections = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      nodes.add(node("n" + i, types.get(i)));
      if (i > 0) {
        connections.add("{\"from\": \"n%d\", \"to\": \"n%d\"}".formatted(i - 1, i));
      }
    }
    return manifest(nodes, connections);
  }

  static String manifest(List<String> nodes, List<String> connections) {
    return "{\"version\": \"v1\", \"metadata\": {\"name\": \"figures\"}, \"nodes\": %s, \"connections\": %s}"
        .formatted(nodes, connections);
  }

  private static String node(String id, String type) {
    String[] words = type.split(" ", 2);
    String params = words.length > 1 ? ", \"params\": " + words[1] : "";
    return "{\"id\": \"%s\", \"node_type\": \"%s\"%s}".formatted(id, words[0], params);
  }

  /// The `node_type` of a class of the module.
  static String python(String name) {
    return MODULE + ":" + name;
  }

  /// Such types.
  static List<String> python(List<String> names) {
    return names.stream().map(Workbench::python).toList();
  }

  /// Our side of a row: a run over a list of items.
  static Contender batch(Pipeline pipeline, List<?> items, List<?> expected) {
    return Contender.of(() -> run(pipeline, new Feed.Batch(items)), expected);
  }

  /// Our side of a row: a run over a stream of items.
  static Contender stream(Pipeline pipeline, List<?> items, List<?> expected) {
    return Contender.of(() -> run(pipeline, new Feed.Stream(items.iterator())), expected);
  }

  /// Runs a pipeline and returns what left it.
  ///
  /// @throws dev.terrarium.pipeline.PipelineException if a node failed
  static List<@Nullable Object> run(Pipeline pipeline, Feed feed) {
    List<@Nullable Object> outputs = new ArrayList<>();
    return switch (pipeline.run(feed, (_, value) -> outputs.add(value))) {
      case Outcome.Completed _ -> outputs;
      case Outcome.Failed failed -> throw failed.error();
      case Outcome.Cancelled _ -> throw new IllegalStateException("it was interrupted");
    };
  }

  /// The plain loop of that name over these nodes and items.
  Contender loop(String work, List<String> names, List<?> items, List<?> expected) {
    try (Gil gil = python.attach()) {
      return timed(gil, work, names, gil.of(items), gil.of(expected));
    }
  }

  /// The same over frames of sound, made in Python.
  Contender soundLoop(List<String> names, int length, int frames, List<?> expected) {
    try (Gil gil = python.attach()) {
      PyObject sounds = gil.of(loops).callMethod("sounds", length, frames);
      return timed(gil, "loop", names, sounds, gil.of(expected));
    }
  }

  private Contender timed(
      Gil gil, String work, List<String> names, PyObject items, PyObject expected) {
    PyRef side = gil.of(loops).callMethod("side", work, names, items).keep();
    PyRef wanted = expected.keep();
    return times -> {
      try (Gil region = python.attach()) {
        return region
            .of(loops)
            .attr("times")
            .call(long[].class, region.of(side), region.of(wanted), times);
      }
    };
  }
}
