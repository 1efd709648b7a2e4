package dev.terrarium.burglary;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Everything that reflection reaches from an object.
record Reach(Set<Object> objects) {

  static Reach from(Object start) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> open = new ArrayDeque<>();
    open.add(start);
    while (!open.isEmpty()) {
      Object next = open.remove();
      if (seen.add(next)) {
        neighbours(next, open);
      }
    }
    return new Reach(seen);
  }

  <T> @Nullable T find(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).findFirst().orElse(null);
  }

  private static void neighbours(Object object, Deque<Object> open) {
    switch (object) {
      case Collection<?> many -> many.forEach(one -> add(one, open));
      case Map<?, ?> map -> {
        map.keySet().forEach(one -> add(one, open));
        map.values().forEach(one -> add(one, open));
      }
      case AtomicReference<?> reference -> add(reference.get(), open);
      case java.lang.ref.Reference<?> reference -> add(reference.get(), open);
      case Object[] array -> {
        for (int i = 0; i < Array.getLength(array); i++) {
          add(array[i], open);
        }
      }
      default -> {}
    }
    for (Class<?> type = object.getClass(); isOurs(type); type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        try {
          field.setAccessible(true);
          add(field.get(Modifier.isStatic(field.getModifiers()) ? null : object), open);
        } catch (RuntimeException | IllegalAccessException e) {
          // Closed to reflection, as everything is that a module does not open.
        }
      }
    }
  }

  /// What the JDK has within is closed to reflection; what it holds was asked for above.
  private static boolean isOurs(@Nullable Class<?> type) {
    return type != null && type.getName().startsWith("dev.terrarium.");
  }

  private static void add(@Nullable Object object, Deque<Object> open) {
    if (object != null && !(object instanceof Class<?>)) {
      open.add(object);
    }
  }
}
