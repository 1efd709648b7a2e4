package dev.terrarium.worker.process;

import java.util.AbstractList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A Python tuple, which is a list in Java.
final class TupleList extends AbstractList<@Nullable Object> {
  private final List<@Nullable Object> elements;

  TupleList(List<@Nullable Object> elements) {
    this.elements = elements;
  }

  @Override
  public @Nullable Object get(int index) {
    return elements.get(index);
  }

  @Override
  public int size() {
    return elements.size();
  }
}
