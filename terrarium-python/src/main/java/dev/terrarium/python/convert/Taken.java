package dev.terrarium.python.convert;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes Java containers apart whose classes may be the user's: what they throw, and a null where
/// none may be, is a refusal that names the method.
final class Taken {
  private Taken() {}

  static @Nullable Object[] elements(Collection<?> collection, Boundary boundary) {
    try {
      return given(collection.toArray(), collection, "toArray()");
    } catch (NegativeArraySizeException wrong) {
      throw new Mismatch("size() of a " + collection.getClass().getTypeName() + " is negative");
    } catch (RuntimeException thrown) {
      throw failed(collection, "toArray()", thrown, boundary);
    }
  }

  static Iterator<?> iterator(Iterable<?> values, Boundary boundary) {
    try {
      return given(values.iterator(), values, "iterator()");
    } catch (RuntimeException thrown) {
      throw failed(values, "iterator()", thrown, boundary);
    }
  }

  static Iterator<?> entries(Map<?, ?> map, Boundary boundary) {
    try {
      return given(given(map.entrySet(), map, "entrySet()").iterator(), map, "iterator()");
    } catch (RuntimeException thrown) {
      throw failed(map, "entrySet()", thrown, boundary);
    }
  }

  static boolean hasNext(Iterator<?> iterator, Object values, Boundary boundary) {
    try {
      return iterator.hasNext();
    } catch (RuntimeException thrown) {
      throw failed(values, "hasNext()", thrown, boundary);
    }
  }

  static @Nullable Object next(Iterator<?> iterator, Object values, Boundary boundary) {
    try {
      return iterator.next();
    } catch (RuntimeException thrown) {
      throw failed(values, "next()", thrown, boundary);
    }
  }

  static @Nullable Object key(Map.Entry<?, ?> entry, Boundary boundary) {
    try {
      return entry.getKey();
    } catch (RuntimeException thrown) {
      throw failed(entry, "getKey()", thrown, boundary);
    }
  }

  static @Nullable Object value(Map.Entry<?, ?> entry, Boundary boundary) {
    try {
      return entry.getValue();
    } catch (RuntimeException thrown) {
      throw failed(entry, "getValue()", thrown, boundary);
    }
  }

  static String text(CharSequence text, Boundary boundary) {
    try {
      return given(text.toString(), text, "toString()");
    } catch (RuntimeException thrown) {
      throw failed(text, "toString()", thrown, boundary);
    }
  }

  /// What a method gives, which may be null whatever its interface says.
  private static <T> T given(@Nullable T result, Object value, String method) {
    if (result == null) {
      throw new Mismatch(method + " of a " + value.getClass().getTypeName() + " gives null");
    }
    return result;
  }

  private static RuntimeException failed(
      Object value, String method, RuntimeException thrown, Boundary boundary) {
    return thrown instanceof Mismatch
        ? thrown
        : boundary.thrown(method + " of a " + value.getClass().getTypeName(), thrown);
  }
}
