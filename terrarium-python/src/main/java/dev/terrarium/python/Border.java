package dev.terrarium.python;

import dev.terrarium.capi.Abstract;
import dev.terrarium.capi.CapsuleApi;
import dev.terrarium.capi.Layout;
import dev.terrarium.capi.LongObject;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.PyErrors;
import dev.terrarium.capi.Version;
import dev.terrarium.python.arrow.ArrowBatch;
import dev.terrarium.python.arrow.ArrowStream;
import dev.terrarium.python.arrow.ArrowTable;
import dev.terrarium.python.convert.Boundary;
import dev.terrarium.python.convert.Mismatch;
import dev.terrarium.python.events.Crossing;
import dev.terrarium.python.events.Crossings;
import dev.terrarium.python.reflect.TypeArguments;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thread's crossing point: calls on raw pointers, and what conversions ask of this room. Needs
/// the GIL.
final class Border implements Boundary {
  /// `PY_VECTORCALL_ARGUMENTS_OFFSET`: the callee may use the slot before the first argument.
  private static final long ARGUMENTS_OFFSET = 1L << 63;

  final Passage passage = new Passage();
  final Travelling travelling;
  private final Attachment attachment;
  private final HeapPressure pressure;

  /// The region in which a value is converted whose parts are exposed where no conversion has a
  /// rule for them; null where there is none. What converters and Python code do meanwhile happens
  /// in a region of its own.
  private @Nullable Gil exposing;

  /// `numpy.generic`, kept for ever, or 0 before it was needed.
  private long numpyGeneric;

  Border(Attachment attachment) {
    this.attachment = attachment;
    this.travelling = new Travelling(attachment);
    this.pressure = attachment.interpreter.handles.pressure;
  }

  /// Calls with converted positional arguments: a new reference.
  long call(long callable, @Nullable Object... given) {
    pressure.relieve(attachment);
    @Nullable Object[] arguments = Given.all(given);
    Crossing crossing = Crossings.call();
    long slots = attachment.workspace.take(8L * (arguments.length + 1));
    int converted = 0;
    try {
      for (; converted < arguments.length; converted++) {
        Memory.putLong(slots + 8L * (converted + 1), argument(arguments[converted]));
      }
      return checked(vectorcall(callable, slots + 8, arguments.length));
    } catch (Mismatch mismatch) {
      throw ConversionException.of("argument " + converted, mismatch);
    } finally {
      for (int i = converted; i > 0; i--) {
        Macros.Py_DECREF(Memory.getLong(slots + 8L * i));
      }
      attachment.workspace.give(slots);
      if (crossing != null) {
        end(crossing, callable);
      }
    }
  }

  /// Calls with positional and keyword arguments: a new reference.
  long call(
      long callable,
      @Nullable Object[] positional,
      Map<String, ? extends @Nullable Object> keywords) {
    pressure.relieve(attachment);
    Crossing crossing = Crossings.call();
    long arguments = tupleOfArguments(Given.all(positional));
    try {
      long named = convert("keyword arguments", keywords);
      long result = Abstract.PyObject_Call(callable, arguments, named);
      Macros.Py_DECREF(named);
      return checked(result);
    } finally {
      Macros.Py_DECREF(arguments);
      if (crossing != null) {
        end(crossing, callable);
      }
    }
  }

  private void end(Crossing crossing, long callable) {
    if (crossing.ended()) {
      crossing.record(Callables.name(this, callable), 0);
    }
  }

  private long tupleOfArguments(@Nullable Object[] positional) {
    try {
      return attachment.toPython.tuple(positional);
    } catch (Mismatch mismatch) {
      throw ConversionException.of("arguments", mismatch);
    }
  }

  @Override
  public long callRaw(long callable, long... objects) {
    return checked(tryCall(callable, objects));
  }

  @Override
  public long tryCall(long callable, long... objects) {
    long slots = attachment.workspace.take(8L * (objects.length + 1));
    for (int i = 0; i < objects.length; i++) {
      Memory.putLong(slots + 8L * (i + 1), objects[i]);
    }
    long result = vectorcall(callable, slots + 8, objects.length);
    attachment.workspace.give(slots);
    return result;
  }

