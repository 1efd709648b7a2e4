package dev.terrarium.python;

import dev.terrarium.capi.CapsuleApi;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.TupleObject;
import dev.terrarium.python.arrow.ArrowStream;
import dev.terrarium.python.arrow.ArrowTable;
import dev.terrarium.python.arrow.BatchSource;
import dev.terrarium.python.arrow.CData;
import org.jspecify.annotations.Nullable;

/// The batches of a Python iterator over objects that lend one each, such as PyArrow's readers:
/// asked for one by one, from any thread.
final class PyBatches implements BatchSource {
  private final Interpreter interpreter;

  /// `terrarium._tables.Reader.advance`: capsules of the next batch, or None.
  private final PyRef advance;

  /// `terrarium._tables.Reader.close`.
  private final PyRef close;

  private PyBatches(Interpreter interpreter, PyRef advance, PyRef close) {
    this.interpreter = interpreter;
    this.advance = advance;
    this.close = close;
  }

  /// Whether an object is what `terrarium._tables.lent` gives for an iterator.
  static boolean isFor(long given, long schemaName) {
    return Macros.Py_TYPE(given) == TupleObject.PyTuple_Type
        && Macros.PyTuple_GET_SIZE(given) == 3
        && CapsuleApi.PyCapsule_IsValid(Macros.PyTuple_GET_ITEM(given, 0), schemaName) == 1;
  }

  /// A stream over such an iterator.
  static ArrowStream open(Attachment attachment, long given, long schemaName) {
    Interpreter interpreter = attachment.interpreter;
    PyBatches source =
        new PyBatches(interpreter, kept(interpreter, given, 1), kept(interpreter, given, 2));
    try {
      long schema = Macros.PyTuple_GET_ITEM(given, 0);
      return CData.openStream(CapsuleApi.PyCapsule_GetPointer(schema, schemaName), source);
    } catch (RuntimeException refused) {
      source.forgotten();
      throw refused;
    }
  }

  private static PyRef kept(Interpreter interpreter, long given, int item) {
    long object = Macros.PyTuple_GET_ITEM(given, item);
    Macros.Py_INCREF(object);
    return new PyRef(interpreter, object);
  }

  @Override
  public @Nullable ArrowTable next() {
    return interpreter.<@Nullable ArrowTable>call(gil -> {
      try (PyObject next = gil.of(advance);
          PyObject pair = next.call()) {
        return pair.isNone() ? null : ArrowTables.array(interpreter, pair.pointer());
      }
    });
  }

  @Override
  public void close() {
    try (advance;
        close) {
      interpreter.call(gil -> {
        gil.of(close).call();
        return true;
      });
    }
  }

  /// What is dropped ends by itself.
  @Override
  public void forgotten() {
    advance.close();
    close.close();
  }
}
