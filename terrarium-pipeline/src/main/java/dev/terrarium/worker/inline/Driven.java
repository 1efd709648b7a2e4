package dev.terrarium.worker.inline;

import dev.terrarium.pipeline.Outlet;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// The Python side of one node: made, called, and let go.
///
/// The GIL is held while the node makes an output, and let go before the output goes on, so that
/// other Python threads run while Java works. An output belongs to this node until all nodes behind
/// it have had it.
final class Driven {
  private final InlinePython inline;
  private final PyRef factory;
  private final Map<String, @Nullable Object> params;
  private final boolean streaming;
  private final Lane lane;
  private final Lane unbounded;
  private @Nullable PyRef driver;

  /// @param streaming whether the node sees the whole stream
  /// @param lane where its work on items goes
  Driven(
      InlinePython inline,
      PyRef factory,
      Map<String, @Nullable Object> params,
      boolean streaming,
      Lane lane) {
    this.inline = inline;
    this.factory = factory;
    this.params = params;
    this.streaming = streaming;
    this.lane = lane;
    this.unbounded = new OpenLane(inline.python());
  }

  void open() throws Exception {
    unbounded.call(gil -> {
      var made = inline.drive(gil, factory, params, streaming);
      driver = made;
      lane.prepare(gil);
      return gil.of(made).callMethod("initialize").isNone();
    });
  }

  void close() throws Exception {
    var closing = driver;
    if (closing == null) {
      return;
    }
    driver = null;
    try (closing) {
      lane.settle();
      unbounded.call(gil -> gil.of(closing).callMethod("close").isNone());
    }
  }

  /// Calls the driver for a further item, and emits what that gives.
  void emitAll(BiFunction<Gil, PyObject, PyObject> call, Outlet out) throws Exception {
    var driven = driver;
    if (driven == null) {
      throw new AssertionError(
          "A Python node was fed that is not open; this is a bug in Terrarium");
    }
    lane.begin();
    switch (lane.call(gil -> outputs(gil, call.apply(gil, gil.of(driven))))) {
      case Outputs.None _ -> {}
      case Outputs.One(var value) -> emit(value, out);
      case Outputs.Later(var iterator) -> emitEach(iterator, out);
    }
  }

  private Outputs outputs(Gil gil, PyObject made) {
    if (!inline.isTuple(gil, made)) {
      return new Outputs.Later(made.keep());
    }
    return made.size() == 0
        ? new Outputs.None()
        : new Outputs.One(new PythonValue(inline, made.item(0L).keep()));
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
      } catch (Throwable early) {
        abandon(iterator, early);
        throw early;
      }
    }
  }

  /// Lets a generator clean up that will not be asked for the rest.
  private void abandon(PyRef iterator, Throwable reason) {
    if (lane.isStuck()) {
      return; // It is at work, and would refuse.
    }
    try {
      lane.begin();
      var _ = lane.call(gil -> gil.of(iterator).callMethod("close").isNone());
    } catch (Exception e) {
      reason.addSuppressed(e);
    }
  }

  private @Nullable PythonValue next(PyRef iterator) throws Exception {
    return lane.<@Nullable PythonValue>call(gil -> {
      var values = gil.of(iterator).iterator();
      return values.hasNext() ? new PythonValue(inline, values.next().keep()) : null;
    });
  }
}
