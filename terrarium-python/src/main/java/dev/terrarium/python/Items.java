package dev.terrarium.python;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The items of a Python iterable, each read as a Java type when it is asked for.
///
/// An iteration happens once: this is its iterator, and an [Iterable] for the sake of `for`. An
/// exception that Python raises, or an item that does not fit the type, is thrown where that item
/// is asked for; what comes after it can still be read. Closing ends a generator at once, which
/// runs its `finally`; an iteration that has come to its end need not be closed.
///
/// One from [PyObject#iterate] belongs to its region. One from [PyRef#iterate] outlives every
/// region and may be handed from thread to thread, to virtual ones too; it takes the GIL for each
/// item. Neither is for two threads at once: a generator that is already running says so by a
/// `ValueError`.
@SuppressWarnings(
    "IterableAndIterator") // One pass, as a for loop or by hand: what Python's iterators are.
public abstract sealed class Items<T extends @Nullable Object>
    implements Iterator<T>, Iterable<T>, AutoCloseable permits RegionItems, KeptItems {
  /// Whether `item` is the next one, which nobody has taken yet.
  private boolean ready;

  private boolean ended;
  private boolean closed;
  private @Nullable Object item;

  /// How many items have been asked of Python.
  private long asked;

  Items() {}

  /// This iteration, which happens once.
  @Override
  public final Iterator<T> iterator() {
    return this;
  }

  /// @throws IllegalStateException when the iteration, or its region, was closed
  @Override
  public final boolean hasNext() {
    if (ready) {
      return true;
    }
    if (closed) {
      throw new IllegalStateException("this iteration over a Python object was closed");
    }
    if (!ended) {
      ready = advance();
      ended = !ready;
    }
    return ready;
  }

  /// @throws IllegalStateException when the iteration, or its region, was closed
  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // Null where the type admits it.
  public final T next() {
    if (!ready && !hasNext()) {
      throw new NoSuchElementException("the Python iterator has no further item");
    }
    Object next = item;
    item = null;
    ready = false;
    return (T) next;
  }

  /// The items that are left, as a stream; closing it closes the iteration.
  public final Stream<T> stream() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED), false)
        .onClose(this::close);
  }

  /// Ends the iteration, and a generator with it. Doing so again does nothing.
  ///
  /// @throws PythonException when the generator raises while it ends, or runs on another thread
  @Override
  public final void close() {
    if (!closed) {
      closed = true;
      ready = false;
      item = null;
      end(ended);
    }
  }

  /// Takes the next item from Python by [#take]; says whether there was one.
  abstract boolean advance();

  /// Lets the Python iterator go.
  ///
  /// @param exhausted whether it has come to its end by itself
  abstract void end(boolean exhausted);

  /// Asks an iterator for its next item and reads it. Needs the GIL.
  final boolean take(Attachment attachment, ItemType type, long iterator) {
    asked++;
    long element = PyIteration.next(attachment.border, iterator);
    if (element == 0) {
      return false;
    }
    item = type.read(attachment, element, asked - 1);
    return true;
  }

  /// How far the iteration has come. Asks Python for nothing.
  @Override
  public final String toString() {
    return "Items[%d read%s]"
        .formatted(ended ? asked - 1 : asked, closed ? ", closed" : ended ? ", at its end" : "");
  }
}
