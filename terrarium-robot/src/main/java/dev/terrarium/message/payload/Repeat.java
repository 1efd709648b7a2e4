package dev.terrarium.message.payload;

import java.util.OptionalInt;

/// How often something is done: some times, or for ever.
///
/// @param times at least 1; none where it is for ever
public record Repeat(OptionalInt times) {
  public static final Repeat FOREVER = new Repeat(OptionalInt.empty());
  public static final Repeat ONCE = times(1);

  public Repeat {
    if (times.isPresent() && times.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "Something is repeated at least 1 times, or forever, not " + times.getAsInt() + " times");
    }
  }

  /// Makes one of so many times, at least 1.
  public static Repeat times(int times) {
    return new Repeat(OptionalInt.of(times));
  }

  @Override
  public String toString() {
    return times.isPresent() ? Integer.toString(times.getAsInt()) : "forever";
  }
}
