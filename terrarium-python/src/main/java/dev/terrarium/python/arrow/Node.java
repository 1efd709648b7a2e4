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
    check(array, field, path);
    long[] buffers = new long[(int) Memory.getLong(array + ARRAY_N_BUFFERS)];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = Memory.getLong(Memory.getLong(array + ARRAY_BUFFERS) + 8L * i);
    }
    return new Node(
        Memory.getLong(array + ARRAY_LENGTH),
        Memory.getLong(array + ARRAY_NULL_COUNT),
        Memory.getLong(array + ARRAY_OFFSET),
        buffers,
        children(array, field, path),
        field.type() instanceof ArrowType.Dictionary type
            ? read(Memory.getLong(array + ARRAY_DICTIONARY), type.values(), path)
            : null);
  }

  private static List<Node> children(long array, ArrowField field, String path) {
    List<ArrowField> fields = Formats.children(field.type());
    long least =
        (Memory.getLong(array + ARRAY_LENGTH) + Memory.getLong(array + ARRAY_OFFSET))
            * Formats.perParent(field.type());
    List<Node> children = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      String below = path.isEmpty() ? fields.get(i).name() : path + "." + fields.get(i).name();
      long child = Memory.getLong(Memory.getLong(array + ARRAY_CHILDREN) + 8L * i);
      Node read = read(child, fields.get(i), below);
      if (read.length < least) {
        throw new Mismatch(
            "the Arrow array of %s has %d rows, fewer than those that it belongs to: its producer is at fault"
                .formatted(described(below), read.length));
      }
      children.add(read);
    }
    return children;
  }

  private static void check(long array, ArrowField field, String path) {
    long length = Memory.getLong(array + ARRAY_LENGTH);
    long offset = Memory.getLong(array + ARRAY_OFFSET);
    long buffers = Memory.getLong(array + ARRAY_N_BUFFERS);
    long children = Memory.getLong(array + ARRAY_N_CHILDREN);
    boolean encoded = Memory.getLong(array + ARRAY_DICTIONARY) != 0;
    if (length < 0
        || offset < 0
        || buffers < Formats.buffers(field.type())
        || buffers > Integer.MAX_VALUE
        || children != Formats.children(field.type()).size()
        || encoded != (field.type() instanceof ArrowType.Dictionary)) {
      throw new Mismatch(
          "the Arrow array of %s does not fit its type %s: it has the length %d, the offset %d, %d buffers, %d children and %s dictionary, so its producer is at fault"
              .formatted(
                  described(path),
                  field.type(),
                  length,
                  offset,
                  buffers,
                  children,
                  encoded ? "a" : "no"));
    }
  }

  private static String described(String path) {
    return path.isEmpty() ? "the batch" : "the column '" + path + "'";
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
