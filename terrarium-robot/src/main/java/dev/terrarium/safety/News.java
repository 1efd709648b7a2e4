package dev.terrarium.safety;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Something that listeners are told, and when it happened.
///
/// It is noted while the robot's changes are held up, so without a look at the clock, which is code
/// of others: the time is read right afterwards, by whichever thread is there first.
final class News<T> {
  private final LongFunction<T> made;
  private final BiConsumer<SafetyListener, T> told;
  private final Timepiece clock;
  private final AtomicReference<@Nullable T> item = new AtomicReference<>();

  News(Timepiece clock, LongFunction<T> made, BiConsumer<SafetyListener, T> told) {
    this.clock = clock;
    this.made = made;
    this.told = told;
  }

  /// Writes the time upon it, if nobody has.
  T stamp() {
    T its = item.get();
    if (its != null) {
      return its;
    }
    T stamped = made.apply(clock.now());
    T first = item.compareAndExchange(null, stamped);
    return first == null ? stamped : first;
  }

  void tell(SafetyListener listener) {
    told.accept(listener, stamp());
  }
}
