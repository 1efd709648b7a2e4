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
import dev.terrarium.python.convert.Mismatch;
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
  ///
  /// @param field what its values are
  /// @throws Mismatch when such values do not lie in such a struct
  static Node read(long array, ArrowField field) {
    return read(array, field, field.type() instanceof ArrowType.Struct ? "" : field.name());
  }

  private static Node read(long array, ArrowField field, String path) {
    List<ArrowField> fields = Formats.children(field.type());
    long length = Memory.getLong(array + ARRAY_LENGTH);
    long offset = Memory.getLong(array + ARRAY_OFFSET);
    long count = Memory.getLong(array + ARRAY_N_BUFFERS);
    long below = Memory.getLong(array + ARRAY_N_CHILDREN);
    long dictionary = Memory.getLong(array + ARRAY_DICTIONARY);
    boolean encoded = field.type() instanceof ArrowType.Dictionary;
    if (length < 0
        || offset < 0
        || count < Formats.buffers(field.type())
        || below != fields.size()
        || encoded != (dictionary != 0)) {
      throw new Mismatch(
          "the Arrow array of %s does not fit its type %s: it has the length %d, the offset %d, %d buffers, %d children and %s dictionary, so its producer is at fault"
              .formatted(
                  described(path),
                  field.type(),
                  length,
                  offset,
                  count,
                  below,
                  dictionary == 0 ? "no" : "a"));
    }
    long[] buffers = new long[(int) count];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = Memory.getLong(Memory.getLong(array + ARRAY_BUFFERS) + 8L * i);
    }
    List<Node> children = new ArrayList<>();
    for (int i = 0; i < below; i++) {
      long child = Memory.getLong(Memory.getLong(array + ARRAY_CHILDREN) + 8L * i);
      Node read = read(child, fields.get(i), path(path, fields.get(i)));
      if (read.length < (length + offset) * Formats.perParent(field.type())) {
        throw new Mismatch(
            "the Arrow array of %s has %d rows, fewer than those that it belongs to: its producer is at fault"
                .formatted(described(path(path, fields.get(i))), read.length));
      }
      children.add(read);
    }
    return new Node(
        length,
        Memory.getLong(array + ARRAY_NULL_COUNT),
        offset,
        buffers,
        children,
        field.type() instanceof ArrowType.Dictionary type
            ? read(dictionary, type.values(), path)
            : null);
  }

  private static String described(String path) {
    return path.isEmpty() ? "the batch" : "the column '" + path + "'";
  }

  private static String path(String above, ArrowField field) {
    return above.isEmpty() ? field.name() : above + "." + field.name();
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
