package dev.terrarium.python;

import dev.terrarium.capi.Abstract;
import dev.terrarium.capi.LongObject;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.PyErrors;
import dev.terrarium.capi.Version;
import dev.terrarium.python.convert.Boundary;
import dev.terrarium.python.convert.Mismatch;
import dev.terrarium.python.events.Crossing;
import dev.terrarium.python.events.Crossings;
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

  private final Counterparts counterparts;
  private final NumpyScalars scalars = new NumpyScalars(this);

  Border(Attachment attachment) {
    this.attachment = attachment;
    this.travelling = new Travelling(attachment);
    this.counterparts = new Counterparts(attachment, travelling);
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

  /// What is known of the frames of tracebacks.
  RecentFrames recentFrames() {
    return attachment.interpreter.recentFrames;
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
    Gil before = counterparts.exposeIn(attachment.region());
    try {
      return convert("the result", value);
    } finally {
      Gil _ = counterparts.exposeIn(before);
    }
  }

  private long argument(@Nullable Object value) {
    if (value instanceof Long number) {
      return LongObject.PyLong_FromLongLong(number);
    }
    return value instanceof PyObject object
        ? object.newReference()
        : attachment.toPython.convert(value);
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
  public long own(Object value) {
    return value instanceof PyObject object ? object.newReference() : 0;
  }

  @Override
  public long incoming(Object value) {
    return counterparts.incoming(value);
  }

  @Override
  public Object outgoing(long borrowed) {
    return counterparts.outgoing(borrowed);
  }

  @Override
  public @Nullable Object outgoing(long borrowed, Type wanted) {
    return counterparts.outgoing(borrowed, wanted);
  }

  @Override
  public @Nullable Object carried(long borrowed) {
    return counterparts.carried(borrowed);
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
    return scalars.plain(borrowed);
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
