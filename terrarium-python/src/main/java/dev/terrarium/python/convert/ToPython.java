package dev.terrarium.python.convert;

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
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// From Java to Python: every method gives a new reference, and needs the GIL.
///
/// | Java | Python |
/// |---|---|
/// | null, empty Optional, OptionalInt and its like | None |
/// | Boolean | bool |
/// | Byte, Short, Integer, Long, BigInteger | int |
/// | Float, Double | float |
/// | Character, CharSequence | str |
/// | byte\[\] | bytes |
/// | other primitive arrays, List, other Collection | list |
/// | Object\[\] | tuple |
/// | Set | set, or frozenset where it is hashed |
/// | Map | dict |
/// | BigDecimal, java.time, UUID, Path | decimal, datetime, uuid, pathlib |
/// | enum constant | a member of an enum of its names |
/// | record | a frozen dataclass of its name and components |
/// | anything else | what the [Boundary] makes of it |
public final class ToPython {
  /// Deeper nesting is taken for a value that contains itself.
  static final int DEEPEST = 1000;

  final Boundary boundary;
  final Conversions conversions;
  private int depth;

  /// How many containers around the current value need its hash.
  private int hashed;

  public ToPython(Boundary boundary, Conversions conversions) {
    this.boundary = boundary;
    this.conversions = conversions;
  }

  /// Converts a value by its class.
  public long convert(@Nullable Object value) {
    // No switch: linking one of patterns costs a millisecond of the start.
    if (value instanceof Long number) {
      return LongObject.PyLong_FromLongLong(number);
    }
    if (value instanceof Integer number) {
      return LongObject.PyLong_FromLongLong(number);
    }
    if (value instanceof Double number) {
      return FloatObject.PyFloat_FromDouble(number);
    }
    if (value instanceof String text) {
      return Text.of(text);
    }
    if (value instanceof Boolean truth) {
      return newReference(truth ? BoolObject._Py_TrueStruct : BoolObject._Py_FalseStruct);
    }
    return value == null ? newReference(ObjectApi._Py_NoneStruct) : convertOther(value);
  }

  private long convertOther(Object value) {
    if (value instanceof List<?> list) {
      return list(Taken.elements(list, boundary));
    }
    if (value instanceof Map<?, ?> map) {
      return dict(map);
    }
    if (value instanceof Object[] elements) {
      return tuple(elements);
    }
    if (value.getClass().isArray()) {
      return array(value);
    }
    long own = boundary.own(value);
    if (own != 0) {
      return own;
    }
    return switch (value) {
      case Short number -> LongObject.PyLong_FromLongLong(number);
      case Byte number -> LongObject.PyLong_FromLongLong(number);
      case BigInteger number -> Numbers.of(number, boundary);
      case Float number -> FloatObject.PyFloat_FromDouble(number);
      case Character character -> Text.of(character.toString());
      case Set<?> set -> set(set);
      case Collection<?> collection -> list(Taken.elements(collection, boundary));
      case CharSequence text -> Text.of(Taken.text(text, boundary));
      case Optional<?> optional -> convert(held(optional));
      case OptionalInt optional -> convert(optional.isPresent() ? optional.getAsInt() : null);
      case OptionalLong optional -> convert(optional.isPresent() ? optional.getAsLong() : null);
      case OptionalDouble optional -> convert(optional.isPresent() ? optional.getAsDouble() : null);
      case BigDecimal number -> conversions.decimals.of(number, boundary);
      case Temporal temporal -> temporal(temporal);
      case Duration duration -> conversions.times.of(duration, boundary);
      default -> object(value);
    };
  }

  /// What an Optional holds, however often that is one itself.
  private static @Nullable Object held(Optional<?> optional) {
    Object held = optional;
    while (held instanceof Optional<?> each) {
      held = each.orElse(null);
    }
    return held;
  }

  private long temporal(Temporal value) {
    long known = conversions.times.of(value, boundary);
    return known != 0 ? known : object(value);
  }

  private long object(Object value) {
    return switch (value) {
      case UUID id -> conversions.uuids.of(id, boundary);
      case Path path when Paths.isOfThisSystem(path) -> conversions.paths.of(path, boundary);
      default -> {
        long registered = boundary.registered(value);
        yield registered != 0 ? registered : classified(value);
      }
    };
  }

  private long classified(Object value) {
    return switch (value) {
      case Enum<?> constant -> conversions.enums.of(constant, this);
      case Record record when !boundary.owns(record.getClass()) ->
          conversions.records.toPython(record, this);
      default -> boundary.incoming(value);
    };
  }

  private long array(Object array) {
    return switch (array) {
      case byte[] bytes -> bytes(bytes);
      case long[] numbers -> PrimitiveLists.of(numbers);
      case double[] numbers -> PrimitiveLists.of(numbers);
      case int[] numbers -> PrimitiveLists.of(numbers);
      case float[] numbers -> PrimitiveLists.of(numbers);
      case short[] numbers -> PrimitiveLists.of(numbers);
      case boolean[] truths -> PrimitiveLists.of(truths);
      default ->
          throw new Mismatch(
              "a char[] may mean text or a list of characters: pass new String(chars)");
    };
  }

  /// A tuple of converted elements.
  public long tuple(@Nullable Object... elements) {
    return tuple(elements, i -> "[" + i + "]");
  }

  /// A tuple of converted elements, each with a step of its own in the path of a refusal.
  long tuple(@Nullable Object[] elements, IntFunction<String> step) {
    long tuple = enter(TupleObject.PyTuple_New(elements.length));
    int i = 0;
    try {
      for (; i < elements.length; i++) {
        Macros.PyTuple_SET_ITEM(tuple, i, convert(elements[i]));
      }
    } catch (RuntimeException | Error failure) {
      throw dropped(tuple, failure, step.apply(i));
    } finally {
      depth--;
    }
    return tuple;
  }

