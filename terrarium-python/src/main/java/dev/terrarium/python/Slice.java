package dev.terrarium.python;

import org.jspecify.annotations.Nullable;

/// A Python slice, to be given to [PyObject#item]: `object[start:stop:step]`.
///
/// A bound that is absent is null, and counts from the end where it is negative. Several axes make
/// a tuple: `array.item(Tuple.of(Slice.all(), 0))`.
///
/// @param start the first index
/// @param stop the first index that is left out
/// @param step the distance between indexes
public record Slice(@Nullable Long start, @Nullable Long stop, @Nullable Long step) {
  /// `start:stop`.
  public static Slice of(long start, long stop) {
    return new Slice(start, stop, null);
  }

  /// `start:`, to the end.
  public static Slice from(long start) {
    return new Slice(start, null, null);
  }

  /// `:stop`, from the beginning.
  public static Slice to(long stop) {
    return new Slice(null, stop, null);
  }

  /// `:`, everything.
  public static Slice all() {
    return new Slice(null, null, null);
  }

  /// The same slice in steps; a negative one goes backwards.
  public Slice by(long step) {
    return new Slice(start, stop, step);
  }

  /// A new reference to the slice. Needs the GIL.
  long toPython(Attachment attachment) {
    Border border = attachment.border;
    return border.call(
        attachment.interpreter.functions.of(border, "builtins.slice"), start, stop, step);
  }
}
