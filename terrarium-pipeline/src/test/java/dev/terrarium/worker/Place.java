package dev.terrarium.worker;

import static java.util.Objects.requireNonNull;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.Installation;
import dev.terrarium.environment.SearchPath;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.Fault;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.Parameters;
import dev.terrarium.pipeline.ProcessSettings;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.pipeline.manifest.Machine;
import dev.terrarium.pipeline.manifest.ManifestReader;
import dev.terrarium.pipeline.manifest.Reading;
import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.pipeline.run.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Runs Python nodes in one of the places that there are: `inline`, `thread` or `process`.
///
/// A node is written as `type`, `type {"a": 1}` with parameters, or with further fields behind a
/// bar, as in `type | "timeout_ms": 100`; `@` is the module that was written last.
public class Place implements AutoCloseable {
  /// What was printed, in all places: an interpreter of this process prints to one sink for ever.
  public static final List<String> PRINTED = Collections.synchronizedList(new ArrayList<>());

  public static final Consumer<String> STDOUT = PRINTED::add;
  public static final Consumer<String> STDERR = PRINTED::add;

  private static final AtomicInteger MODULES = new AtomicInteger();

  private final Path folder;
  private final String isolation;
  private final NodeCatalog catalog;
  private String module = "";

  public Place(Path folder, String isolation) {
    this(folder, isolation, Place::python, STDOUT, STDERR);
  }

  /// Runs nodes in processes.
  ///
  /// @param stdout takes what they print
  /// @param stderr takes what they write to standard error
  public Place(Path folder, Consumer<String> stdout, Consumer<String> stderr) {
    this(folder, "process", Place::python, stdout, stderr);
  }

  /// Runs nodes in processes of a Python that is asked for.
  ///
  /// @throws dev.terrarium.environment.EnvironmentException at the first node, if it is not there
  public static Place ofVersion(Path folder, String version) {
    return new Place(folder, "process", () -> python(version), STDOUT, STDERR);
  }

  /// Runs nodes that are made anew when their files change.
  static Place reloading(Path folder, String isolation, Reloading wish) {
    var python = new PythonSettings(Place::python, List.of(folder), STDOUT, STDERR);
    return new Place(folder, isolation, new Settings(List.of(python, wish)));
  }

  private Place(
      Path folder,
      String isolation,
      Supplier<Installation> python,
      Consumer<String> stdout,
      Consumer<String> stderr) {
    this(
        folder,
        isolation,
        Settings.of(new PythonSettings(python, List.of(folder), stdout, stderr)));
  }

  protected Place(Path folder, String isolation, Settings settings) {
    this.folder = folder;
    this.isolation = isolation;
    this.catalog = NodeCatalog.load(settings);
  }

  public static Installation python() {
    return python(System.getProperty("terrarium.test.python", "bundled"));
  }

  public static Installation python(String request) {
    return Environment.choose(SearchPath.ofProcess().withRequest(request, "the test"));
  }

  /// Returns where its modules lie.
  public final Path folder() {
    return folder;
  }

  public NodeCatalog catalog() {
    return catalog;
  }

  /// Returns what was printed so far.
  public static String printed() {
    synchronized (PRINTED) {
      return String.join("", PRINTED);
    }
  }

  /// Writes a module, and returns its name.
  public String module(String source) throws IOException {
    module = "places_" + MODULES.incrementAndGet();
    Files.writeString(folder.resolve(module + ".py"), source);
    return module;
  }

  /// Returns the name of the module that was written last.
  public String name() {
    return module;
  }

  public Reading read(String... nodes) {
    var entries = new ArrayList<String>();
    var connections = new ArrayList<String>();
    for (int i = 0; i < nodes.length; i++) {
      entries.add(node(i, nodes[i].replace("@", module)));
      if (i > 0) {
        connections.add("{\"from\":\"n%d\",\"to\":\"n%d\"}".formatted(i - 1, i));
      }
    }
    var json =
        "{\"version\":\"v1\",\"metadata\":{\"name\":\"t\"},\"nodes\":%s,\"connections\":%s}"
            .formatted(entries, connections);
    return new ManifestReader(catalog, Machine.current()).read(json);
  }

  private String node(int number, String node) {
    int bar = node.indexOf(" | ");
    var head = bar < 0 ? node : node.substring(0, bar);
    var further = bar < 0 ? "" : "," + node.substring(bar + 3);
    int blank = head.indexOf(' ');
    var type = blank < 0 ? head : head.substring(0, blank);
    var params = blank < 0 ? "{}" : head.substring(blank + 1);
    boolean isPlaced =
        (type.indexOf(':') > 0 || further.contains("\"source\"")) && !further.contains("isolation");
    var place = isPlaced ? ",\"isolation\":\"" + isolation + "\"" : "";
    return "{\"id\":\"n%d\",\"node_type\":\"%s\",\"params\":%s%s%s}"
        .formatted(number, type, params, place, further);
  }

  public List<String> faults(String... nodes) {
    return read(nodes) instanceof Reading.Refused refused
        ? refused.faults().stream().map(Fault::toString).toList()
        : List.of();
  }

  public Pipeline pipeline(String... nodes) {
    return switch (read(nodes)) {
      case Reading.Accepted accepted -> Pipeline.of(accepted);
      case Reading.Refused refused -> throw new AssertionError(refused.faults().toString());
    };
  }

  public Outcome run(List<?> items, List<@Nullable Object> out, String... nodes) {
    return pipeline(nodes).run(items.iterator(), out::add);
  }

  /// Returns what comes of a finite list, which runs to its end.
  public List<@Nullable Object> outputs(List<?> items, String... nodes) {
    var out = new ArrayList<@Nullable Object>();
    var feed = new Feed.Batch(new ArrayList<>(items));
    return switch (pipeline(nodes).run(feed, (_, value) -> out.add(value))) {
      case Outcome.Completed _ -> out;
      case Outcome.Failed failed -> throw failed.error();
      case Outcome.Cancelled _ -> throw new AssertionError("cancelled");
    };
  }

  /// Gives a node an item, and looks at each of its outputs while it is there.
  public void emitted(String node, Object item, Consumer<ForeignValue> look) throws Exception {
    var name = node.replace("@", module);
    var lookup =
        isolation.equals("process")
            ? catalog.findApart(name, name, ProcessSettings.PLAIN)
            : catalog.find(name);
    if (!(lookup instanceof Lookup.Found(var type))) {
      throw new AssertionError(lookup.toString());
    }
    var made =
        type.create(new NodeContext(new NodeId("n"), new Parameters(Map.of()), Conduct.PLAIN));
    try {
      made.open();
      made.process(item, value -> look.accept((ForeignValue) requireNonNull(value)));
    } finally {
      made.close();
    }
  }

  public static List<@Nullable Object> items(@Nullable Object... items) {
    return Arrays.asList(items);
  }

  @Override
  public void close() {
    catalog.close();
  }
}