  /// `PyObject_Vectorcall` is exported since 3.11; before, the one that takes a dict of keywords.
  private static long vectorcall(long callable, long arguments, long count) {
    return Version.atLeast(11)
        ? Abstract.PyObject_Vectorcall(callable, arguments, count | ARGUMENTS_OFFSET, 0)
        : Abstract.PyObject_VectorcallDict(callable, arguments, count | ARGUMENTS_OFFSET, 0);
  }

  @Override
  public long name(String name) {
    try {
      return attachment.interpreter.names.of(name);
    } catch (Mismatch mismatch) {
      throw ConversionException.of("the attribute's name", mismatch);
    }
  }

  /// Converts a value: a new reference.
  ///
  /// @param root what stands for the value in the path of a refusal
  long convert(String root, @Nullable Object value) {
    try {
      return argument(value);
    } catch (Mismatch mismatch) {
      throw ConversionException.of(root, mismatch);
    }
  }

  /// Converts a result: a new reference. What no conversion has a rule for is exposed, at any
  /// depth.
  long convertExposing(Object value) {
    Gil before = exposing;
    exposing = attachment.region();
    try {
      return convert("the result", value);
    } finally {
      exposing = before;
    }
  }

  private long argument(@Nullable Object value) {
    return switch (value) {
      case Long number -> LongObject.PyLong_FromLongLong(number);
      case PyObject object -> object.newReference();
      case null, default -> attachment.toPython.convert(value);
    };
  }

  /// Reads a new reference as a type, and releases it.
  @Nullable Object read(Type type, long object) {
    return read("$", type, object);
  }

  /// Reads a new reference as a type, and releases it.
  ///
  /// @param root what stands for the object in the path of a refusal
  @Nullable Object read(String root, Type type, long object) {
    try {
      return readBorrowed(root, type, object);
    } finally {
      Macros.Py_DECREF(object);
    }
  }

  /// Reads an object as a type.
  @Nullable Object readBorrowed(Type type, long object) {
    return readBorrowed("$", type, object);
  }

  /// Reads an object as a type.
  ///
  /// @param root what stands for the object in the path of a refusal
  @Nullable Object readBorrowed(String root, Type type, long object) {
    if ((type == long.class || type == Long.class)
        && Macros.Py_TYPE(object) == LongObject.PyLong_Type
        && Macros.PyLong_IsCompact(object)) {
      return Macros.PyLong_CompactValue(object);
    }
    try {
      return attachment.interpreter.conversions.read(type, object, attachment.fromPython);
    } catch (Mismatch mismatch) {
      throw ConversionException.of(root, mismatch);
    }
  }

  /// Reads a new reference as a type, for a value that outlives the region, and releases it.
  ///
  /// @param root what stands for the object in the path of a refusal
  @Nullable Object readTravelling(String root, Type type, long object) {
    try {
      return travelling.read(type, object);
    } catch (Mismatch mismatch) {
      throw ConversionException.of(root, mismatch);
    } finally {
      Macros.Py_DECREF(object);
    }
  }

  /// The Java value of an object by its own type.
  @Nullable Object value(long object) {
    return value("$", object);
  }

  /// The Java value of an object by its own type.
  ///
  /// @param root what stands for the object in the path of a refusal
  @Nullable Object value(String root, long object) {
    try {
      return attachment.fromPython.value(object);
    } catch (Mismatch mismatch) {
      throw ConversionException.of(root, mismatch);
    }
  }

  /// A new reference as an object of the innermost region.
  PyObject object(long newReference) {
    return new PyObject(attachment.region(), newReference, attachment.own(newReference));
  }

  /// A borrowed reference as an object of the innermost region.
  PyObject borrowed(long borrowed) {
    Macros.Py_INCREF(borrowed);
    return object(borrowed);
  }

  /// A new reference, or the exception that is set.
  long checked(long newReference) {
    if (newReference == 0) {
      throw raised();
    }
    return newReference;
  }

