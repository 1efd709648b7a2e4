package dev.terrarium.worker.inline;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.Installation;
import dev.terrarium.environment.SearchPath;
import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.pipeline.manifest.Machine;
import dev.terrarium.pipeline.manifest.ManifestReader;
import dev.terrarium.pipeline.manifest.Reading;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.Python;
import dev.terrarium.python.PythonOptions;
import dev.terrarium.worker.Place;
import dev.terrarium.worker.PythonObjects;
import dev.terrarium.worker.PythonSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes Python nodes and runs them in the bundled Python, or that of `terrarium.test.python`.
///
/// Each module has a name of its own, since an interpreter imports a name once.
final class Workshop implements AutoCloseable {
  static final List<String> PRINTED = Place.PRINTED;

  private static final AtomicInteger MODULES = new AtomicInteger();
  private static final Consumer<String> STDOUT = Place.STDOUT;
  private static final Consumer<String> STDERR = Place.STDERR;
  static final Supplier<Installation> PYTHON =
      () ->
          Environment.choose(
              SearchPath.ofProcess()
                  .withRequest(System.getProperty("terrarium.test.python", "bundled"), "the test"));

  private final Path folder;
  private final NodeCatalog catalog;

  Workshop(Path folder) {
    this(folder, PYTHON);
  }

  Workshop(Path folder, Supplier<Installation> installation, Record... further) {
    this.folder = folder;
    var settings = new ArrayList<>(List.of(further));
    settings.add(new PythonSettings(installation, List.of(folder), STDOUT, STDERR));
    this.catalog = NodeCatalog.load(new Settings(settings));
  }

  /// Makes one that knows objects which live already.
  static Workshop with(Path folder, Map<String, PyRef> objects) {
    return new Workshop(folder, PYTHON, new PythonObjects(objects));
  }

  /// Makes one with further settings.
  static Workshop with(Path folder, Record further) {
    return new Workshop(folder, PYTHON, further);
  }

  /// Opens a handle of its own to the interpreter that the nodes run in.
  static Python interpreter() {
    var options = PythonOptions.of(PYTHON.get()).withStdout(STDOUT).withStderr(STDERR);
    return Python.open(options);
  }

  void prepare() {
    catalog.prepare();
  }

  NodeCatalog catalog() {
    return catalog;
  }

  /// Returns a type that is there.
  NodeType type(String name) {
    return found(catalog.find(name));
  }

  /// Returns what a lookup has found.
  static NodeType found(Lookup lookup) {
    return switch (lookup) {
      case Lookup.Found(var type) -> type;
      case Lookup.Broken(var reason, _) -> throw new AssertionError(reason);
      case Lookup.Unknown _ -> throw new AssertionError("unknown");
    };
  }

  /// Writes a module and returns its name.
  String module(String source) throws IOException {
    var name = "nodes_" + MODULES.incrementAndGet();
    Files.writeString(folder.resolve(name + ".py"), source);
    return name;
  }

  /// Reads a chain of nodes, each a `node_type`, or one with params as `type {"a": 1}`.
  Reading read(String... types) {
    var nodes = new ArrayList<String>();
    var connections = new ArrayList<String>();
    for (int i = 0; i < types.length; i++) {
      int blank = types[i].indexOf(' ');
      var type = blank < 0 ? types[i] : types[i].substring(0, blank);
      var params = blank < 0 ? "{}" : types[i].substring(blank + 1);
      nodes.add("{\"id\":\"n%d\",\"node_type\":\"%s\",\"params\":%s}".formatted(i, type, params));
      if (i > 0) {
        connections.add("{\"from\":\"n%d\",\"to\":\"n%d\"}".formatted(i - 1, i));
      }
    }
    var json =
        "{\"version\":\"v1\",\"metadata\":{\"name\":\"t\"},\"nodes\":%s,\"connections\":%s}"
            .formatted(nodes, connections);
    return new ManifestReader(catalog, Machine.current()).read(json);
  }

  /// Returns the faults of a chain that is refused.
  List<String> faults(String... types) {
    return read(types) instanceof Reading.Refused refused
        ? refused.faults().stream().map(Fault::toString).toList()
        : List.of();
  }

  Outcome run(List<?> items, List<@Nullable Object> out, String... types) {
    return switch (read(types)) {
      case Reading.Accepted accepted -> Pipeline.of(accepted).run(items.iterator(), out::add);
      case Reading.Refused refused -> throw new AssertionError(refused.faults().toString());
    };
  }

  /// Returns the outputs of a run that completes.
  List<@Nullable Object> outputs(List<?> items, String... types) {
    var out = new ArrayList<@Nullable Object>();
    return switch (run(items, out, types)) {
      case Outcome.Completed _ -> out;
      case Outcome.Failed failed -> throw failed.error();
      case Outcome.Cancelled _ -> throw new AssertionError("cancelled");
    };
  }

  @Override
  public void close() {
    catalog.close();
  }
}
