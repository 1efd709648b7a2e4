package dev.terrarium.python;

import dev.terrarium.python.ExposedClass.Operation;
import dev.terrarium.python.reflect.ClassMembers;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What Python asks of any object, by Java's own interfaces: text, equality, length, iteration,
/// items, order, closing. Java works without the GIL.
final class ObjectProtocols {
  private ObjectProtocols() {}

  /// Adds those that the objects of a class have.
  static void add(ClassMembers members, List<String> protocols, Map<String, Operation> operations) {
    Class<?> type = members.type();
    operations.put("str", of(Object.class, String::valueOf));
    operations.put("hash", of(Object.class, Object::hashCode));
    operations.put("eq", with(Object.class, Object::equals));
    if (Collection.class.isAssignableFrom(type)) {
      protocols.addAll(List.of("sized", "container"));
      operations.put("len", of(Object.class, it -> ((Collection<?>) it).size()));
      operations.put("in", (self, given) -> anyKey(given, 2, key -> contains(self, key)));
    }
    if (Map.class.isAssignableFrom(type)) {
      protocols.addAll(List.of("sized", "container", "keyed", "iterable"));
      addMap(operations);
    }
    if (List.class.isAssignableFrom(type)) {
      protocols.add("indexed");
      addList(operations);
    }
    if (Iterable.class.isAssignableFrom(type)) {
      protocols.add("iterable");
      operations.put(
          "iter", of(Object.class, it -> new ExposingIterator(((Iterable<?>) it).iterator())));
    } else if (Iterator.class.isAssignableFrom(type)) {
      protocols.add("iterable");
      operations.put("iter", of(Object.class, it -> new ExposingIterator((Iterator<?>) it)));
    }
    if (Comparable.class.isAssignableFrom(type)) {
      protocols.add("comparable");
      operations.put("compare", with(Object.class, ObjectProtocols::compare));
    }
    if (AutoCloseable.class.isAssignableFrom(type)) {
      protocols.add("closeable");
      operations.put("exit", of(AutoCloseable.class, ObjectProtocols::close));
    }
    Method functional = members.functional();
    if (functional != null) {
      protocols.add("callable");
      operations.put("call", ExposedClass.calling(functional));
    }
  }

  private static void addMap(Map<String, Operation> operations) {
    operations.put("len", of(Object.class, it -> ((Map<?, ?>) it).size()));
    operations.put(
        "iter", of(Object.class, it -> new ExposingIterator(((Map<?, ?>) it).keySet().iterator())));
    operations.put("in", (self, given) -> anyKey(given, 2, key -> map(self).containsKey(key)));
    operations.put(
        "at",
        (self, given) -> {
          Object key = key(given, candidate -> map(self).containsKey(candidate));
          Object value = given.gil().<@Nullable Object>released(() -> map(self).get(key));
          return value == null && !anyKey(given, 2, it -> map(self).containsKey(it))
              ? null
              : Tuple.of(ExposedClass.exposing(value));
        });
    operations.put(
        "put",
        (self, given) -> {
          Object key = key(given, candidate -> map(self).containsKey(candidate));
          Object value = given.toJava(3);
          return given
              .gil()
              .<@Nullable Object>released(() -> {
                Object _ = map(self).put(key, value);
                return null;
              });
        });
    operations.put(
        "del",
        (self, given) -> {
          Object key = key(given, candidate -> map(self).containsKey(candidate));
          return given
              .gil()
              .released(() -> {
                boolean there = map(self).containsKey(key);
                Object _ = map(self).remove(key);
                return there;
              });
        });
  }

  private static void addList(Map<String, Operation> operations) {
    operations.put(
        "at",
        (self, given) -> {
          int index = given.as(2, int.class);
          return ExposedClass.exposing(
              given.gil().<@Nullable Object>released(() -> list(self).get(index)));
        });
    operations.put(
        "put",
        (self, given) -> {
          int index = given.as(2, int.class);
          Object value = given.toJava(3);
          return given
              .gil()
              .<@Nullable Object>released(() -> {
                Object _ = list(self).set(index, value);
                return null;
              });
        });
    operations.put(
        "del",
        (self, given) -> {
          int index = given.as(2, int.class);
          return given
              .gil()
              .<@Nullable Object>released(() -> {
                Object _ = list(self).remove(index);
                return null;
              });
        });
  }

  /// What a Python key may be in Java: an int is looked for as a Long, then as an Integer.
  private static List<@Nullable Object> keys(@Nullable Object key) {
    return key instanceof Long number && number.intValue() == number
        ? List.of(key, number.intValue())
        : java.util.Collections.singletonList(key);
  }

  private static boolean anyKey(
      PyArguments given, int index, Function<@Nullable Object, Boolean> test) {
    List<@Nullable Object> keys = keys(given.toJava(index));
    return given.gil().released(() -> keys.stream().anyMatch(test::apply));
  }

  /// The key that is there, or the first that it may be.
  private static @Nullable Object key(
      PyArguments given, Function<@Nullable Object, Boolean> isThere) {
    List<@Nullable Object> keys = keys(given.toJava(2));
    return given
        .gil()
        .<@Nullable Object>released(() -> {
          for (Object key : keys) {
            if (isThere.apply(key)) {
              return key;
            }
          }
          return keys.getFirst();
        });
  }

  private static boolean contains(@Nullable Object self, @Nullable Object value) {
    return ((Collection<?>) Objects.requireNonNull(self)).contains(value);
  }

  @SuppressWarnings("unchecked")
  private static Map<@Nullable Object, @Nullable Object> map(@Nullable Object self) {
    return (Map<@Nullable Object, @Nullable Object>) Objects.requireNonNull(self);
  }

  @SuppressWarnings("unchecked")
  private static List<@Nullable Object> list(@Nullable Object self) {
    return (List<@Nullable Object>) Objects.requireNonNull(self);
  }

  @SuppressWarnings("unchecked")
  private static int compare(Object self, Object other) {
    return ((Comparable<Object>) self).compareTo(other);
  }

  private static boolean close(AutoCloseable self) {
    try {
      self.close();
      return true;
    } catch (Exception thrown) {
      throw Thrown.unchecked(thrown);
    }
  }

  private static <T> Operation of(Class<T> type, Function<T, Object> work) {
    return (self, given) ->
        given.gil().<Object>released(() -> work.apply(type.cast(Objects.requireNonNull(self))));
  }

  private static <T> Operation with(
      Class<T> type, java.util.function.BiFunction<T, Object, Object> work) {
    return (self, given) -> {
      Object other = Objects.requireNonNull(given.toJava(2));
      return given
          .gil()
          .<Object>released(() -> work.apply(type.cast(Objects.requireNonNull(self)), other));
    };
  }

  /// An iterator whose items are exposed where no conversion has a rule for them.
  private static final class ExposingIterator implements Iterator<@Nullable Object> {
    private final Iterator<?> items;

    ExposingIterator(Iterator<?> items) {
      this.items = items;
    }

    @Override
    public boolean hasNext() {
      return items.hasNext();
    }

    @Override
    public @Nullable Object next() {
      return ExposedClass.exposing(items.next());
    }
  }
}
