package dev.terrarium.python;

import dev.terrarium.capi.Abstract;
import dev.terrarium.capi.CapsuleApi;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.python.arrow.ArrowBatch;
import dev.terrarium.python.arrow.ArrowStream;
import dev.terrarium.python.arrow.ArrowTable;
import dev.terrarium.python.convert.Mismatch;
import dev.terrarium.python.reflect.TypeArguments;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/// What stands on the other side for values that no conversion has a rule for: the types of this
/// room, what Python lends or implements, handles to Java objects, and references. Needs the GIL.
final class Counterparts {
  private final Attachment attachment;
  private final Travelling travelling;

  /// The region in which a value is converted whose parts are exposed where no conversion has a
  /// rule for them; null where there is none. What converters and Python code do meanwhile happens
  /// in a region of its own.
  private @Nullable Gil exposing;

  Counterparts(Attachment attachment, Travelling travelling) {
    this.attachment = attachment;
    this.travelling = travelling;
  }

  /// Exposes, in a region from now on, what no conversion has a rule for.
  ///
  /// @param region where that is done, or null for nowhere
  /// @return where it was done before
  @Nullable Gil exposeIn(@Nullable Gil region) {
    Gil before = exposing;
    exposing = region;
    return before;
  }

  /// A new reference to what stands for a Java value in Python.
  long incoming(Object value) {
    return switch (value) {
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

  /// The Java value that stands for a Python object: what it carries, or a reference.
  Object outgoing(long borrowed) {
    Object carried = carried(borrowed);
    if (carried == null) {
      carried = attachment.interpreter.abstractClasses.proxy(attachment, borrowed, Object.class);
    }
    if (carried != null) {
      return carried;
    }
    return travelling.isReading() ? kept(borrowed) : attachment.border.borrowed(borrowed);
  }

  private PyObject inRegion(long borrowed) {
    if (travelling.isReading()) {
      throw Travelling.refusal("PyObject", "PyRef");
    }
    return attachment.border.borrowed(borrowed);
  }

  private PyRef kept(long borrowed) {
    Macros.Py_INCREF(borrowed);
    return travelling.noted(new PyRef(attachment.interpreter, borrowed));
  }

  /// The Java value of a type of this room, or of an interface, for an object; null where the type
  /// is no such one.
  @Nullable Object outgoing(long borrowed, Type wanted) {
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

  /// The Java object that a Python object carries or stands for, or null.
  @Nullable Object carried(long borrowed) {
    Object carried = JavaCallables.carried(attachment.interpreter, borrowed);
    if (carried == null) {
      carried = SharedArrays.carried(attachment.interpreter, borrowed);
    }
    if (carried == null) {
      carried = attachment.interpreter.exposedClasses.behind(attachment, borrowed);
    }
    return carried == null ? JavaBacked.behind(attachment, borrowed) : carried;
  }
}
