package dev.terrarium.worker.inline;

import dev.terrarium.pipeline.ForeignException;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import dev.terrarium.python.Python;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// One Python node at work.
///
/// The GIL is held while the node makes an output, and let go before the output goes on, so that
/// other Python threads run while Java works. An output belongs to this node until all nodes behind
/// it have had it.
final class PythonNode implements Node {
  private final InlinePython inline;
  private final Python python;
  private final PyRef factory;
  private final Map<String, @Nullable Object> params;
  private @Nullable PyRef driver;

  PythonNode(InlinePython inline, PyRef factory, Map<String, @Nullable Object> params) {
    this.inline = inline;
    this.python = inline.python();
    this.factory = factory;
    this.params = params;
  }

  @Override
  public void open() throws Exception {
    Faults.translated(() ->
        python.call(gil -> {
          var made = inline.drive(gil, factory, params);
          driver = made;
          return gil.of(made).callMethod("initialize").isNone();
        }));
  }

  @Override
  public void process(@Nullable Object item, Outlet out) throws Exception {
    emitAll(outputs((gil, node) -> run(gil, node, item)), out);
  }

  @Override
  public void flush(Outlet out) throws Exception {
    emitAll(outputs((_, node) -> node.callMethod("flush")), out);
  }

  @Override
  public void close() throws Exception {
    var closing = driver;
    if (closing != null) {
      driver = null;
      try (closing) {
        Faults.translated(() -> python.call(gil -> gil.of(closing).callMethod("close").isNone()));
      }
    }
  }

  private PyObject run(Gil gil, PyObject node, @Nullable Object item) {
    return node.callMethod("run", inline.crossing().toPython(gil, item));
  }

  private Outputs outputs(BiFunction<Gil, PyObject, PyObject> call) throws ForeignException {
    var driven = driver;
    if (driven == null) {
      throw new AssertionError(
          "A Python node was fed that is not open; this is a bug in Terrarium");
    }
    return Faults.translated(
        () -> python.call(gil -> outputs(gil, call.apply(gil, gil.of(driven)))));
  }

  private Outputs outputs(Gil gil, PyObject made) {
    if (!inline.isTuple(gil, made)) {
      return new Outputs.Later(made.keep());
    }
    return made.size() == 0
        ? new Outputs.None()
        : new Outputs.One(new PythonValue(inline, made.item(0L).keep()));
  }

  private void emitAll(Outputs outputs, Outlet out) throws Exception {
    switch (outputs) {
      case Outputs.None _ -> {}
      case Outputs.One(var value) -> emit(value, out);
      case Outputs.Later(var iterator) -> emitEach(iterator, out);
    }
  }

  private static void emit(PythonValue value, Outlet out) {
    try (value) {
      out.emit(value);
    }
  }

  private void emitEach(PyRef iterator, Outlet out) throws Exception {
    try (iterator) {
      try {
        for (var next = next(iterator); next != null; next = next(iterator)) {
          emit(next, out);
        }
      } catch (RuntimeException early) {
        abandon(iterator, early);
        throw early;
      }
    }
  }

  /// Lets a generator clean up that will not be asked for the rest.
  private void abandon(PyRef iterator, RuntimeException reason) {
    try {
      Faults.translated(() -> python.call(gil -> gil.of(iterator).callMethod("close").isNone()));
    } catch (ForeignException | RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  private @Nullable PythonValue next(PyRef iterator) throws Exception {
    return Faults.<@Nullable PythonValue>translated(() ->
        python.<@Nullable PythonValue>call(gil -> {
          var values = gil.of(iterator).iterator();
          return values.hasNext() ? new PythonValue(inline, values.next().keep()) : null;
        }));
  }
}
