package dev.terrarium.python.convert;

import dev.terrarium.capi.Abstract;
import dev.terrarium.capi.DictObject;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Refusals of keys and elements that differ on one side and are equal on the other: a dict or set
/// would keep one of them and lose the other without a word. Needs the GIL.
///
/// That some are lost shows in the size of what was made; only then are the two looked for.
final class Collisions {
  private static final String KEYS = "make the keys differ there, or send a list of pairs";
  private static final String ELEMENTS = "make them differ there, or send a list";

  private Collisions() {}

  /// The refusal of a map of which Python's dict holds fewer keys.
  static Mismatch ofKeys(Collection<?> keys, ToPython to) {
    return first(keys, to, true);
  }

  /// The refusal of a set of which Python's holds fewer elements.
  static Mismatch ofElements(Collection<?> elements, ToPython to) {
    return first(elements, to, false);
  }

  /// Converts the values once more, up to the first that equals one before it.
  private static Mismatch first(Collection<?> values, ToPython to, boolean keys) {
    Map<Long, Integer> places = new HashMap<>(); // By the address of what is alive in `seen`.
    List<@Nullable Object> before = new ArrayList<>();
    long seen = DictObject.PyDict_New();
    try {
      for (Object value : values) {
        long object = to.hashed(value);
        try {
          long known = DictObject.PyDict_GetItemWithError(seen, object);
          if (known != 0) {
            int place = Objects.requireNonNull(places.get(known));
            String same = Descriptions.of(before.get(place), known);
            return inPython(Descriptions.of(value, object), same, before.size(), place, keys);
          }
          if (DictObject.PyDict_SetItem(seen, object, object) != 0) {
            throw to.boundary.raised("it cannot be hashed");
          }
          places.put(object, before.size());
          before.add(value);
        } finally {
          Macros.Py_DECREF(object);
        }
      }
    } finally {
      Macros.Py_DECREF(seen);
    }
    return new Mismatch(
        "some of the %d become equal in Python, and would be lost: %s"
            .formatted(values.size(), keys ? KEYS : ELEMENTS));
  }

  private static Mismatch inPython(String value, String same, int index, int place, boolean keys) {
    return keys
        ? new Mismatch(
                "in Python %s is the same key as %s, which is keys()[%d], so one value would be lost: %s"
                    .formatted(value, same, place, KEYS))
            .atKey(index)
        : new Mismatch(
            "in Python %s equals %s, so the set would lose one of them: %s"
                .formatted(value, same, ELEMENTS));
  }

  /// The refusal of a dict two of whose keys are one in Java.
  ///
  /// @param key the later one, borrowed
  /// @param place where the earlier one is in the dict's order
  static Mismatch ofKeys(FromPython from, long dict, long key, int place) {
    long slots = from.workspace.take(24);
    Memory.putLong(slots, 0);
    String earlier;
    try {
      for (int i = 0; i <= place; i++) {
        if (DictObject.PyDict_Next(dict, slots, slots + 8, slots + 16) == 0) {
          throw new Mismatch("the dict changed while it was read");
        }
      }
      earlier = described(Memory.getLong(slots + 8));
    } finally {
      from.workspace.give(slots);
    }
    return new Mismatch(
        "read as Java's, %s is the same key as %s, which is keys()[%d], so one value would be lost: ask for another type of key, or for list(d.items())"
            .formatted(from.describe(key), earlier, place));
  }

  /// The refusal of a set two of whose elements are one in Java.
  ///
  /// @param element the later one, borrowed
  /// @param place where the earlier one is in the set's order
  static Mismatch ofElements(FromPython from, long set, long element, int place) {
    long list = Abstract.PySequence_List(set);
    if (list == 0) {
      throw from.boundary.raised("it cannot be iterated");
    }
    try {
      String earlier = from.describe(Readers.item(list, place));
      return new Mismatch(
          "read as Java's, %s equals %s, so the set would lose one of them: ask for another type of element, or for list(s)"
              .formatted(from.describe(element), earlier));
    } finally {
      Macros.Py_DECREF(list);
    }
  }

  /// @param borrowed from a container that its own repr might change
  private static String described(long borrowed) {
    Macros.Py_INCREF(borrowed);
    try {
      return Descriptions.of(borrowed);
    } finally {
      Macros.Py_DECREF(borrowed);
    }
  }

  /// Where a collection has what equals a value.
  static int place(Collection<? extends @Nullable Object> values, @Nullable Object value) {
    int place = 0;
    for (Object each : values) {
      if (Objects.equals(value, each)) {
        return place;
      }
      place++;
    }
    throw new IllegalStateException("what a set refuses to add twice is not in it");
  }
}
