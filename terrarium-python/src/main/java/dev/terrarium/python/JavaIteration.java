package dev.terrarium.python;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// One pass over a Java iterator, driven by Python: called without an argument it gives the next
/// item, or `END`; called with one it ends.
///
/// Java works without the GIL, since an iterator may wait for anything: a queue, a socket, a thread
/// that wants Python. A stream is closed by the first of these: its end, an exception, `close()` in
/// Python, Python's last reference to it.
final class JavaIteration implements JavaBacked.Source, JavaHandles.Released {
  private static final Object END = new Object();

  private final Iterator<?> items;
  private final Object whole;
  private final boolean exposing;

  /// Guarded by the GIL.
  private boolean ended;

  /// @param whole what Python was given: closed at the end if it can be
  /// @param exposing whether the items are exposed where no conversion has a rule for them
  JavaIteration(Iterator<?> items, Object whole, boolean exposing) {
    this.items = items;
    this.whole = whole;
    this.exposing = exposing;
  }

  @Override
  public Object behind() {
    return whole;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // The mark of the end is itself alone.
  public @Nullable Object call(PyArguments arguments) {
    Gil gil = arguments.gil();
    if (arguments.size() > 0) {
      close(gil);
      return null;
    }
    Object next = ended ? END : advance(gil);
    if (next != END) {
      return exposing ? ExposedClass.exposing(next) : next;
    }
    close(gil);
    Attachment attachment = gil.attachment;
    return attachment.border.borrowed(
        attachment.interpreter.functions.of(attachment.border, "terrarium._iteration.END"));
  }

  private @Nullable Object advance(Gil gil) {
    try {
      return gil.<@Nullable Object>released(() -> items.hasNext() ? items.next() : END);
    } catch (Throwable failed) {
      try {
        close(gil);
      } catch (RuntimeException alsoFailed) {
        failed.addSuppressed(alsoFailed);
      }
      throw failed;
    }
  }

  private void close(Gil gil) {
    if (!ended) {
      ended = true;
      gil.released(() -> {
        closeWhole();
        return true;
      });
    }
  }

  private void closeWhole() {
    if (whole instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception failed) {
        throw Thrown.unchecked(failed);
      }
    }
  }

  /// On a thread of its own: whoever dropped the last reference holds the GIL, and closing may take
  /// time.
  @Override
  public void released() {
    if (!ended && whole instanceof AutoCloseable) {
      ended = true;
      Thread.ofVirtual()
          .name("terrarium-close")
          .start(() -> {
            try {
              closeWhole();
            } catch (Throwable failed) {
              Notices.warning("a Java stream that Python let go did not close", failed);
            }
          });
    }
  }

  /// The iterator of an iterable that may be a user's.
  static Iterator<?> iterator(Iterable<?> iterable) {
    Iterator<?> items = iterable.iterator();
    if (items == null) {
      throw new NullPointerException(
          "iterator() of a %s gives null".formatted(iterable.getClass().getTypeName()));
    }
    return items;
  }

  /// A Java iterable: called, it gives the function of a fresh pass.
  ///
  /// @param exposing whether the items are exposed where no conversion has a rule for them
  record Anew(Iterable<?> iterable, boolean exposing) implements JavaBacked.Source {
    @Override
    public Object behind() {
      return iterable;
    }

    @Override
    public Object call(PyArguments arguments) {
      Iterator<?> items = arguments.gil().released(() -> iterator(iterable));
      return new JavaIteration(items, items, exposing);
    }
  }
}
