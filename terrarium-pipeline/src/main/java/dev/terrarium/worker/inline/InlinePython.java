package dev.terrarium.worker.inline;

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

/// The interpreter as Python nodes need it: with their folders first on its path.
final class InlinePython implements AutoCloseable {
  private final Python python;
  private final List<String> folders;
  private final PyRef driver;
  private final PyRef tuple;
  private final Sounds sounds;
  private final Crossing crossing;
  private final List<PyRef> factories = new ArrayList<>();

  private InlinePython(Python python, List<String> folders) {
    this.python = python;
    this.folders = folders;
    this.driver = python.call(gil -> gil.importModule("terrarium._nodes").keep());
    this.tuple = python.call(gil -> gil.importModule("builtins").attr("tuple").keep());
    this.sounds = new Sounds(python.installation());
    this.crossing = python.call(gil -> new Crossing(gil, sounds));
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

  Python python() {
    return python;
  }

  Crossing crossing() {
    return crossing;
  }

  /// Imports what `module:Class` means, and looks at what it takes.
  Lookup find(String name) {
    return python.call(gil -> {
      try {
        return new Lookup.Found(describe(gil, name));
      } catch (PythonException e) {
        return new Lookup.Broken(ImportFailure.sentence(gil, name, e, python.installation()));
      }
    });
  }

  /// Makes the driver of one node; the caller closes it.
  PyRef drive(Gil gil, PyRef factory, Object params) {
    return gil.of(driver).callMethod("Driver", gil.of(factory), params).keep();
  }

  /// Whether outputs are a tuple, which means that they are all there.
  boolean isTuple(Gil gil, PyObject outputs) {
    return outputs.isInstance(gil.of(tuple));
  }

  private PythonNodeType describe(Gil gil, String name) {
    var factory = gil.of(driver).callMethod("find", name);
    var description = Description.of(gil.of(driver), factory);
    var kept = factory.keep();
    factories.add(kept);
    return new PythonNodeType(this, name, description, kept);
  }

  private void folders(String step) {
    python.call(gil -> gil.importModule("terrarium._folders").callMethod(step, folders).isNone());
  }

  @Override
  public void close() {
    folders("leave");
    factories.forEach(PyRef::close);
    crossing.close();
    sounds.close();
    tuple.close();
    driver.close();
    python.close();
  }
}
