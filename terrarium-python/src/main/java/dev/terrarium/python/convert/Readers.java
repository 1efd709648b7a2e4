package dev.terrarium.python.convert;

import dev.terrarium.capi.Abstract;
import dev.terrarium.capi.BoolObject;
import dev.terrarium.capi.DictObject;
import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.ObjectApi;
import dev.terrarium.capi.OdictObject;
import dev.terrarium.capi.SetObject;
import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The reader of each Java type, made once.
final class Readers {
  private final Map<Type, Reader> readers = new ConcurrentHashMap<>();
  private final Supplier<Map<Class<?>, Reader>> beyondScalars;
  private volatile @Nullable Map<Class<?>, Reader> exact;
  private final Records records;
  private final Enums enums;

  /// @param beyondScalars the readers of types beyond the scalars, asked for when one is needed
  Readers(Supplier<Map<Class<?>, Reader>> beyondScalars, Records records, Enums enums) {
    this.beyondScalars = beyondScalars;
    this.records = records;
    this.enums = enums;
  }

  /// The types beyond the scalars that have a rule of their own.
  Map<Class<?>, Reader> exact() {
    Map<Class<?>, Reader> known = exact;
    if (known == null) {
      known = beyondScalars.get();
      exact = known;
    }
    return known;
  }

  Reader of(Type type) {
    Reader known = readers.get(type);
    if (known == null) { // Not computeIfAbsent: a record may contain itself.
      known = make(type);
      readers.put(type, known);
    }
    return known;
  }

  private Reader make(Type type) {
    return type instanceof Class<?> plain ? ofClass(plain) : ofShape(type);
  }

  private Reader ofShape(Type type) {
    return switch (type) {
      case ParameterizedType generic -> ofGeneric(generic);
      case WildcardType wildcard -> of(wildcard.getUpperBounds()[0]);
      case GenericArrayType array ->
          ofArray(Types.raw(array.getGenericComponentType()), array.getGenericComponentType());
      default ->
          throw new IllegalArgumentException(
              "a Python object cannot be read as the type variable " + type.getTypeName());
    };
  }

  private Reader ofClass(Class<?> type) {
    Reader scalar = Scalars.of(type);
    if (scalar != null) {
      return scalar;
    }
    Reader known = exact().get(type);
    if (known != null) {
      return known;
    }
    if (type == Object.class) {
      return FromPython::value;
    }
    if (type.isArray()) {
      Reader primitive = PrimitiveArrays.READERS.get(type);
      return primitive != null ? primitive : ofArray(type.componentType(), type.componentType());
    }
    if (Collection.class.isAssignableFrom(type) || type == Map.class || type == Optional.class) {
      return ofCollection(type, Object.class, Object.class);
    }
    return registeredFirst(type, ofOther(type));
  }

  private Reader ofOther(Class<?> type) {
    if (type.isRecord()) {
      Reader record = records.reader(type.asSubclass(Record.class), Map.of(), this);
      return (from, object) ->
          from.boundary.owns(type) ? above(from, object, type) : record.read(from, object);
    }
    if (type.isInterface()) {
      return (from, object) -> ofInterface(from, object, type);
    }
    return type.isEnum() ? enums.reader(type) : (from, object) -> above(from, object, type);
  }

  /// Converters of the user come before the rules for classes of the user.
  private static Reader registeredFirst(Class<?> type, Reader otherwise) {
    return (from, object) -> {
      Object registered = from.boundary.registered(object, type);
      return registered != null ? registered : otherwise.read(from, object);
    };
  }

  /// A record or an enum constant of Java that implements an interface is itself.
  private static Object ofInterface(FromPython from, long object, Type type) {
    Object known = from.known(object);
    return Types.raw(type).isInstance(known) ? known : above(from, object, type);
  }

