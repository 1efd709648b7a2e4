package dev.terrarium.python.convert;

import dev.terrarium.capi.Abstract;
import dev.terrarium.capi.DictObject;
import dev.terrarium.capi.ImportApi;
import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.PyErrors;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Records of Java and what they are in Python: a frozen dataclass with the record's name and
/// components.
///
/// A dict with exactly the component's names, a dataclass and a named tuple are all read as a
/// record.
public final class Records {
  private final Map<Class<?>, RecordShape> shapes = new ConcurrentHashMap<>();

  /// The dataclass of each record class; new references kept for the life of the process.
  private final Map<Class<?>, Long> dataclasses = new ConcurrentHashMap<>();

  long toPython(Record record, ToPython to) {
    RecordShape shape = shape(record.getClass());
    long dataclass = dataclass(shape, to);
    @Nullable Object[] values = new Object[shape.names().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = shape.component(record, i);
    }
    long arguments = to.tuple(values, i -> "." + shape.names().get(i));
    long object = Abstract.PyObject_Call(dataclass, arguments, 0);
    Macros.Py_DECREF(arguments);
    return checked(object, to.boundary);
  }

  private long dataclass(RecordShape shape, ToPython to) {
    Long known = dataclasses.get(shape.type());
    if (known != null) {
      return known;
    }
    long definition =
        to.tuple(shape.type().getSimpleName(), shape.type().getPackageName(), shape.names());
    long module = module("terrarium._records", to.boundary);
    long define = attribute(module, "define", to.boundary);
    long made = checked(Abstract.PyObject_Call(define, definition, 0), to.boundary);
    Macros.Py_DECREF(define);
    Macros.Py_DECREF(module);
    Macros.Py_DECREF(definition);
    dataclasses.put(shape.type(), made);
    return made;
  }

  Reader reader(Class<? extends Record> type, Readers readers) {
    RecordShape shape = shape(type);
    List<Type> types = shape.types();
    return (from, object) -> {
      @Nullable Object[] values = new Object[types.size()];
      boolean dict = Macros.PyType_HasFeature(Macros.Py_TYPE(object), Layout.DICT_SUBCLASS);
      if (!dict) {
        refuseOtherFields(shape, object, from);
      } else if (DictObject.PyDict_Size(object) != types.size()) {
        throw from.mismatch("a dict with the keys " + shape.names(), object);
      }
      for (int i = 0; i < types.size(); i++) {
        values[i] = component(shape, i, object, dict, readers.of(types.get(i)), from);
      }
      return shape.construct(values);
    };
  }

  private @Nullable Object component(
      RecordShape shape, int index, long object, boolean dict, Reader reader, FromPython from) {
    String name = shape.names().get(index);
    long key = Text.of(name);
    long value = dict ? item(object, key) : ObjectApi.PyObject_GetAttr(object, key);
    Macros.Py_DECREF(key);
    if (value == 0) {
      if (!dict || PyErrors.PyErr_Occurred() != 0) {
        throw from.boundary.raised();
      }
      throw from.mismatch("a dict with the keys " + shape.names(), object);
    }
    try {
      return reader.read(from, value);
    } catch (Mismatch mismatch) {
      throw mismatch.at(dict ? "['" + name + "']" : "." + name);
    } finally {
      Macros.Py_DECREF(value);
    }
  }

  private static long item(long dict, long key) {
    long value = DictObject.PyDict_GetItemWithError(dict, key);
    if (value != 0) {
      Macros.Py_INCREF(value);
    }
    return value;
  }

  private void refuseOtherFields(RecordShape shape, long object, FromPython from) {
    List<String> fields = fields(object, from);
    if (fields == null) {
      throw from.mismatch(
          shape.type().getSimpleName() + " (a dict, dataclass or named tuple)", object);
    }
    if (!fields.equals(shape.names())
        && !(fields.size() == shape.names().size() && fields.containsAll(shape.names()))) {
      throw new Mismatch(
          "expected the fields "
              + shape.names()
              + " of "
              + shape.type().getSimpleName()
              + ", got "
              + fields
              + " of "
              + typeName(object));
    }
  }

  /// The field names of a dataclass or named tuple, or null where an object is neither.
  private @Nullable List<String> fields(long object, FromPython from) {
    for (String attribute : List.of("__dataclass_fields__", "_fields")) {
      long name = Text.of(attribute);
      long fields = ObjectApi.PyObject_GetAttr(object, name);
      Macros.Py_DECREF(name);
      if (fields != 0) {
        List<String> names = new java.util.ArrayList<>();
        try {
          from.iterate(fields, field -> names.add(Scalars.text(from, field)));
        } finally {
          Macros.Py_DECREF(fields);
        }
        return names;
      }
      PyErrors.PyErr_Clear();
    }
    return null;
  }

  private RecordShape shape(Class<? extends Record> type) {
    return shapes.computeIfAbsent(type, _ -> RecordShape.of(type));
  }

  private static long module(String name, Boundary boundary) {
    long text = Text.of(name);
    long module = ImportApi.PyImport_Import(text);
    Macros.Py_DECREF(text);
    return checked(module, boundary);
  }

  private static long attribute(long object, String name, Boundary boundary) {
    long text = Text.of(name);
    long attribute = ObjectApi.PyObject_GetAttr(object, text);
    Macros.Py_DECREF(text);
    return checked(attribute, boundary);
  }

  private static long checked(long object, Boundary boundary) {
    if (object == 0) {
      throw boundary.raised();
    }
    return object;
  }

  private static String typeName(long object) {
    return Memory.getString(Memory.getLong(Macros.Py_TYPE(object) + Layout.TP_NAME));
  }
}
