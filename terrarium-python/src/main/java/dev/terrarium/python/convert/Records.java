package dev.terrarium.python.convert;

import dev.terrarium.capi.Abstract;
import dev.terrarium.capi.Macros;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Records of Java and what they are in Python: a frozen dataclass with the record's name and
/// components, made once, whose instances come back as the record.
final class Records {
  private final Kept define = new Kept("terrarium._records", "define");
  private final KnownClasses classes;
  private final Map<Class<?>, RecordShape> shapes = new ConcurrentHashMap<>();

  /// The dataclass of each record class; new references kept for the life of the process.
  private final Map<Class<?>, Long> dataclasses = new ConcurrentHashMap<>();

  Records(KnownClasses classes) {
    this.classes = classes;
  }

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
    if (object == 0) {
      throw to.boundary.raised("the dataclass of " + shape.type().getName() + " refuses it");
    }
    return object;
  }

  private long dataclass(RecordShape shape, ToPython to) {
    Long known = dataclasses.get(shape.type());
    if (known != null) {
      return known;
    }
    Class<?> type = shape.type();
    long definition = to.tuple(type.getSimpleName(), type.getPackageName(), shape.fields());
    long made = Abstract.PyObject_Call(define.get(to.boundary), definition, 0);
    Macros.Py_DECREF(definition);
    if (made == 0) {
      throw to.boundary.raised("the record " + type.getName() + " cannot be made in Python");
    }
    dataclasses.put(type, made);
    if (isReadable(shape, to.conversions.readers)) {
      classes.add(made, to.conversions.readers.of(type));
    }
    return made;
  }

  /// Whether there is a reader for each component; a record without comes back as a reference.
  private static boolean isReadable(RecordShape shape, Readers readers) {
    try {
      for (Type type : shape.types()) {
        Reader _ = readers.of(Types.resolve(type, Map.of()));
      }
      return true;
    } catch (IllegalArgumentException without) {
      return false;
    }
  }

  /// Whether a Python class is the one made for a record class.
  boolean isOwn(Class<?> record, long type) {
    Long made = dataclasses.get(record);
    return made != null && made == type;
  }

  /// The reader of a record class with its variables filled in.
  Reader reader(
      Class<? extends Record> type, Map<TypeVariable<?>, Type> bindings, Readers readers) {
    RecordShape shape = shape(type);
    List<Type> types =
        shape.types().stream().map(component -> Types.resolve(component, bindings)).toList();
    return new RecordReader(shape, types, this, readers);
  }

  private RecordShape shape(Class<? extends Record> type) {
    return shapes.computeIfAbsent(type, _ -> RecordShape.of(type));
  }
}
