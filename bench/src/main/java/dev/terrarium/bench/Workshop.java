package dev.terrarium.bench;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.Installation;
import dev.terrarium.environment.SearchPath;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.Parameters;
import dev.terrarium.pipeline.ProcessSettings;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.pipeline.manifest.Machine;
import dev.terrarium.pipeline.manifest.ManifestReader;
import dev.terrarium.pipeline.run.Pipeline;
import dev.terrarium.worker.PythonSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where workers are measured: nodes in processes of their own, and no interpreter in this one.
final class Workshop implements AutoCloseable {
  private static final String MODULE = "workers";
  private static final Consumer<String> PRINTED = System.err::print;

  private final NodeCatalog catalog;
  private final Installation installation;
  private final Path program;

  private Workshop(NodeCatalog catalog, Installation installation, Path program) {
    this.catalog = catalog;
    this.installation = installation;
    this.program = program;
  }

  /// Readies the nodes.
  ///
  /// @param chosen the interpreter
  /// @param folder for the module that holds the nodes
  static Workshop open(String chosen, Path folder) throws IOException {
    Path program = folder.resolve(MODULE + ".py");
    try (InputStream text = Workshop.class.getResourceAsStream(MODULE + ".py")) {
      if (text == null) {
        throw new IllegalStateException(MODULE + ".py is not packed in the benchmark's jar");
      }
      Files.copy(text, program);
    }
    Installation installation =
        Environment.choose(SearchPath.ofProcess().withRequest(chosen, "--python"));
    NodeCatalog catalog =
        NodeCatalog.load(
            Settings.of(
                new PythonSettings(
                    () -> installation, List.of(folder), PRINTED, Workshop::ignore)));
    return new Workshop(catalog, installation, program);
  }

  /// Last words are in the errors.
  private static void ignore(String said) {}

  boolean hasNumpy() {
    return installation.numpy().isPresent();
  }

  /// Opens a node of one of the module's functions, as a pipeline does.
  Open node(String function) throws Exception {
    return node(function, Conduct.PLAIN);
  }

  Open node(String function, Conduct conduct) throws Exception {
    NodeId id = new NodeId("n");
    if (!(catalog.findApart(MODULE + ":" + function, id.value(), ProcessSettings.PLAIN)
        instanceof Lookup.Found(var type))) {
      throw new IllegalStateException(MODULE + ".py has no " + function);
    }
    Node node = type.create(new NodeContext(id, new Parameters(Map.of()), conduct));
    node.open();
    return new Open(node);
  }

  /// A node that has been opened.
  record Open(Node node) implements AutoCloseable {
    /// Gives it an item and returns its one output, as Java sees it.
    @Nullable Object give(Object item) throws Exception {
      return give(item, ForeignValue::toJava);
    }

    /// Gives it an item and returns what becomes of its one output.
    <T extends @Nullable Object> T give(Object item, Look<T> look) throws Exception {
      List<T> seen = new ArrayList<>(1);
      node.process(
          item,
          output -> {
            if (output instanceof ForeignValue value) {
              seen.add(look.at(value));
            }
          });
      return seen.getFirst();
    }

    @Override
    public void close() {
      try {
        node.close();
      } catch (Exception failed) {
        throw new IllegalStateException("the node could not be closed", failed);
      }
    }
  }

  /// What is done with an output, while it is there.
  @FunctionalInterface
  interface Look<T extends @Nullable Object> {
    T at(ForeignValue value);
  }

  /// Reads a pipeline of one node in so many processes.
  Pipeline pipeline(String function, int workers) {
    String node =
        "{\"id\": \"n\", \"node_type\": \"%s:%s\", \"isolation\": \"process\", \"workers\": %d}"
            .formatted(MODULE, function, workers);
    return Pipeline.read(
        Workbench.manifest(List.of(node), List.of()),
        new ManifestReader(catalog, Machine.current()));
  }

  /// Starts what runs beside a worker: stock CPython with a raw socket.
  ///
  /// @param further arguments besides the socket and the function
  RawWorker raw(String function, String... further) throws IOException {
    return RawWorker.start(python(), program, function, further);
  }

  /// The interpreter's path.
  String python() {
    return installation.executable().toString();
  }

  @Override
  public void close() {
    catalog.close();
  }
}
