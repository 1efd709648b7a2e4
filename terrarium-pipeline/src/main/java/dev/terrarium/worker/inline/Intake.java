package dev.terrarium.worker.inline;

import dev.terrarium.pipeline.ItemStream;
import dev.terrarium.python.PyArguments;
import dev.terrarium.worker.Look;
import java.time.Duration;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// The items of a stream, as Python asks for them; see `terrarium._intake`.
///
/// Java waits without the GIL. What a waiting event loop cannot wait for itself is asked for on a
/// virtual thread, one item at a time, and never before the loop has asked.
final class Intake implements AutoCloseable {
  /// Within this time an interrupt is noticed where it does not reach who waits.
  private static final Duration NOTICE = Duration.ofMillis(50);

  private final InlinePython inline;
  private final Iterator<@Nullable Object> items;
  private final Thread run = Thread.currentThread();
  private @Nullable Look look;

  Intake(InlinePython inline, Iterator<@Nullable Object> items) {
    this.inline = inline;
    this.items = items;
  }

  /// Returns the next item, the end, or that it is to be called again.
  @Nullable Object take(PyArguments arguments) {
    var gil = arguments.gil();
    return switch (gil.released(this::next)) {
      case Next.Item(var item) -> inline.crossing().toPython(gil, item);
      case Next.End _ -> gil.of(inline.marks().end());
      case Next.NotYet _ -> gil.of(inline.marks().notYet());
    };
  }

  /// Returns what is done when there is a next item or none will come; null if that is now.
  @Nullable Object await(PyArguments arguments) {
    if (look == null && items instanceof ItemStream stream && stream.isReady()) {
      return null;
    }
    var looking = look;
    if (looking == null) {
      looking = Look.begin(items);
      look = looking;
    }
    return looking.isOver() ? null : looking.over();
  }

  /// Python works on another thread than the run's own where that one is not fit for it. A wait on
  /// it would not notice that the run is interrupted, so it is short.
  private Next next() {
    var looking = look;
    if (looking == null && !Thread.currentThread().equals(run)) {
      looking = Look.begin(items);
      look = looking;
    }
    if (looking == null) {
      return item(items.hasNext());
    }
    if (!looking.isOverWithin(NOTICE)) {
      return new Next.NotYet();
    }
    look = null;
    return item(looking.answer());
  }

  private Next item(boolean there) {
    return there ? new Next.Item(items.next()) : new Next.End();
  }

  private sealed interface Next {
    record Item(@Nullable Object item) implements Next {}

    record End() implements Next {}

    record NotYet() implements Next {}
  }

  /// Ends a look that nobody waits for any more, and returns when the iterator is in nobody's use.
  @Override
  public void close() {
    var looking = look;
    if (looking != null) {
      looking.stop();
    }
  }
}