  private static Object above(FromPython from, long object, Type type) {
    Object value = from.boundary.outgoing(object, type);
    if (value == null) {
      throw from.mismatch(Types.raw(type).getSimpleName(), object);
    }
    return value;
  }

  private Reader ofGeneric(ParameterizedType generic) {
    Class<?> raw = (Class<?>) generic.getRawType();
    if (raw.isRecord()) {
      return registeredFirst(
          raw, records.reader(raw.asSubclass(Record.class), Types.bindings(generic), this));
    }
    if (Collection.class.isAssignableFrom(raw) || raw == Map.class || raw == Optional.class) {
      Type[] arguments = generic.getActualTypeArguments();
      return ofCollection(raw, arguments[0], arguments[arguments.length - 1]);
    }
    return (raw.isInterface() || raw == CompletableFuture.class) && !exact().containsKey(raw)
        ? registeredFirst(raw, (from, object) -> ofInterface(from, object, generic))
        : ofClass(raw);
  }

  private Reader ofCollection(Class<?> raw, Type first, Type last) {
    if (raw == Map.class) {
      return map(of(first), of(last));
    }
    Reader element = of(first);
    if (raw == Optional.class) {
      return (from, object) ->
          object == ObjectApi._Py_NoneStruct
              ? Optional.empty()
              : Optional.of(Objects.requireNonNull(element.read(from, object)));
    }
    if (raw == Set.class) {
      return set(element);
    }
    if (raw == List.class || raw == Collection.class) {
      return sequence(raw, list(element, run(first)));
    }
    throw new IllegalArgumentException(
        "a Python object cannot be read as "
            + raw.getName()
            + ": ask for List, Collection, Set, Map or Optional");
  }

  /// Reads a list or tuple.
  ///
  /// @param run reads what elements it can in place
  private static Reader list(Reader element, Runs.Boxed run) {
    return (from, object) -> {
      int size = size(from, object);
      List<@Nullable Object> list = new ArrayList<>(size);
      from.descend();
      try {
        run.read(object, size, list);
        while (list.size() < size) {
          list.add(element.read(from, item(object, list.size())));
          run.read(object, size, list);
        }
      } catch (Mismatch mismatch) {
        throw mismatch.at(list.size());
      } finally {
        from.ascend();
      }
      return list;
    };
  }

  /// Reads a list, a tuple or a range; a Java object of the type is itself.
  private static Reader sequence(Class<?> type, Reader list) {
    return (from, object) -> {
      if (isSequence(object)) {
        return list.read(from, object);
      }
      return Ranges.isRange(object)
          ? Ranges.read(from, object, list)
          : carriedSequence(from, object, type);
    };
  }

  private static Object carriedSequence(FromPython from, long object, Class<?> type) {
    Object carried = from.boundary.carried(object);
    if (type.isInstance(carried)) {
      return carried;
    }
    throw new Mismatch(
        "expected list or tuple, got %s%s"
            .formatted(
                from.describe(object),
                offers(from, object, "tolist")
                    ? ": ask for its tolist() in Python, or for an array of primitives such as long[]"
                    : ""));
  }

  private static boolean isSequence(long object) {
    long type = Macros.Py_TYPE(object);
    return Macros.PyType_HasFeature(type, Layout.LIST_SUBCLASS)
        || Macros.PyType_HasFeature(type, Layout.TUPLE_SUBCLASS);
  }

  private static Runs.Boxed run(Type element) {
    if (element == Long.class) {
      return Runs::longs;
    }
    return element == Double.class ? Runs::doubles : Runs::none;
  }

  private Reader ofArray(Class<?> component, Type componentType) {
    Reader list = list(of(componentType), run(componentType));
    Class<?> array = component.arrayType();
    Reader sequence =
        sequence(
            array,
            (from, object) -> {
              List<?> read = (List<?>) Objects.requireNonNull(list.read(from, object));
              return read.toArray((Object[]) Array.newInstance(component, read.size()));
            });
    return PrimitiveArrays.isNested(array)
        ? (from, object) ->
            lends(from, object)
                ? Objects.requireNonNull(from.boundary.outgoing(object, array))
                : sequence.read(from, object)
        : sequence;
  }

