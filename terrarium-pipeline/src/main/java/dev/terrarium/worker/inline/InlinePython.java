package dev.terrarium.worker.inline;

import dev.terrarium.environment.Origin;
import dev.terrarium.pipeline.ChainNode;
import dev.terrarium.pipeline.ChainNode.Link;
import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.NodeThread;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.python.Gil;
import dev.terrarium.python.Limits;
import dev.terrarium.python.MainThread;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.Python;
import dev.terrarium.python.PythonException;
import dev.terrarium.python.PythonOptions;
import dev.terrarium.worker.PythonSettings;
import dev.terrarium.worker.Reloading;
import dev.terrarium.worker.renewal.Renewals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// The interpreter as Python nodes need it: with their folders first on its path.
final class InlinePython implements AutoCloseable, ChainNode.Maker {
  private final Python python;
  private final List<String> folders;
  private final Optional<Renewals> renewals;
  private final boolean onMain;
  private final AtWork atWork;
  private final PyRef nodes;
  private final PyRef driver;
  private final PyRef chains;
  private final PyRef texts;
  private final PyRef tuple;
  private final Marks marks;
  private final Sounds sounds;
  private final Crossing crossing;
  private final List<PyRef> factories = new ArrayList<>();
  private final List<PyRef> modules = new ArrayList<>();

  private InlinePython(
      Python python, List<String> folders, Optional<Reloading> reloading, boolean onMain) {
    this.python = python;
    this.folders = folders;
    this.renewals =
        reloading.map(
            wish -> new Renewals(wish.notices(), folders.stream().map(Path::of).toList()));
    this.onMain = onMain;
    this.atWork = new AtWork(python);
    this.nodes = python.call(gil -> gil.importModule("terrarium._nodes").keep());
    this.driver = kept("terrarium._driver", "Driver");
    this.chains = kept("terrarium._chains", "Chain");
    this.texts = python.call(gil -> gil.importModule("terrarium._texts").keep());
    this.tuple = kept("builtins", "tuple");
    this.marks = new Marks(kept("terrarium._iteration", "END"), kept("terrarium._intake", "WAIT"));
    this.sounds = new Sounds(python.installation());
    this.crossing = python.call(gil -> new Crossing(gil, sounds));
  }

  private PyRef kept(String module, String name) {
    return python.call(gil -> gil.importModule(module).attr(name).keep());
  }

  /// @param onMain whether Python's main thread is lent to runs
  static InlinePython open(PythonSettings settings, Optional<Reloading> reloading, boolean onMain) {
    var installation = settings.installation().get();
    var python =
        installation.origin() == Origin.HOST
            ? opened()
            : Python.open(
                PythonOptions.of(installation)
                    .withStdout(settings.stdout())
                    .withStderr(settings.stderr()));
    var folders = settings.path().stream().map(Path::toAbsolutePath).map(Path::toString).toList();
    var opened = new InlinePython(python, folders, reloading, onMain);
    opened.folders("_folders", "enter", folders);
    if (reloading.isPresent()) {
      opened.folders("_reload", "enter", folders);
    }
    return opened;
  }

  /// The interpreter that the program has opened.
  static InlinePython ofProcess(boolean onMain) {
    return new InlinePython(opened(), List.of(), Optional.empty(), onMain);
  }

  private static Python opened() {
    return Python.opened()
        .orElseThrow(() ->
            new IllegalStateException(
                "No Python runs in this process: open the one that the objects are of"));
  }

  Python python() {
    return python;
  }

  /// Returns what tells which nodes are in Python.
  AtWork atWork() {
    return atWork;
  }

  /// Makes the way to Python for nodes that have no time limit.
  OpenLane lane(List<String> ids) {
    return new OpenLane(python, atWork.post(ids));
  }

  /// Lends Python's main thread, if that is wished for and nobody has it.
  Optional<NodeThread> lendThread() {
    return onMain ? python.mainThread().map(Lent::new) : Optional.empty();
  }

  /// The main thread, as a run sees it.
  private record Lent(MainThread thread) implements NodeThread {
    @Override
    public void execute(Runnable work) {
      thread.execute(work);
    }

    @Override
    public void close() {
      thread.close();
    }
  }

  /// Returns what makes nodes at work anew, if that is wished for.
  Optional<Renewals> renewals() {
    return renewals;
  }

  Crossing crossing() {
    return crossing;
  }

  /// Imports what `module:Class` means, and looks at what it takes.
  Lookup find(String name) {
    var module = name.substring(0, name.indexOf(':'));
    return look(name, gil -> new Place(module, gil.of(nodes).callMethod("find", name)));
  }

