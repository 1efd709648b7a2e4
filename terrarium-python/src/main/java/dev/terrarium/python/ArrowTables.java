package dev.terrarium.python;

import dev.terrarium.capi.CapsuleApi;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.PyMem;
import dev.terrarium.capi.TupleObject;
import dev.terrarium.capi.Upcalls;
import dev.terrarium.python.arrow.ArrowBatch;
import dev.terrarium.python.arrow.ArrowStream;
import dev.terrarium.python.arrow.ArrowTable;
import dev.terrarium.python.arrow.CData;
import dev.terrarium.python.convert.Mismatch;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Arrow tables across the border, in the capsules that Python libraries have agreed on. Needs the
/// GIL.
///
/// A capsule owns the struct's memory, and releases what nobody took from it.
final class ArrowTables {
  private static final String MODULE = "terrarium._tables";
  private static final long SCHEMA = Memory.stringForever("arrow_schema");
  private static final long ARRAY = Memory.stringForever("arrow_array");
  private static final long STREAM = Memory.stringForever("arrow_array_stream");
  private static final long SCHEMA_DROPPED = Upcalls.stub(method("schemaDropped"));
  private static final long ARRAY_DROPPED = Upcalls.stub(method("arrayDropped"));
  private static final long STREAM_DROPPED = Upcalls.stub(method("streamDropped"));

  private ArrowTables() {}

  /// Reads what lends a table to its end, without copying it.
  ///
  /// @throws Mismatch when it lends none, or one with a column of a type that is not supported
  static ArrowTable of(Attachment attachment, long object) {
    try (ArrowStream stream = stream(attachment, object)) {
      return stream.readAll();
    }
  }

  /// Reads what lends a table batch by batch, without copying it.
  ///
  /// Of an iterator in Python the batches are asked one by one in Python, so that what it raises
  /// arrives as it is; C's streams have a number and a text for that.
  ///
  /// @throws Mismatch when it lends none, or one with a column of a type that is not supported
  static ArrowStream stream(Attachment attachment, long object) {
    Border border = attachment.border;
    long given = call(border, "lent", object);
    try {
      if (CapsuleApi.PyCapsule_IsValid(given, STREAM) == 1) {
        return CData.openStream(
            CapsuleApi.PyCapsule_GetPointer(given, STREAM), producer(attachment.interpreter));
      }
      if (given == ObjectApi._Py_NoneStruct) {
        throw new Mismatch(
            "expected a table, which has __arrow_c_stream__ or __arrow_c_array__ as those of pandas (since 2.2), Polars and PyArrow, got "
                + Raised.typeName(border, Macros.Py_TYPE(object)));
      }
      if (Macros.Py_TYPE(given) != TupleObject.PyTuple_Type) {
        throw new Mismatch(
            "__arrow_c_stream__() of %s gave %s, and no capsule of a stream"
                .formatted(
                    Raised.typeName(border, Macros.Py_TYPE(object)),
                    Raised.typeName(border, Macros.Py_TYPE(given))));
      }
      return PyBatches.isFor(given, SCHEMA)
          ? PyBatches.open(attachment, given, SCHEMA)
          : CData.streamOf(array(attachment.interpreter, given));
    } finally {
      Macros.Py_DECREF(given);
    }
  }

  /// A table of one batch, of capsules of a schema and an array.
  static ArrowTable array(Interpreter interpreter, long pair) {
    if (Macros.Py_TYPE(pair) != TupleObject.PyTuple_Type
        || Macros.PyTuple_GET_SIZE(pair) != 2
        || CapsuleApi.PyCapsule_IsValid(Macros.PyTuple_GET_ITEM(pair, 0), SCHEMA) == 0
        || CapsuleApi.PyCapsule_IsValid(Macros.PyTuple_GET_ITEM(pair, 1), ARRAY) == 0) {
      throw new Mismatch("__arrow_c_array__() gave no capsules of a schema and an array");
    }
    return CData.takeArray(
        CapsuleApi.PyCapsule_GetPointer(Macros.PyTuple_GET_ITEM(pair, 0), SCHEMA),
        CapsuleApi.PyCapsule_GetPointer(Macros.PyTuple_GET_ITEM(pair, 1), ARRAY),
        interpreter::release);
  }

  /// A producer is called without the GIL, since it may wait for threads of its own that need it,
  /// and on a thread that may run Python. What it does to release memory may need the GIL, and must
  /// not wait for it.
  private static CData.Producer producer(Interpreter interpreter) {
    return new CData.Producer(
        work ->
            interpreter.call(gil ->
                gil.released(() -> {
                  work.run();
                  return true;
                })),
        interpreter::release);
  }

  /// A new reference to an object that lends a table.
  static long share(Attachment attachment, ArrowTable table) {
    JavaFunction schema = asked -> schema(asked, at -> CData.lendSchema(table, at));
    JavaFunction stream = asked -> stream(asked, at -> CData.lendStream(table, at));
    return call(attachment.border, "Table", schema, stream, table.toString());
  }

