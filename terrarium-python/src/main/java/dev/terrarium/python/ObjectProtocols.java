package dev.terrarium.python;

import dev.terrarium.python.ExposedClass.Operation;
import dev.terrarium.python.reflect.ClassMembers;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What Python asks of any object, by Java's own interfaces: text, equality, length, iteration,
/// items, order, closing. Java works without the GIL.
final class ObjectProtocols {
  private ObjectProtocols() {}

  /// Adds those that the objects of a class have.
  static void add(ClassMembers members, List<String> protocols, Map<String, Operation> operations) {
    Class<?> type = members.type();
    operations.put("str", of(Object.class, it -> Objects.requireNonNullElse(text(it), "null")));
    operations.put("hash", of(Object.class, Object::hashCode));
    operations.put("eq", with(Object.class, Object::equals));
    if (Collection.class.isAssignableFrom(type)) {
      protocols.addAll(List.of("sized", "container"));
      operations.put("len", of(Collection.class, it -> length(it, it.size())));
      operations.put("in", (self, given) -> KeyLookup.of(given).isIn((Collection<?>) self));
    }
    if (Map.class.isAssignableFrom(type)) {
      protocols.addAll(List.of("sized", "container", "keyed", "iterable"));
      addMap(operations);
    }
    if (List.class.isAssignableFrom(type)) {
      protocols.add("indexed");
      addList(operations);
    }
    if (type.isArray()) {
      protocols.addAll(List.of("sized", "indexed"));
      addArray(type.componentType(), operations);
    }
    if (Iterable.class.isAssignableFrom(type)) {
      protocols.add("iterable");
      operations.put("iter", iterating(it -> JavaIteration.iterator((Iterable<?>) it)));
    } else if (Iterator.class.isAssignableFrom(type)) {
      protocols.add("iterable");
      operations.put("iter", iterating(it -> (Iterator<?>) it));
    }
    addOthers(members, protocols, operations);
  }

  private static void addOthers(
      ClassMembers members, List<String> protocols, Map<String, Operation> operations) {
    if (Comparable.class.isAssignableFrom(members.type())) {
      protocols.add("comparable");
      operations.put("compare", with(Object.class, ObjectProtocols::compare));
    }
    if (AutoCloseable.class.isAssignableFrom(members.type())) {
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
    operations.put("len", of(Map.class, it -> length(it, it.size())));
    operations.put("iter", iterating(it -> JavaIteration.iterator(map(it).keySet())));
    operations.put("in", (self, given) -> KeyLookup.of(given).isKeyOf(map(self)));
    operations.put("at", (self, given) -> KeyLookup.of(given).at(map(self)));
    operations.put(
        "put",
        (self, given) -> {
          KeyLookup key = KeyLookup.of(given);
          Object value = argument(given, "the value", 3);
          return key.put(map(self), value);
        });
    operations.put("del", (self, given) -> KeyLookup.of(given).removeFrom(map(self)));
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
          Object value = argument(given, "the value", 3);
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

  private static void addArray(Class<?> component, Map<String, Operation> operations) {
    InvocationTarget.Target element = InvocationTarget.Target.of(component);
    operations.put("len", of(Object.class, Array::getLength));
    operations.put(
        "at",
        (self, given) ->
            ExposedClass.exposing(Array.get(Objects.requireNonNull(self), given.as(2, int.class))));
    operations.put(
        "put",
        (self, given) -> {
          try {
            Array.set(
                Objects.requireNonNull(self),
                given.as(2, int.class),
                element.read("the value", given, 3, ArgumentKinds.of(given, 3)));
            return null;
          } catch (ConversionException unfit) {
            throw given.unreadable("", unfit);
          }
        });
    operations.put(
        "del",
        (_, given) -> {
          throw given.refused("a Java array has a fixed length: nothing can be deleted from it");
        });
  }

  /// What a Python argument is in Java; what cannot be that is a TypeError.
  static @Nullable Object argument(PyArguments given, String root, int index) {
    try {
      return given.read(root, index, Object.class);
    } catch (ConversionException unfit) {
      throw given.unreadable("", unfit);
    }
  }

  /// A user's class may give null for its text.
  private static @Nullable String text(Object self) {
    return self.toString();
  }

  private static int length(Object self, int size) {
    if (size < 0) {
      throw new IllegalStateException(
          "size() of a %s gives %d".formatted(self.getClass().getTypeName(), size));
    }
    return size;
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

  private static Operation iterating(Function<Object, Iterator<?>> iterator) {
    return (self, given) ->
        ExposedClass.exposing(
            given.gil().<Object>released(() -> iterator.apply(Objects.requireNonNull(self))));
  }

  private static <T> Operation of(Class<T> type, Function<T, Object> work) {
    return (self, given) ->
        given.gil().<Object>released(() -> work.apply(type.cast(Objects.requireNonNull(self))));
  }

  private static <T> Operation with(Class<T> type, BiFunction<T, Object, Object> work) {
    return (self, given) -> {
      Object other = Objects.requireNonNull(given.toJava(2));
      return given
          .gil()
          .<Object>released(() -> work.apply(type.cast(Objects.requireNonNull(self)), other));
    };
  }
}
