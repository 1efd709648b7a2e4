package dev.terrarium.cli.input;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Items read one at a time, none before it is asked for.
abstract class Items implements Iterator<@Nullable Object>, Closeable {
  private final String source;
  private Optional<Item> ahead = Optional.empty();
  private boolean over;

  /// @param source the name of what is read, for messages
  Items(String source) {
    this.source = source;
  }

  /// One item, which may be null.
  record Item(@Nullable Object value) {}

  /// Reads the next item, or nothing at the end; not called again after that or after a failure.
  abstract Optional<Item> read() throws IOException;

  final String source() {
    return source;
  }

  @Override
  public final boolean hasNext() {
    if (ahead.isEmpty() && !over) {
      over = true;
      try {
        ahead = read();
      } catch (IOException e) {
        throw unreadable(source, e);
      }
      over = ahead.isEmpty();
    }
    return ahead.isPresent();
  }

  @Override
  public final @Nullable Object next() {
    if (!hasNext()) {
      throw new NoSuchElementException("The input is over");
    }
    Object value = ahead.orElseThrow().value();
    ahead = Optional.empty();
    return value;
  }

  static InputException unreadable(String source, IOException fault) {
    var reason = fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
    return new InputException(source + " cannot be read: " + reason, fault);
  }
}
