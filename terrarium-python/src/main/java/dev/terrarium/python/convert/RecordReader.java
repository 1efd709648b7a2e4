package dev.terrarium.python.convert;

import dev.terrarium.capi.ComplexObject;
import dev.terrarium.capi.DictObject;
import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.PyErrors;
import dev.terrarium.python.reflect.Optionals;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a dataclass, a named tuple, a complex number or a dict as one type of record.
///
/// The names must be exactly the record's, in any order. A dict may lack those whose component is
/// an Optional, as a `TypedDict` with `NotRequired` does.
final class RecordReader implements Reader {
  private static final Kept FIELDS = new Kept("dataclasses", "fields");

  private final RecordShape shape;
  private final List<Type> types;
  private final Records records;
  private final Readers readers;

  /// @param types of the components, without variables
  RecordReader(RecordShape shape, List<Type> types, Records records, Readers readers) {
    this.shape = shape;
    this.types = types;
    this.records = records;
    this.readers = readers;
  }

  @Override
  public Object read(FromPython from, long object) {
    from.descend();
    try {
      if (Macros.PyType_HasFeature(Macros.Py_TYPE(object), Layout.DICT_SUBCLASS)) {
        return shape.construct(items(from, object));
      }
      boolean own = records.isOwn(shape.type(), Macros.Py_TYPE(object));
      Object carried = own ? null : from.boundary.carried(object);
      return shape.type().isInstance(carried)
          ? carried
          : shape.construct(attributes(from, object, own));
    } finally {
      from.ascend();
    }
  }

  private @Nullable Object[] items(FromPython from, long dict) {
    @Nullable Object[] values = new Object[types.size()];
    int found = 0;
    for (int i = 0; i < values.length; i++) {
      String name = shape.names().get(i);
      long item = item(from, dict, name);
      if (item != 0) {
        values[i] = component(from, item, i, "." + name);
        found++;
      } else if (isOptional(i)) {
        values[i] = Optionals.empty(Types.raw(types.get(i)));
      } else {
        throw otherKeys(from, dict);
      }
    }
    if (DictObject.PyDict_Size(dict) != found) {
      throw otherKeys(from, dict);
    }
    return values;
  }

  private Mismatch otherKeys(FromPython from, long dict) {
    List<String> required = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      if (!isOptional(i)) {
        required.add(shape.names().get(i));
      }
    }
    Set<String> given = new LinkedHashSet<>();
    List<String> others = new ArrayList<>();
    from.iterate(
        dict,
        key -> {
          if (Macros.PyType_HasFeature(Macros.Py_TYPE(key), Layout.UNICODE_SUBCLASS)) {
            given.add(Scalars.text(from, key));
          } else {
            others.add(from.describe(key));
          }
        });
    return new Mismatch(
        "expected a dict with the keys %s of %s; %s"
            .formatted(
                shape.names(),
                shape.type().getSimpleName(),
                NameDifferences.between(required, shape.names(), given, others)));
  }

  private boolean isOptional(int component) {
    return Optionals.has(Types.raw(types.get(component)));
  }

  /// A new reference to an item, or 0.
  private static long item(FromPython from, long dict, String name) {
    long key = from.boundary.name(name);
    long item = DictObject.PyDict_GetItemWithError(dict, key);
    Macros.Py_DECREF(key);
    if (item == 0 && PyErrors.PyErr_Occurred() != 0) {
      throw from.boundary.raised("its key '" + name + "' cannot be looked up");
    }
    if (item != 0) {
      Macros.Py_INCREF(item);
    }
    return item;
  }

  /// @param own whether its class is the one made for the record
  private @Nullable Object[] attributes(FromPython from, long object, boolean own) {
    List<String> names = own ? shape.fields() : namesAsSpelt(from, object);
    @Nullable Object[] values = new Object[types.size()];
    for (int i = 0; i < values.length; i++) {
      String name = names.get(i);
      long attribute = Attributes.get(from.boundary, object, name);
      values[i] = component(from, attribute, i, "." + name);
    }
    return values;
  }

  /// @param value a new reference, which is taken over
  private @Nullable Object component(FromPython from, long value, int index, String step) {
    try {
      return readers.of(types.get(index)).read(from, value);
    } catch (Mismatch mismatch) {
      throw mismatch.at(step);
    } finally {
      Macros.Py_DECREF(value);
    }
  }

  /// The object's own names for the components: some names of Java are keywords in Python.
  private List<String> namesAsSpelt(FromPython from, long object) {
    List<String> names = names(from, object);
    if (same(names, shape.names())) {
      return shape.names();
    }
    if (same(names, shape.fields())) {
      return shape.fields();
    }
    List<String> fields = realFields(from, object);
    if (fields != null && same(fields, shape.names())) {
      return shape.names();
    }
    throw new Mismatch(
        "expected the fields %s of %s, got %s of %s"
            .formatted(
                shape.names(),
                shape.type().getSimpleName(),
                fields == null ? names : fields,
                KnownClasses.name(Macros.Py_TYPE(object))));
  }

  private static boolean same(List<String> names, List<String> expected) {
    return names.size() == expected.size() && names.containsAll(expected);
  }

  private List<String> names(FromPython from, long object) {
    long type = Macros.Py_TYPE(object);
    if (!Macros.PyType_HasFeature(type, Layout.TYPE_SUBCLASS)) {
      if (ObjectApi.PyType_IsSubtype(type, ComplexObject.PyComplex_Type) != 0) {
        return List.of("real", "imag");
      }
      for (String attribute : List.of("__dataclass_fields__", "_fields")) {
        long names = Attributes.find(from.boundary, object, attribute);
        if (names != 0) {
          return texts(from, names);
        }
      }
    }
    throw from.mismatch(
        shape.type().getSimpleName() + " (a dict, dataclass or named tuple)", object);
  }

  /// The fields of a dataclass without its class variables; null for anything else.
  private static @Nullable List<String> realFields(FromPython from, long object) {
    long fields = Attributes.find(from.boundary, object, "__dataclass_fields__");
    if (fields == 0) {
      return null;
    }
    Macros.Py_DECREF(fields);
    long real = from.boundary.callRaw(FIELDS.get(from.boundary), object);
    List<String> names = new ArrayList<>();
    try {
      from.iterate(
          real,
          field -> {
            long name = Attributes.get(from.boundary, field, "name");
            try {
              names.add(Scalars.text(from, name));
            } finally {
              Macros.Py_DECREF(name);
            }
          });
    } finally {
      Macros.Py_DECREF(real);
    }
    return names;
  }

  /// @param iterable a new reference, which is taken over
  private static List<String> texts(FromPython from, long iterable) {
    List<String> texts = new ArrayList<>();
    try {
      from.iterate(iterable, each -> texts.add(Scalars.text(from, each)));
    } finally {
      Macros.Py_DECREF(iterable);
    }
    return texts;
  }
}
