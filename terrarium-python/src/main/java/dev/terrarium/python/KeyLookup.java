package dev.terrarium.python;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A Python key or element that is looked for in a Java collection or map, without the GIL.
///
/// An int is looked for as a Long, then as an Integer. A collection may refuse to look for what it
/// cannot hold: for null, or for what it cannot compare. That is not there.
///
/// @param gil the region of the call
/// @param candidates what it may be in Java, the likeliest first
record KeyLookup(Gil gil, List<@Nullable Object> candidates) {
  /// That of a call's third argument.
  static KeyLookup of(PyArguments given) {
    Object key = ObjectProtocols.argument(given, "the key", 2);
    return new KeyLookup(
        given.gil(),
        key instanceof Long number && number.intValue() == number
            ? List.of(key, number.intValue())
            : Collections.singletonList(key));
  }

  boolean isIn(@Nullable Collection<?> values) {
    Collection<?> all = java.util.Objects.requireNonNull(values);
    return gil.released(() -> candidates.stream().anyMatch(it -> has(it, all::contains)));
  }

  boolean isKeyOf(Map<?, ?> map) {
    return gil.released(() -> candidates.stream().anyMatch(it -> has(it, map::containsKey)));
  }

  /// The value under the key, to be exposed, alone in a tuple; null where there is none.
  @Nullable Tuple at(Map<?, ?> map) {
    return gil.<@Nullable Tuple>released(() -> {
      for (Object key : candidates) {
        if (has(key, map::containsKey)) {
          return Tuple.of(ExposedClass.exposing(map.get(key)));
        }
      }
      return null;
    });
  }

  /// Puts a value under the key that is there, or else under the first that it may be.
  @Nullable Object put(Map<@Nullable Object, @Nullable Object> map, @Nullable Object value) {
    return gil.<@Nullable Object>released(() -> {
      Object there = candidates.getFirst();
      for (Object key : candidates) {
        if (has(key, map::containsKey)) {
          there = key;
          break;
        }
      }
      Object _ = map.put(there, value);
      return null;
    });
  }

  /// Removes the key; says whether it was there.
  boolean removeFrom(Map<?, ?> map) {
    return gil.released(() -> {
      for (Object key : candidates) {
        if (has(key, map::containsKey)) {
          Object _ = map.remove(key);
          return true;
        }
      }
      return false;
    });
  }

  private static boolean has(@Nullable Object key, Predicate<@Nullable Object> look) {
    try {
      return look.test(key);
    } catch (ClassCastException incomparable) {
      return false;
    } catch (NullPointerException refused) {
      if (key == null) {
        return false;
      }
      throw refused;
    }
  }
}
