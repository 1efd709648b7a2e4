package dev.terrarium.python;

import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Python tuple in Java: a list that never changes, and that is no list to Python.
///
/// @param elements in order; None is null
public record Tuple(List<@Nullable Object> elements) implements Iterable<@Nullable Object> {
  public Tuple {
    elements =
        Collections.unmodifiableList(Arrays.asList(Given.there(elements, "elements").toArray()));
  }

  /// A tuple of these elements.
  public static Tuple of(@Nullable Object... elements) {
    return new Tuple(Arrays.asList(Given.there(elements, "elements")));
  }

  /// The element at a place, counted from 0.
  public @Nullable Object get(int index) {
    return elements.get(index);
  }

  /// The number of elements.
  public int size() {
    return elements.size();
  }

  @Override
  public Iterator<@Nullable Object> iterator() {
    return elements.iterator();
  }
}