  /// Runs a source text, unless it has run, and looks at what a name in it takes.
  ///
  /// @param node the node's id, by which the text is called in tracebacks
  Lookup findIn(String source, String name, String node) {
    return look(
        name,
        gil -> {
          var module = gil.of(texts).callMethod("load", source, node);
          modules.add(module.keep());
          var found = gil.of(nodes).callMethod("find_in", module, name);
          return new Place(module.attr("__name__").as(String.class), found);
        });
  }

  /// Looks at an object that is a node or makes one.
  Lookup living(String name, PyRef object) {
    try {
      return look(
          name,
          gil -> {
            var living = gil.of(object);
            var _ = gil.of(nodes).callMethod("check_living", living, name);
            return new Place("", living);
          });
    } catch (IllegalStateException closed) {
      return new Lookup.Broken("'" + name + "' cannot be used: " + closed.getMessage());
    }
  }

  /// Where a node is made.
  ///
  /// @param module the module that it was looked for in; empty if in none
  private record Place(String module, PyObject factory) {}

  private Lookup look(String name, Function<Gil, Place> search) {
    Function<Gil, Lookup> looking =
        gil -> {
          try {
            return new Lookup.Found(type(gil, name, search.apply(gil)));
          } catch (PythonException e) {
            if (!onMain && e.typeName().equals("KeyboardInterrupt")) { // Who is meant has called.
              throw e;
            }
            return new Lookup.Broken(ImportFailure.sentence(gil, name, e, python.installation()));
          }
        };
    return onMain ? onMainThread(name, looking) : python.call(looking);
  }

  /// An import may hang as a node may; it can be stopped there.
  private Lookup onMainThread(String name, Function<Gil, Lookup> looking) {
    try {
      return python.submit(Limits.none().named("the import for " + name), looking).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("Interrupted while '" + name + "' was being imported", e);
    }
  }

  private PythonNodeType type(Gil gil, String name, Place place) {
    var description = Description.of(gil.of(nodes), place.factory());
    var kept = place.factory().keep();
    factories.add(kept);
    return new PythonNodeType(this, name, place.module(), description, kept);
  }

  /// Imports again what comes of files that have changed.
  ///
  /// @param wanted the modules that nodes are in
  Reload reload(Collection<String> files, Collection<String> wanted) throws ForeignException {
    return Faults.translated(() ->
        python.call(gil -> {
          var done =
              gil.importModule("terrarium._reload")
                  .callMethod("reload", Set.copyOf(files), List.copyOf(wanted));
          return new Reload(strings(done.item(0L)), strings(done.item(1L)));
        }));
  }

  private static Set<String> strings(PyObject list) {
    var strings = new TreeSet<String>();
    list.forEach(each -> strings.add(each.as(String.class)));
    return strings;
  }

  /// What was imported again.
  ///
  /// @param modules the names of the modules
  /// @param files the changed files that they come of
  record Reload(Set<String> modules, Set<String> files) {}

  /// Makes the driver of one node; the caller closes it.
  PyRef drive(Gil gil, PyRef factory, Object params, boolean streaming) {
    return gil.of(driver).call(gil.of(factory), params, streaming).keep();
  }

  /// Makes what drives so many nodes together; the caller closes it.
  PyRef chain(Gil gil, int links) {
    return gil.of(chains).call(links).keep();
  }

  @Override
  public ChainNode chain(List<Link> links) {
    var lane = lane(links.stream().map(link -> link.context().id().value()).toList());
    return new PythonChain(this, links.stream().map(PythonLink::of).toList(), lane);
  }

  /// Returns what stands for items that are not there.
  Marks marks() {
    return marks;
  }

  /// What stands for items that are not there.
  ///
  /// @param end there is none any more
  /// @param notYet there is none yet
  record Marks(PyRef end, PyRef notYet) {}

  /// Whether outputs are a tuple, which means that they are all there.
  boolean isTuple(Gil gil, PyObject outputs) {
    return outputs.isInstance(gil.of(tuple));
  }

  private void folders(String module, String step, Object... arguments) {
    python.call(
        gil -> gil.importModule("terrarium." + module).callMethod(step, arguments).isNone());
  }

  @Override
  public void close() {
    if (renewals.isPresent()) {
      folders("_reload", "leave");
    }
    folders("_folders", "leave", folders);
    python.call(gil -> {
      modules.forEach(module -> gil.of(texts).callMethod("leave", gil.of(module)));
      return true;
    });
    modules.forEach(PyRef::close);
    factories.forEach(PyRef::close);
    crossing.close();
    sounds.close();
    marks.end().close();
    marks.notYet().close();
    tuple.close();
    texts.close();
    chains.close();
    driver.close();
    nodes.close();
    python.close();
  }
}
