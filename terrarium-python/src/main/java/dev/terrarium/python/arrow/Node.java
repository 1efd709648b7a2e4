package dev.terrarium.python.arrow;

import static dev.terrarium.python.arrow.Structs.ARRAY_BUFFERS;
import static dev.terrarium.python.arrow.Structs.ARRAY_CHILDREN;
import static dev.terrarium.python.arrow.Structs.ARRAY_DICTIONARY;
import static dev.terrarium.python.arrow.Structs.ARRAY_LENGTH;
import static dev.terrarium.python.arrow.Structs.ARRAY_NULL_COUNT;
import static dev.terrarium.python.arrow.Structs.ARRAY_N_BUFFERS;
import static dev.terrarium.python.arrow.Structs.ARRAY_N_CHILDREN;
import static dev.terrarium.python.arrow.Structs.ARRAY_OFFSET;

import dev.terrarium.capi.Memory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an `ArrowArray` says: where the buffers of a column lie, and the columns below it.
///
/// @param nulls how many there are, or -1 where nobody has counted
/// @param offset where the column starts in its buffers, in values
/// @param buffers their addresses; 0 where there is none
@SuppressWarnings("ArrayRecordComponent") // Read here, and never compared.
record Node(
    long length,
    long nulls,
    long offset,
    long[] buffers,
    List<Node> children,
    @Nullable Node dictionary) {

  /// Copies what a struct says; the buffers stay whose they are.
  static Node read(long array) {
    long[] buffers = new long[Math.toIntExact(Memory.getLong(array + ARRAY_N_BUFFERS))];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = Memory.getLong(Memory.getLong(array + ARRAY_BUFFERS) + 8L * i);
    }
    List<Node> children = new ArrayList<>();
    for (long i = 0; i < Memory.getLong(array + ARRAY_N_CHILDREN); i++) {
      children.add(read(Memory.getLong(Memory.getLong(array + ARRAY_CHILDREN) + 8 * i)));
    }
    long dictionary = Memory.getLong(array + ARRAY_DICTIONARY);
    return new Node(
        Memory.getLong(array + ARRAY_LENGTH),
        Memory.getLong(array + ARRAY_NULL_COUNT),
        Memory.getLong(array + ARRAY_OFFSET),
        buffers,
        children,
        dictionary == 0 ? null : read(dictionary));
  }

  /// Rows of it, of the same buffers.
  Node slice(long from, long rows) {
    return from == 0 && rows == length
        ? this
        : new Node(rows, nulls == 0 ? 0 : -1, offset + from, buffers, children, dictionary);
  }

  /// A structure of columns, which has no buffers of its own.
  static Node struct(long rows, List<Node> columns) {
    return new Node(rows, 0, 0, new long[] {0}, columns, null);
  }
}
