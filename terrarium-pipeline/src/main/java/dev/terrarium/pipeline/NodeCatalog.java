package dev.terrarium.pipeline;

import dev.terrarium.message.NodeId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// All node types there are.
public final class NodeCatalog implements AutoCloseable {
  private final List<NodeSource> sources;

  private NodeCatalog(List<NodeSource> sources) {
    this.sources = List.copyOf(sources);
  }

  /// Opens every provider that the service loader finds.
  public static NodeCatalog load(Settings settings) {
    var sources = new ArrayList<NodeSource>();
    for (var provider :
        ServiceLoader.load(NodeProvider.class, NodeCatalog.class.getClassLoader())) {
      sources.add(provider.open(settings));
    }
    return new NodeCatalog(sources);
  }

  /// Holds the types of these sources; the first that knows a name wins.
  public static NodeCatalog of(NodeSource... sources) {
    return new NodeCatalog(List.of(sources));
  }

  /// Returns the types with a fixed name, by name.
  public List<NodeType> types() {
    return sources.stream()
        .flatMap(source -> source.types().stream())
        .sorted(Comparator.comparing(NodeType::name))
        .toList();
  }

  /// Returns `; did you mean 'x'?`, or nothing if no type has a name near this one.
  public String hint(String name) {
    var names =
        types().stream()
            .flatMap(type -> Stream.concat(Stream.of(type.name()), type.aliases().stream()))
            .toList();
    return Spelling.hint(name, names);
  }

  /// Finds a type by the name in a manifest.
  ///
  /// @throws UnavailableException if what would know the type, such as an interpreter, is not there
  public Lookup find(String name) {
    var lookup = first(source -> source.find(name));
    return lookup instanceof Lookup.Unknown unknown
        ? absence(name).<Lookup>map(Lookup.Broken::new).orElse(unknown)
        : lookup;
  }

  /// Finds a type in program text that a manifest holds.
  ///
  /// @param node the node's id, by which the text is called in what is told of it
  /// @throws UnavailableException if what would know the type, such as an interpreter, is not there
  public Lookup findIn(String text, String name, String node) {
    return first(source -> source.findIn(text, name, node));
  }

  /// Finds a type whose nodes run in processes of their own, by the name in a manifest.
  ///
  /// @param node the id of the node, for messages
  /// @param settings what these processes are started with
  /// @throws UnavailableException if what would know the type, such as an interpreter, is not there
  public Lookup findApart(String name, String node, ProcessSettings settings) {
    return first(source -> source.findApart(name, node, settings));
  }

  /// Finds such a type in program text that a manifest holds.
  ///
  /// @param node the node's id, by which the text is called in what is told of it
  /// @param settings what these processes are started with
  /// @throws UnavailableException if what would know the type, such as an interpreter, is not there
  public Lookup findApartIn(String text, String name, String node, ProcessSettings settings) {
    return first(source -> source.findApartIn(text, name, node, settings));
  }

  private Optional<String> absence(String name) {
    return sources.stream().flatMap(source -> source.absence(name).stream()).findFirst();
  }

  private Lookup first(Function<NodeSource, Lookup> search) {
    for (var source : sources) {
      var lookup = search.apply(source);
      if (!(lookup instanceof Lookup.Unknown)) {
        return lookup;
      }
    }
    return new Lookup.Unknown();
  }

  /// Begins in the background what finding types may have to wait for, such as the start of an
  /// interpreter; worth calling when types outside of [#types] will be asked for.
  public void prepare() {
    sources.forEach(NodeSource::prepare);
  }

  /// Interrupts a thread that reads or runs a pipeline, also where it is in a node's own language.
  ///
  /// @return says, whenever it is asked, what of it runs on and where; nothing when that is not
  ///   known
  public RunsOn interrupt(Thread thread) {
    thread.interrupt();
    var reports = sources.stream().map(source -> source.interrupt(thread)).toList();
    return patience -> reports.stream().flatMap(report -> report.tell(patience).stream()).toList();
  }

  /// Takes note that files have changed: types that come of them are made anew, and nodes of these
  /// types become of the new ones between two items, where a provider was opened for that.
  public void reload(Set<Path> changed) {
    sources.forEach(source -> source.reload(changed));
  }

  /// Lets a node at work become of another type between two items, where the type's provider was
  /// opened for that.
  ///
  /// @param origin where the type comes from, for messages
  public void renew(NodeId node, NodeType type, String origin) {
    sources.forEach(source -> source.renew(node, type, origin));
  }

  @Override
  public void close() {
    for (var source : sources.reversed()) {
      source.close();
    }
  }
}
