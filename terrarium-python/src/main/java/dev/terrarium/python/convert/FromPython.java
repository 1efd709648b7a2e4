package dev.terrarium.python.convert;

import dev.terrarium.capi.Abstract;
import dev.terrarium.capi.BoolObject;
import dev.terrarium.capi.BytesObject;
import dev.terrarium.capi.DictObject;
import dev.terrarium.capi.FloatObject;
import dev.terrarium.capi.ListObject;
import dev.terrarium.capi.LongObject;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.SetObject;
import dev.terrarium.capi.TupleObject;
import dev.terrarium.capi.UnicodeObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// From Python to Java: every method borrows its object, and needs the GIL.
///
/// | Python | Java |
/// |---|---|
/// | None | null |
/// | bool | Boolean |
/// | int | Long, or BigInteger where that is too small |
/// | float | Double |
/// | str | String |
/// | bytes | byte\[\] |
/// | list | ArrayList |
/// | tuple | what the [Boundary] makes of it |
/// | set, frozenset | LinkedHashSet, the latter unmodifiable |
/// | dict | LinkedHashMap |
/// | the classes of [KnownClasses] | their rule's |
/// | anything else, subclasses too | what the [Boundary] makes of it |
public final class FromPython {
  final Boundary boundary;
  final Workspace workspace;
  final Decimals decimals;
  private final KnownClasses classes;
  private int depth;

  public FromPython(Boundary boundary, Workspace workspace, Conversions conversions) {
    this.boundary = boundary;
    this.workspace = workspace;
    this.classes = conversions.classes;
    this.decimals = conversions.decimals;
  }

  /// The value by the object's own type, exact built-in types only.
  public @Nullable Object value(long object) {
    long type = Macros.Py_TYPE(object);
    if (type == LongObject.PyLong_Type) {
      return Numbers.value(object, workspace, boundary);
    }
    if (type == UnicodeObject.PyUnicode_Type) {
      return Text.value(object);
    }
    if (type == FloatObject.PyFloat_Type) {
      return Macros.PyFloat_AS_DOUBLE(object);
    }
    if (object == ObjectApi._Py_NoneStruct) {
      return null;
    }
    if (type == BoolObject.PyBool_Type) {
      return object == BoolObject._Py_TrueStruct;
    }
    return container(object, type);
  }

  private @Nullable Object container(long object, long type) {
    if (type == ListObject.PyList_Type) {
      return new ArrayList<>(Arrays.asList(elements(object)));
    }
    if (type == DictObject.PyDict_Type) {
      Map<@Nullable Object, @Nullable Object> map =
          LinkedHashMap.newLinkedHashMap((int) Macros.PyDict_GET_SIZE(object));
      entries(object, this::value, this::value, map);
      return map;
    }
    if (type == TupleObject.PyTuple_Type) {
      return boundary.tuple(elements(object));
    }
    if (type == BytesObject.PyBytes_Type) {
      return bytes(object);
    }
    if (type == SetObject.PySet_Type) {
      return set(object);
    }
    if (type == SetObject.PyFrozenSet_Type) {
      return Collections.unmodifiableSet(set(object));
    }
    Reader known = classes.of(type, boundary);
    return known != null ? known.read(this, object) : other(object, type);
  }

  /// The value of an object whose class has a rule, but for the built-in ones; null for any other.
  @Nullable Object known(long object) {
    Reader known = classes.of(Macros.Py_TYPE(object), boundary);
    return known == null ? null : known.read(this, object);
  }

  private @Nullable Object other(long object, long type) {
    Object registered = boundary.registered(object, Object.class);
    if (registered != null) {
      return registered;
    }
    long plain = boundary.plain(object);
    if (plain == 0) {
      return boundary.outgoing(object);
    }
    try {
      return Macros.Py_TYPE(plain) == type ? boundary.outgoing(object) : value(plain);
    } finally {
      Macros.Py_DECREF(plain);
    }
  }

  /// Reads the built-in value that an object wraps, or refuses the object.
  <R> R unwrapped(long object, String expected, LongFunction<R> reader) {
    long plain = boundary.plain(object);
    if (plain == 0) {
      throw mismatch(expected, object);
    }
    try {
      if (Macros.Py_TYPE(plain) == Macros.Py_TYPE(object)) {
        throw mismatch(expected, object);
      }
      return reader.apply(plain);
    } finally {
      Macros.Py_DECREF(plain);
    }
  }

