package dev.terrarium.worker.inline;

import dev.terrarium.pipeline.ChainNode;
import dev.terrarium.pipeline.ChainNode.Link;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.Python;
import dev.terrarium.python.PythonException;
import dev.terrarium.python.PythonOptions;
import dev.terrarium.worker.PythonSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The interpreter as Python nodes need it: with their folders first on its path.
final class InlinePython implements AutoCloseable, ChainNode.Maker {
  private final Python python;
  private final List<String> folders;
  private final PyRef nodes;
  private final PyRef driver;
  private final PyRef texts;
  private final PyRef tuple;
  private final Marks marks;
  private final Sounds sounds;
  private final Crossing crossing;
  private final List<PyRef> factories = new ArrayList<>();
  private final List<PyRef> modules = new ArrayList<>();

  private InlinePython(Python python, List<String> folders) {
    this.python = python;
    this.folders = folders;
    this.nodes = python.call(gil -> gil.importModule("terrarium._nodes").keep());
    this.driver = kept("terrarium._driver", "Driver");
    this.texts = python.call(gil -> gil.importModule("terrarium._texts").keep());
    this.tuple = kept("builtins", "tuple");
    this.marks = new Marks(kept("terrarium._iteration", "END"), kept("terrarium._intake", "WAIT"));
    this.sounds = new Sounds(python.installation());
    this.crossing = python.call(gil -> new Crossing(gil, sounds));
  }

  private PyRef kept(String module, String name) {
    return python.call(gil -> gil.importModule(module).attr(name).keep());
  }

  static InlinePython open(PythonSettings settings) {
    var options =
        PythonOptions.of(settings.installation().get())
            .withStdout(settings.stdout())
            .withStderr(settings.stderr());
    var folders = settings.path().stream().map(Path::toAbsolutePath).map(Path::toString).toList();
    var opened = new InlinePython(Python.open(options), folders);
    opened.folders("enter");
    return opened;
  }

  /// The interpreter that the program has opened.
  static InlinePython ofProcess() {
    var running =
        Python.opened()
            .orElseThrow(() ->
                new IllegalStateException(
                    "No Python runs in this process: open the one that the objects are of"));
    return new InlinePython(running, List.of());
  }

  Python python() {
    return python;
  }

  Crossing crossing() {
    return crossing;
  }

  /// Imports what `module:Class` means, and looks at what it takes.
  Lookup find(String name) {
    return look(name, gil -> gil.of(nodes).callMethod("find", name));
  }

  /// Runs a source text, unless it has run, and looks at what a name in it takes.
  Lookup findIn(String source, String name) {
    return look(
        name,
        gil -> {
          var module = gil.of(texts).callMethod("load", source, name);
          modules.add(module.keep());
          return gil.of(nodes).callMethod("find_in", module, name);
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
            return living;
          });
    } catch (IllegalStateException closed) {
      return new Lookup.Broken("'" + name + "' cannot be used: " + closed.getMessage());
    }
  }

  private Lookup look(String name, Function<Gil, PyObject> search) {
    return python.call(gil -> {
      try {
        return new Lookup.Found(type(gil, name, search.apply(gil)));
      } catch (PythonException e) {
        return new Lookup.Broken(ImportFailure.sentence(gil, name, e, python.installation()));
      }
    });
  }

  private PythonNodeType type(Gil gil, String name, PyObject factory) {
    var description = Description.of(gil.of(nodes), factory);
    var kept = factory.keep();
    factories.add(kept);
    return new PythonNodeType(this, name, description, kept);
  }

  /// Makes the driver of one node; the caller closes it.
  PyRef drive(Gil gil, PyRef factory, Object params, boolean streaming) {
    return gil.of(driver).call(gil.of(factory), params, streaming).keep();
  }

  /// Makes what drives several nodes together; the caller closes it.
  PyRef chain(Gil gil, List<PyRef> drivers) {
    var list = gil.of(drivers.stream().map(gil::of).toList());
    return gil.importModule("terrarium._chains").attr("Chain").call(list).keep();
  }

  @Override
  public ChainNode chain(List<Link> links) {
    return new PythonChain(this, links.stream().map(PythonNodeType::driven).toList());
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

  private void folders(String step) {
    python.call(gil -> gil.importModule("terrarium._folders").callMethod(step, folders).isNone());
  }

  @Override
  public void close() {
    folders("leave");
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
    driver.close();
    nodes.close();
    python.close();
  }
}