  /// A status that is not negative, or the exception that is set.
  int checked(int status) {
    if (status < 0) {
      throw raised();
    }
    return status;
  }

  @Override
  public long incoming(Object value) {
    return switch (value) {
      case PyObject object -> object.newReference();
      case Keywords keywords ->
          throw new IllegalArgumentException(
              "the keyword arguments %s are no value: a Keywords comes first among the arguments of a call"
                  .formatted(keywords.values().keySet()));
      case PyRef kept -> kept.newReference(attachment.interpreter);
      case NativeArray array -> NumpyArrays.of(attachment, array);
      case Slice slice -> slice.toPython(attachment);
      case PyArray array -> newReference(array.object());
      case KeptArray array -> newReference(array.object());
      case ArrowTable table -> ArrowTables.share(attachment, table);
      case ArrowStream stream -> ArrowTables.share(attachment, stream);
      case ArrowBatch batch -> ArrowTables.share(attachment, batch);
      case Tuple tuple -> attachment.toPython.tuple(tuple.elements().toArray());
      case JavaFunction function ->
          JavaCallables.create(attachment.interpreter, "java_function", function);
      default -> standingFor(value);
    };
  }

  private long standingFor(Object value) {
    if (value instanceof Exposing exposing) {
      return attachment.interpreter.exposedClasses.convert(attachment, exposing);
    }
    PythonProxy proxy = PythonProxy.behind(value);
    if (proxy != null) {
      return proxy.newReference();
    }
    boolean exposed = exposing != null && exposing.equals(attachment.region());
    long backed = JavaBacked.of(attachment, value, exposed);
    if (backed == 0) {
      backed = attachment.interpreter.lambdas.callable(attachment, value, exposed);
    }
    if (backed != 0) {
      return backed;
    }
    return exposed && !ExposedClasses.isReserved(value.getClass())
        ? attachment.interpreter.exposedClasses.expose(attachment, value)
        : JavaCallables.opaque(attachment.interpreter, value);
  }

  private static long newReference(long borrowed) {
    Macros.Py_INCREF(borrowed);
    return borrowed;
  }

  @Override
  public Object outgoing(long borrowed) {
    Object carried = carried(borrowed);
    if (carried == null) {
      carried = attachment.interpreter.abstractClasses.proxy(attachment, borrowed, Object.class);
    }
    if (carried != null) {
      return carried;
    }
    return travelling.isReading() ? kept(borrowed) : borrowed(borrowed);
  }

  private PyObject inRegion(long borrowed) {
    if (travelling.isReading()) {
      throw Travelling.refusal("PyObject", "PyRef");
    }
    return borrowed(borrowed);
  }

  private PyRef kept(long borrowed) {
    Macros.Py_INCREF(borrowed);
    return travelling.noted(new PyRef(attachment.interpreter, borrowed));
  }

  @Override
  public @Nullable Object outgoing(long borrowed, Type wanted) {
    Class<?> type = TypeArguments.raw(wanted);
    if (type == PyObject.class) {
      return inRegion(borrowed);
    }
    if (type == PyRef.class) {
      return kept(borrowed);
    }
    if (type == Tuple.class) {
      return attachment.fromPython.value(borrowed) instanceof Tuple tuple ? tuple : null;
    }
    Object data = data(borrowed, type);
    if (data != null) {
      return travelling.noted(data);
    }
    Object carried = carried(borrowed);
    if (type.isInstance(carried)) {
      return carried;
    }
    if (type == NativeArray.class && Abstract.PyObject_CheckBuffer(borrowed) != 0) {
      throw new Mismatch(
          "expected NativeArray, got %s: read it with array(), whose copy() is a NativeArray"
              .formatted(attachment.fromPython.describe(borrowed)));
    }
    Object source = PythonSources.read(attachment, borrowed, type, wanted);
    if (source != null) {
      return travelling.noted(source);
    }
    if (!type.isInterface()
        || borrowed == ObjectApi._Py_NoneStruct
        || Macros.Py_TYPE(borrowed) == CapsuleApi.PyCapsule_Type) {
      return null;
    }
    Object proxy = attachment.interpreter.abstractClasses.proxy(attachment, borrowed, type);
    return proxy == null
        ? attachment.interpreter.interfaces.implement(attachment, borrowed, wanted)
        : proxy;
  }