  /// The elements are a snapshot: a list that another thread changes must not leave a slot empty.
  private long list(@Nullable Object[] elements) {
    long list = enter(ListObject.PyList_New(elements.length));
    long items = Macros.itemsOf(list);
    int i = 0;
    try {
      for (; i < elements.length; i++) {
        long item =
            elements[i] instanceof Long number
                ? LongObject.PyLong_FromLongLong(number)
                : convert(elements[i]);
        Macros.fill(list, items, i, item);
      }
    } catch (RuntimeException | Error failure) {
      throw dropped(list, failure, "[" + i + "]");
    } finally {
      depth--;
    }
    return list;
  }

  /// A set, or a frozenset where Python needs a hash of it: in a set, and in the key of a dict.
  private long set(Set<?> values) {
    long set = enter(hashed > 0 ? SetObject.PyFrozenSet_New(0) : SetObject.PySet_New(0));
    try {
      long count = 0;
      Iterator<?> elements = Taken.iterator(values, boundary);
      while (Taken.hasNext(elements, values, boundary)) {
        long element = hashed(Taken.next(elements, values, boundary));
        int added = SetObject.PySet_Add(set, element);
        Macros.Py_DECREF(element);
        if (added != 0) {
          throw boundary.raised("it cannot be an element of a set");
        }
        count++;
      }
      if (SetObject.PySet_Size(set) != count) {
        throw Collisions.ofElements(values, this);
      }
    } catch (RuntimeException | Error failure) {
      throw dropped(set, failure, "{}");
    } finally {
      depth--;
    }
    return set;
  }

  /// Forgets, while code of the user runs in the middle of a conversion, that a hash is needed;
  /// what this gives goes to [#resume].
  public int pause() {
    int outside = hashed;
    hashed = 0;
    return outside;
  }

  /// Goes on with a conversion.
  public void resume(int paused) {
    hashed = paused;
  }

  /// A new reference to what Python can hash, where it can hash it at all.
  long hashed(@Nullable Object value) {
    hashed++;
    try {
      return convert(value);
    } finally {
      hashed--;
    }
  }

  private long dict(Map<?, ?> map) {
    long dict = enter(DictObject.PyDict_New());
    int i = 0;
    try {
      Iterator<?> entries = Taken.entries(map, boundary);
      while (Taken.hasNext(entries, map, boundary)) {
        if (!(Taken.next(entries, map, boundary) instanceof Map.Entry<?, ?> entry)) {
          throw new Mismatch("entry %d of a %s is null".formatted(i, map.getClass().getTypeName()));
        }
        put(dict, i++, entry);
      }
      if (Macros.PyDict_GET_SIZE(dict) != i) {
        throw Collisions.ofKeys(map.keySet(), this);
      }
    } catch (RuntimeException | Error failure) {
      Macros.Py_DECREF(dict);
      throw failure;
    } finally {
      depth--;
    }
    return dict;
  }

  private void put(long dict, int index, Map.Entry<?, ?> entry) {
    Object key = taken(index, entry);
    long name = key(index, key);
    try {
      long content = content(key, entry);
      int done = DictObject.PyDict_SetItem(dict, name, content);
      Macros.Py_DECREF(content);
      if (done != 0) {
        RuntimeException raised = boundary.raised("it cannot be a key");
        throw raised instanceof Mismatch mismatch ? mismatch.atKey(index) : raised;
      }
    } finally {
      Macros.Py_DECREF(name);
    }
  }

  private @Nullable Object taken(int index, Map.Entry<?, ?> entry) {
    try {
      return Taken.key(entry, boundary);
    } catch (Mismatch mismatch) {
      throw mismatch.atKey(index);
    }
  }

  private long key(int index, @Nullable Object key) {
    try {
      return hashed(key);
    } catch (Mismatch mismatch) {
      throw mismatch.atKey(index);
    }
  }

  private long content(@Nullable Object key, Map.Entry<?, ?> entry) {
    int outside = pause();
    try {
      return convert(Taken.value(entry, boundary));
    } catch (Mismatch mismatch) {
      throw mismatch.under(key);
    } finally {
      resume(outside);
    }
  }

  static long bytes(byte[] bytes) {
    long object = Allocated.orThrow(BytesObject.PyBytes_FromStringAndSize(0, bytes.length));
    Memory.putBytes(BytesObject.PyBytes_AsString(object), bytes);
    return object;
  }

  /// Converts what a converter of the user has made of a value, which counts as a container.
  public long convertMade(@Nullable Object made) {
    if (depth >= DEEPEST) {
      throw tooDeep();
    }
    depth++;
    try {
      return convert(made);
    } finally {
      depth--;
    }
  }

  private long enter(long container) {
    if (container == 0) {
      throw boundary.raised();
    }
    if (depth >= DEEPEST) {
      Macros.Py_DECREF(container);
      throw tooDeep();
    }
    depth++;
    return container;
  }

  static Mismatch tooDeep() {
    return Mismatch.tooDeep(
        "the value is nested deeper than " + DEEPEST + " levels, or contains itself");
  }

  /// What to throw when a container was not finished.
  private static RuntimeException dropped(long container, Throwable failure, String step) {
    Macros.Py_DECREF(container);
    return switch (failure) {
      case Mismatch mismatch -> mismatch.at(step);
      case RuntimeException other -> other;
      case Error error -> throw error;
      default -> throw new AssertionError("conversions throw nothing checked", failure);
    };
  }

  private static long newReference(long object) {
    Macros.Py_INCREF(object);
    return object;
  }
}