  /// A new reference to an object that lends a stream, once, and is an iterator over its batches.
  static long share(Attachment attachment, ArrowStream batches) {
    Interpreter interpreter = attachment.interpreter;
    JavaFunction schema = asked -> schema(asked, at -> CData.lendSchema(batches, at));
    JavaFunction stream =
        asked -> stream(asked, at -> CData.lendStream(batches, at, interpreter::calledFromC));
    JavaFunction next =
        asked -> {
          ArrowBatch batch =
              asked
                  .gil()
                  .<@Nullable ArrowBatch>released(() -> batches.hasNext() ? batches.next() : null);
          return batch == null ? null : ours(asked.gil().attachment, batch);
        };
    JavaFunction close =
        asked ->
            asked
                .gil()
                .<@Nullable Object>released(() -> {
                  batches.close();
                  return null;
                });
    return call(attachment.border, "Stream", schema, stream, next, close, batches.toString());
  }

  /// A batch that Python alone uses, and that is closed when Python has let it go.
  private static PyObject ours(Attachment attachment, ArrowBatch batch) {
    return attachment.border.object(share(attachment, batch, new OwnedBatch(batch)));
  }

  /// What makes the capsules of a batch that nobody in Java has.
  private static final class OwnedBatch implements JavaFunction, JavaHandles.Released {
    private final ArrowBatch batch;

    OwnedBatch(ArrowBatch batch) {
      this.batch = batch;
    }

    @Override
    public Object call(PyArguments asked) {
      return lend(asked, batch);
    }

    @Override
    public void released() {
      batch.close();
    }
  }

  /// A new reference to an object that lends one batch.
  static long share(Attachment attachment, ArrowBatch batch) {
    return share(attachment, batch, asked -> lend(asked, batch));
  }

  private static PyObject lend(PyArguments asked, ArrowBatch batch) {
    return capsule(
        asked, CData.arraySize(), ARRAY, ARRAY_DROPPED, at -> CData.lendArray(batch, at));
  }

  private static long share(Attachment attachment, ArrowBatch batch, JavaFunction array) {
    JavaFunction schema = asked -> schema(asked, at -> CData.lendSchema(batch.table(), at));
    String text = "%d rows of %s".formatted(batch.rows(), batch.table().schema());
    return call(attachment.border, "Batch", schema, array, text);
  }

  private static PyObject schema(PyArguments asked, LongConsumer fill) {
    return capsule(asked, CData.schemaSize(), SCHEMA, SCHEMA_DROPPED, fill);
  }

  private static PyObject stream(PyArguments asked, LongConsumer fill) {
    return capsule(asked, CData.streamSize(), STREAM, STREAM_DROPPED, fill);
  }

  private static PyObject capsule(
      PyArguments asked, long size, long name, long dropped, LongConsumer fill) {
    Border border = asked.gil().attachment.border;
    long struct = PyMem.PyMem_RawMalloc(size);
    if (struct == 0) {
      throw new OutOfMemoryError("no native memory for a table's description");
    }
    try {
      fill.accept(struct);
    } catch (RuntimeException refused) {
      PyMem.PyMem_RawFree(struct);
      throw refused;
    }
    return border.object(border.checked(CapsuleApi.PyCapsule_New(struct, name, dropped)));
  }

  private static long call(Border border, String function, long object) {
    long module = Modules.load(border, MODULE);
    long callable = Modules.attribute(border, module, function);
    Macros.Py_DECREF(module);
    try {
      return border.callRaw(callable, object);
    } finally {
      Macros.Py_DECREF(callable);
    }
  }

  private static long call(Border border, String function, Object... arguments) {
    long module = Modules.load(border, MODULE);
    long callable = Modules.attribute(border, module, function);
    Macros.Py_DECREF(module);
    try {
      return border.call(callable, arguments);
    } finally {
      Macros.Py_DECREF(callable);
    }
  }

  /// The destructors of capsules: `void (PyObject *capsule)`.
  @SuppressWarnings("UnusedMethod") // Called from C.
  private static void schemaDropped(long capsule) {
    if (Upcalls.areInChild()) {
      return;
    }
    dropped(CapsuleApi.PyCapsule_GetPointer(capsule, SCHEMA), CData::releaseSchema);
  }

  @SuppressWarnings("UnusedMethod") // Called from C.
  private static void arrayDropped(long capsule) {
    if (Upcalls.areInChild()) {
      return;
    }
    dropped(CapsuleApi.PyCapsule_GetPointer(capsule, ARRAY), CData::releaseArray);
  }

  @SuppressWarnings("UnusedMethod") // Called from C.
  private static void streamDropped(long capsule) {
    if (Upcalls.areInChild()) {
      return;
    }
    dropped(CapsuleApi.PyCapsule_GetPointer(capsule, STREAM), CData::releaseStream);
  }

  private static void dropped(long struct, LongConsumer release) {
    release.accept(struct);
    PyMem.PyMem_RawFree(struct);
  }

  private static java.lang.invoke.MethodHandle method(String name) {
    try {
      return MethodHandles.lookup()
          .findStatic(ArrowTables.class, name, MethodType.methodType(void.class, long.class));
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("a destructor is gone", impossible);
    }
  }
}