  /// The array or table that a Python object is read as; null where the type is neither.
  private @Nullable Object data(long borrowed, Class<?> type) {
    if (PrimitiveCopies.isCopy(type)) {
      try (PyArray array = PyArray.of(attachment, borrowed)) {
        return PrimitiveCopies.of(array, type);
      }
    }
    if (type == PyArray.class || type == NdArray.class) {
      if (travelling.isReading()) {
        throw Travelling.refusal(type.getSimpleName(), "KeptArray");
      }
      return PyArray.of(attachment, borrowed);
    }
    if (type == ArrowTable.class) {
      return ArrowTables.of(attachment, borrowed);
    }
    if (type == ArrowStream.class) {
      return ArrowTables.stream(attachment, borrowed);
    }
    if (type == KeptArray.class) {
      try (PyArray array = PyArray.of(attachment, borrowed)) {
        return array.keep();
      }
    }
    return null;
  }

  @Override
  public @Nullable Object carried(long borrowed) {
    Object carried = JavaCallables.carried(attachment.interpreter, borrowed);
    if (carried == null) {
      carried = SharedArrays.carried(attachment.interpreter, borrowed);
    }
    if (carried == null) {
      carried = attachment.interpreter.exposedClasses.behind(attachment, borrowed);
    }
    return carried == null ? JavaBacked.behind(attachment, borrowed) : carried;
  }

  @Override
  public long registered(Object value) {
    return Converted.toPython(attachment, value);
  }

  @Override
  public @Nullable Object registered(long borrowed, Class<?> type) {
    return Converted.toJava(attachment, borrowed, type);
  }

  @Override
  public RuntimeException thrown(String method, RuntimeException thrown) {
    return Converted.thrown(attachment, method, thrown);
  }

  @Override
  public Object tuple(@Nullable Object[] elements) {
    return new Tuple(Arrays.asList(elements));
  }

  @Override
  public boolean owns(Class<?> record) {
    return record == Tuple.class || record == Slice.class;
  }

  @Override
  public long plain(long borrowed) {
    String type = Memory.getString(Memory.getLong(Macros.Py_TYPE(borrowed) + Layout.TP_NAME));
    if (!type.startsWith("numpy.") || type.equals("numpy.ndarray")) {
      return 0;
    }
    long generic = numpyGeneric();
    if (ObjectApi.PyType_IsSubtype(Macros.Py_TYPE(borrowed), generic) == 0) {
      return 0;
    }
    long item = Modules.attribute(this, borrowed, "item");
    long value = callRaw(item);
    Macros.Py_DECREF(item);
    return isLossy(type, value) ? dropped(value) : value;
  }

  /// NumPy gives a time as a bare number where Python has none as fine, and "not a time" as None.
  private static boolean isLossy(String type, long value) {
    return (type.equals("numpy.datetime64") || type.equals("numpy.timedelta64"))
        && (value == ObjectApi._Py_NoneStruct || Macros.Py_TYPE(value) == LongObject.PyLong_Type);
  }

  private static long dropped(long value) {
    Macros.Py_DECREF(value);
    return 0;
  }

  private long numpyGeneric() {
    if (numpyGeneric == 0) {
      long numpy = Modules.load(this, "numpy");
      numpyGeneric = Modules.attribute(this, numpy, "generic");
      Macros.Py_DECREF(numpy);
    }
    return numpyGeneric;
  }

  @Override
  public RuntimeException raised() {
    return Raised.take(attachment);
  }

  @Override
  public RuntimeException raised(String trying) {
    boolean ordinary = PyErrors.PyErr_ExceptionMatches(PyErrors.PyExc_Exception) != 0;
    RuntimeException raised = Raised.take(attachment);
    return ordinary && raised instanceof PythonException
        ? new Mismatch(trying + ": " + raised.getMessage(), raised)
        : raised;
  }
}
