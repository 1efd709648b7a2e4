package dev.terrarium.python.arrow;

import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The tables of an iterator.
final class IteratorSource implements BatchSource {
  private final Iterator<ArrowTable> tables;

  IteratorSource(Iterator<ArrowTable> tables) {
    this.tables = tables;
  }

  @Override
  public @Nullable ArrowTable next() {
    return tables.hasNext()
        ? Objects.requireNonNull(tables.next(), "a table of the iterator is null")
        : null;
  }

  @Override
  public void close() {
    if (tables instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (RuntimeException unchecked) {
        throw unchecked;
      } catch (Exception checked) {
        throw new IllegalStateException("the source of an Arrow stream did not close", checked);
      }
    }
  }
}
