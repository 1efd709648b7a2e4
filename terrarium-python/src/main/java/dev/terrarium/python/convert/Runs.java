package dev.terrarium.python.convert;

import dev.terrarium.capi.FloatObject;
import dev.terrarium.capi.Layout;
import dev.terrarium.capi.Macros;
import dev.terrarium.capi.Memory;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads runs of exact ints or floats out of a list in place: the bulk path.
///
/// Nothing of Python runs within a run, so the list and its items stay where they are and need to
/// be looked up once. A run ends where an element takes more than a look, or where objects may not
/// be read in place at all; its reader then does that one element and begins another run.
final class Runs {
  /// Boxes go to the list in pieces: an array of our own takes one in a fraction of the time that a
  /// list does. The first piece is short, as most runs may be, and each is twice as long as the one
  /// before.
  private static final int FIRST_PIECE = 32;

  private static final int LONGEST_PIECE = 1024;

  private Runs() {}

  /// One kind of run, into boxes.
  @FunctionalInterface
  interface Boxed {
    /// Reads a run, from as many elements on as there are already.
    ///
    /// @param list a list or another object, borrowed
    /// @param size of the list when it was measured
    void read(long list, int size, List<@Nullable Object> into);
  }

  /// Reads exact ints of one digit.
  static int longs(long list, int from, long[] into) {
    int end = end(list, into.length);
    long items = Macros.itemsOf(list);
    int i = from;
    for (; i < end; i++) {
      long item = Memory.getLong(items + 8L * i);
      if (!Scalars.isCompact(item)) {
        break;
      }
      into[i] = Macros.PyLong_CompactValue(item);
    }
    return i;
  }

  /// The same, boxed.
  static void longs(long list, int size, List<@Nullable Object> into) {
    int end = end(list, size);
    long items = Macros.itemsOf(list);
    int length = FIRST_PIECE;
    for (int i = into.size(); i < end && Scalars.isCompact(Memory.getLong(items + 8L * i)); ) {
      Object[] piece = new Object[Math.min(length, end - i)];
      int read = 0;
      for (; read < piece.length; read++) {
        long item = Memory.getLong(items + 8L * (i + read));
        if (!Scalars.isCompact(item)) {
          break;
        }
        piece[read] = Macros.PyLong_CompactValue(item);
      }
      add(piece, read, into);
      i += read;
      length = Math.min(2 * length, LONGEST_PIECE);
    }
  }

  /// Reads exact floats.
  static int doubles(long list, int from, double[] into) {
    int end = end(list, into.length);
    long items = Macros.itemsOf(list);
    int i = from;
    for (; i < end; i++) {
      long item = Memory.getLong(items + 8L * i);
      if (!isFloat(item)) {
        break;
      }
      into[i] = Macros.PyFloat_AS_DOUBLE(item);
    }
    return i;
  }

  /// The same, boxed.
  static void doubles(long list, int size, List<@Nullable Object> into) {
    int end = end(list, size);
    long items = Macros.itemsOf(list);
    int length = FIRST_PIECE;
    for (int i = into.size(); i < end && isFloat(Memory.getLong(items + 8L * i)); ) {
      Object[] piece = new Object[Math.min(length, end - i)];
      int read = 0;
      for (; read < piece.length; read++) {
        long item = Memory.getLong(items + 8L * (i + read));
        if (!isFloat(item)) {
          break;
        }
        piece[read] = Macros.PyFloat_AS_DOUBLE(item);
      }
      add(piece, read, into);
      i += read;
      length = Math.min(2 * length, LONGEST_PIECE);
    }
  }

  private static boolean isFloat(long item) {
    return Macros.Py_TYPE(item) == FloatObject.PyFloat_Type;
  }

  /// Adds the beginning of a piece.
  private static void add(Object[] piece, int length, List<@Nullable Object> into) {
    into.addAll(Arrays.asList(length == piece.length ? piece : Arrays.copyOf(piece, length)));
  }

  /// No run at all, for elements of any other kind.
  static void none(long list, int size, List<@Nullable Object> into) {}

  /// Where a run must end: at the list's size, or at once for what is no list read in place.
  private static int end(long list, int length) {
    boolean inPlace =
        Macros.PyType_HasFeature(Macros.Py_TYPE(list), Layout.LIST_SUBCLASS)
            && Macros.itemsOf(list) != 0;
    return inPlace ? (int) Math.min(Macros.PyList_GET_SIZE(list), length) : 0;
  }
}
