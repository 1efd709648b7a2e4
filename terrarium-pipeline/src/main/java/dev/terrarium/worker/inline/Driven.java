package dev.terrarium.worker.inline;

import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import dev.terrarium.python.PyRef;
import java.lang.System.Logger.Level;
import java.util.List;
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
  private final NodeId id;
  private final Map<String, @Nullable Object> params;
  private final boolean streaming;
  private final Lane lane;
  private final Lane unbounded;
  private @Nullable PyRef driver;
  private boolean canFlush;

  /// @param streaming whether the node sees the whole stream
  /// @param lane where its work on items goes
  Driven(InlinePython inline, PyRef factory, NodeContext context, boolean streaming, Lane lane) {
    this.inline = inline;
    this.factory = factory;
    this.id = context.id();
    this.params = context.parameters().values();
    this.streaming = streaming;
    this.lane = lane;
    this.unbounded = inline.lane(List.of(id.value()));
  }

  void open() throws Exception {
    unbounded.call(gil -> {
      var made = inline.drive(gil, factory, params, streaming);
      driver = made;
      lane.prepare(gil);
      boolean _ = gil.of(made).callMethod("initialize").isNone();
      canFlush = gil.of(made).callMethod("can_flush").isTrue();
      return canFlush;
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
      unbounded.beginCleanUp();
      unbounded.call(gil -> gil.of(closing).callMethod("close").isNone());
    } catch (Lane.BusyException runsOn) {
      // Its items have failed for it, so the run has had its say; and it cannot be cleaned up now.
      System.getLogger(Driven.class.getPackageName())
          .log(Level.WARNING, "node " + id + " was not cleaned up: " + runsOn.getMessage());
    }
  }

  /// Calls the driver for a further item, and emits what that gives.
  void emitAll(BiFunction<Gil, PyObject, PyObject> call, Outlet out) throws Exception {
    emitAll("an item", call, out);
  }

  /// Emits what the node still holds. One that has no `flush` holds nothing, and is not asked while
  /// work of it that was given up runs on.
  void flush(Outlet out) throws Exception {
    if (canFlush || !lane.isStuck()) {
      emitAll("a flush", (_, node) -> node.callMethod("flush"), out);
    }
  }

  private void emitAll(String what, BiFunction<Gil, PyObject, PyObject> call, Outlet out)
      throws Exception {
    var driven = driver();
    lane.begin(what);
    switch (lane.call(gil -> outputs(gil, call.apply(gil, gil.of(driven))))) {
      case Outputs.None _ -> {}
      case Outputs.One(var value) -> emit(value, out);
      case Outputs.Later(var iterator) -> new Lazy(inline, lane, iterator).emitEach(out);
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

  /// Returns the Python object that drives the node, which is open.
  PyRef driver() {
    var driven = driver;
    if (driven == null) {
      throw new AssertionError("A Python node is not open; this is a bug in Terrarium");
    }
    return driven;
  }

  static void emit(PythonValue value, Outlet out) {
    try (value) {
      out.emit(value);
    }
  }
}