  /// The values of a list or tuple. What is read runs Python code now and then, so a list may
  /// change meanwhile.
  private @Nullable Object[] elements(long sequence) {
    @Nullable Object[] values = new Object[Readers.size(this, sequence)];
    descend();
    int i = 0;
    try {
      for (; i < values.length; i++) {
        long item = Readers.item(sequence, i);
        values[i] =
            Scalars.isCompact(item) ? (Object) Macros.PyLong_CompactValue(item) : value(item);
      }
    } catch (Mismatch mismatch) {
      throw mismatch.at(i);
    } finally {
      ascend();
    }
    return values;
  }

  private Set<@Nullable Object> set(long set) {
    Set<@Nullable Object> values = new LinkedHashSet<>();
    elements(set, this::value, values);
    return values;
  }

  /// Adds each element of a set, as a reader gives it.
  void elements(long set, LongFunction<@Nullable Object> reader, Set<@Nullable Object> into) {
    iterate(
        set,
        element -> {
          Object value = reader.apply(element);
          if (!into.add(value)) {
            throw Collisions.ofElements(this, set, element, Collisions.place(into, value));
          }
        });
  }

  byte[] bytes(long bytes) {
    long size = BytesObject.PyBytes_Size(bytes);
    if (size > Integer.MAX_VALUE - 8) {
      throw new Mismatch("the bytes are " + size + " long, more than a byte[] holds");
    }
    return Memory.getBytes(BytesObject.PyBytes_AsString(bytes), (int) size);
  }

  /// Hands over each element that iteration gives, borrowed.
  void iterate(long iterable, LongConsumer reader) {
    descend();
    long iterator = Abstract.PyObject_GetIter(iterable);
    if (iterator == 0) {
      ascend();
      throw boundary.raised("it cannot be iterated");
    }
    long i = 0;
    try {
      for (long element; (element = Abstract.PyIter_Next(iterator)) != 0; i++) {
        try {
          reader.accept(element);
        } finally {
          Macros.Py_DECREF(element);
        }
      }
      if (dev.terrarium.capi.PyErrors.PyErr_Occurred() != 0) {
        throw boundary.raised("its iteration fails");
      }
    } catch (Mismatch mismatch) {
      throw mismatch.at(i);
    } finally {
      Macros.Py_DECREF(iterator);
      ascend();
    }
  }

  /// Adds each entry of a dict in order; key and value are kept alive while they are read.
  void entries(
      long dict,
      LongFunction<@Nullable Object> keys,
      LongFunction<@Nullable Object> values,
      Map<@Nullable Object, @Nullable Object> into) {
    descend();
    long slots = workspace.take(24);
    Memory.putLong(slots, 0);
    try {
      long size = Macros.PyDict_GET_SIZE(dict);
      for (int i = 0; DictObject.PyDict_Next(dict, slots, slots + 8, slots + 16) != 0; i++) {
        long name = Memory.getLong(slots + 8);
        long content = Memory.getLong(slots + 16);
        Macros.Py_INCREF(name);
        Macros.Py_INCREF(content);
        try {
          Object key = key(name, i, keys);
          into.put(key, under(key, content, values));
          if (into.size() <= i) {
            throw Collisions.ofKeys(this, dict, name, Collisions.place(into.keySet(), key))
                .atKey(i);
          }
        } finally {
          Macros.Py_DECREF(name);
          Macros.Py_DECREF(content);
        }
        if (i >= size || Macros.PyDict_GET_SIZE(dict) != size) {
          throw new Mismatch("the dict changed while it was read");
        }
      }
    } finally {
      workspace.give(slots);
      ascend();
    }
  }

  private static <K extends @Nullable Object> K key(long name, int index, LongFunction<K> keys) {
    try {
      return keys.apply(name);
    } catch (Mismatch mismatch) {
      throw mismatch.atKey(index);
    }
  }

  private static <V extends @Nullable Object> V under(
      @Nullable Object key, long content, LongFunction<V> values) {
    try {
      return values.apply(content);
    } catch (Mismatch mismatch) {
      throw mismatch.under(key);
    }
  }

  /// Goes one container deeper.
  public void descend() {
    if (depth >= ToPython.DEEPEST) {
      throw ToPython.tooDeep();
    }
    depth++;
  }

  /// Comes back from a container.
  public void ascend() {
    depth--;
  }

  /// The Java object that a Python object is, where that is of a type.
  ///
  /// @throws Mismatch where it is not
  Object carried(Class<?> type, String expected, long object) {
    Object carried = boundary.carried(object);
    if (!type.isInstance(carried)) {
      throw mismatch(expected, object);
    }
    return carried;
  }

  /// The refusal of an object where another type was asked for: `expected int, got str 'abc'`.
  Mismatch mismatch(String expected, long object) {
    return new Mismatch("expected " + expected + ", got " + describe(object));
  }

  /// The type and the beginning of the repr of an object, whatever that repr does.
  public String describe(long object) {
    return Descriptions.of(object);
  }
}