  /// Whether an object that is no sequence may lend memory with axes.
  private static boolean lends(FromPython from, long object) {
    return !isSequence(object)
        && (Abstract.PyObject_CheckBuffer(object) != 0 || offers(from, object, "__dlpack__"));
  }

  /// Whether the class of an object has an attribute.
  private static boolean offers(FromPython from, long object, String attribute) {
    long found = Attributes.find(from.boundary, Macros.Py_TYPE(object), attribute);
    if (found != 0) {
      Macros.Py_DECREF(found);
    }
    return found != 0;
  }

  /// The size of what must be a list or a tuple.
  static int size(FromPython from, long object) {
    long type = Macros.Py_TYPE(object);
    if (Macros.PyType_HasFeature(type, Layout.LIST_SUBCLASS)) {
      return Math.toIntExact(Macros.PyList_GET_SIZE(object));
    }
    if (Macros.PyType_HasFeature(type, Layout.TUPLE_SUBCLASS)) {
      return Math.toIntExact(Macros.PyTuple_GET_SIZE(object));
    }
    throw from.mismatch("list or tuple", object);
  }

  /// An element of what was a list or tuple of more elements when it was measured, borrowed.
  static long item(long sequence, int index) {
    if (Macros.PyType_HasFeature(Macros.Py_TYPE(sequence), Layout.TUPLE_SUBCLASS)) {
      return Macros.PyTuple_GET_ITEM(sequence, index);
    }
    if (index >= Macros.PyList_GET_SIZE(sequence)) {
      throw new Mismatch("the list shrank while it was read");
    }
    return Macros.PyList_GET_ITEM(sequence, index);
  }

  private static Reader set(Reader element) {
    return (from, object) -> {
      long type = Macros.Py_TYPE(object);
      if (ObjectApi.PyType_IsSubtype(type, SetObject.PySet_Type) == 0
          && ObjectApi.PyType_IsSubtype(type, SetObject.PyFrozenSet_Type) == 0) {
        return from.carried(Set.class, "set or frozenset", object);
      }
      Set<@Nullable Object> set = new LinkedHashSet<>();
      from.elements(object, item -> element.read(from, item), set);
      return set;
    };
  }

  private static Reader map(Reader key, Reader value) {
    return (from, object) -> {
      if (!Macros.PyType_HasFeature(Macros.Py_TYPE(object), Layout.DICT_SUBCLASS)) {
        return from.carried(Map.class, "dict", object);
      }
      if (hasOwnOrder(object)) {
        return inOwnOrder(from, object, key, value);
      }
      Map<@Nullable Object, @Nullable Object> map =
          LinkedHashMap.newLinkedHashMap((int) DictObject.PyDict_Size(object));
      from.entries(object, name -> key.read(from, name), item -> value.read(from, item), map);
      return map;
    };
  }

  private static boolean hasOwnOrder(long dict) {
    long type = Macros.Py_TYPE(dict);
    return type != DictObject.PyDict_Type
        && ObjectApi.PyType_IsSubtype(type, OdictObject.PyODict_Type) != 0;
  }

  /// An OrderedDict has its order beside the dict that it is: a plain dict of it is in that order.
  private static @Nullable Object inOwnOrder(FromPython from, long dict, Reader key, Reader value) {
    long plain =
        Attributes.call(from.boundary, "it cannot be copied", DictObject.PyDict_Type, dict);
    try {
      return map(key, value).read(from, plain);
    } finally {
      Macros.Py_DECREF(plain);
    }
  }

  /// Whether an object is a bool.
  static boolean isBool(long object) {
    return object == BoolObject._Py_TrueStruct || object == BoolObject._Py_FalseStruct;
  }
}
