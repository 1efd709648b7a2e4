package dev.terrarium.python.arrow;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.terrarium.python.arrow.ArrowType.Layout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A column that is made in Java, to be put in an [ArrowTable].
///
/// `copyOf` copies into memory that the table frees when nobody uses it any more; `over` takes
/// memory as it is. A column belongs to the first table it is put in.
public final class NewColumn {
  private final ArrowField field;
  private final Node node;
  private final Holder holder;
  private boolean taken;

  private NewColumn(ArrowField field, Node node, Holder holder) {
    this.field = field;
    this.node = node;
    this.holder = holder;
  }

  /// A copy of numbers.
  public static NewColumn copyOf(String name, long... numbers) {
    ArrowField field = ArrowField.of(name, new ArrowType.Int(64, true));
    Arena arena = Arena.ofShared();
    MemorySegment values = arena.allocate(8L * numbers.length, 64);
    MemorySegment.copy(numbers, 0, values, JAVA_LONG, 0, numbers.length);
    return plain(field, numbers.length, values, arena);
  }

  /// A copy of numbers.
  public static NewColumn copyOf(String name, int... numbers) {
    ArrowField field = ArrowField.of(name, new ArrowType.Int(32, true));
    Arena arena = Arena.ofShared();
    MemorySegment values = arena.allocate(4L * numbers.length, 64);
    MemorySegment.copy(numbers, 0, values, JAVA_INT, 0, numbers.length);
    return plain(field, numbers.length, values, arena);
  }

  /// A copy of numbers.
  public static NewColumn copyOf(String name, double... numbers) {
    ArrowField field = ArrowField.of(name, new ArrowType.Real(64));
    Arena arena = Arena.ofShared();
    MemorySegment values = arena.allocate(8L * numbers.length, 64);
    MemorySegment.copy(numbers, 0, values, JAVA_DOUBLE, 0, numbers.length);
    return plain(field, numbers.length, values, arena);
  }

  /// A copy of truth values.
  public static NewColumn copyOf(String name, boolean... truths) {
    ArrowField field = ArrowField.of(name, new ArrowType.Bool());
    Arena arena = Arena.ofShared();
    return plain(field, truths.length, bits(truths, arena), arena);
  }

  /// A copy of texts, which may be null.
  public static NewColumn copyOf(String name, List<@Nullable String> texts) {
    ArrowField field = ArrowField.of(name, new ArrowType.Text(Layout.LARGE_OFFSETS));
    Arena arena = Arena.ofShared();
    MemorySegment offsets = arena.allocate(8L * (texts.size() + 1), 64);
    boolean[] valid = new boolean[texts.size()];
    List<byte[]> encoded = new ArrayList<>();
    long end = 0;
    for (int row = 0; row < texts.size(); row++) {
      String text = texts.get(row);
      valid[row] = text != null;
      byte[] bytes = text == null ? new byte[0] : utf8(name, row, text);
      encoded.add(bytes);
      end += bytes.length;
      offsets.setAtIndex(JAVA_LONG, row + 1, end);
    }
    MemorySegment data = arena.allocate(Math.max(1, end), 64);
    long at = 0;
    for (byte[] bytes : encoded) {
      MemorySegment.copy(bytes, 0, data, JAVA_BYTE, at, bytes.length);
      at += bytes.length;
    }
    long[] buffers = {0, offsets.address(), data.address()};
    Node node = new Node(texts.size(), 0, 0, buffers, List.of(), null);
    return new NewColumn(field, node, Holder.of(arena::close)).withValidity(valid);
  }

  /// A column over memory of somebody else, which is not copied.
  static NewColumn over(String name, ArrowType type, long address, long rows, Runnable released) {
    if (Cells.width(type) == 0 || type instanceof ArrowType.Dictionary) {
      throw new IllegalArgumentException(
          "the values of %s have no fixed size, so memory alone does not make a column"
              .formatted(type));
    }
    Node node = new Node(rows, 0, 0, new long[] {0, address}, List.of(), null);
    return new NewColumn(ArrowField.of(name, type), node, Holder.of(released));
  }

  /// The same column, some of whose rows are null; which those are is copied.
  ///
  /// @param valid for each row whether it has a value
  public NewColumn withValidity(boolean... valid) {
    if (valid.length != node.length()) {
      throw new IllegalArgumentException(
          "the column '%s' has %d rows, and its validity %d"
              .formatted(field.name(), node.length(), valid.length));
    }
    take();
    Arena arena = Arena.ofShared();
    long[] buffers = node.buffers().clone();
    buffers[0] = bits(valid, arena).address();
    long nulls = 0;
    for (boolean each : valid) {
      nulls += each ? 0 : 1;
    }
    Runnable release =
        () -> {
          arena.close();
          holder.release();
        };
    Node marked = new Node(node.length(), nulls, 0, buffers, node.children(), node.dictionary());
    return new NewColumn(field, marked, Holder.of(release));
  }

  static ArrowTable table(List<NewColumn> columns) {
    long rows = columns.isEmpty() ? 0 : columns.getFirst().node.length();
    for (NewColumn column : columns) {
      if (column.node.length() != rows) {
        throw new IllegalArgumentException(
            "the columns of a table have one length, but '%s' has %d rows and '%s' has %d"
                .formatted(
                    columns.getFirst().field.name(),
                    rows,
                    column.field.name(),
                    column.node.length()));
      }
    }
    columns.forEach(NewColumn::take);
    Holder all = Holder.of(() -> columns.forEach(column -> column.holder.release()));
    List<ArrowField> fields = columns.stream().map(column -> column.field).toList();
    Node struct = Node.struct(rows, columns.stream().map(column -> column.node).toList());
    return new ArrowTable(
        ArrowField.of("", new ArrowType.Struct(fields)), List.of(struct), List.of(all));
  }

  private void take() {
    if (taken) {
      throw new IllegalStateException(
          "the column '%s' was used already: a column belongs to one table"
              .formatted(field.name()));
    }
    taken = true;
  }

  private static byte[] utf8(String name, int row, String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException lone) {
      throw new IllegalArgumentException(
          "the text in row %d of the column '%s' has a lone surrogate, which UTF-8 lacks"
              .formatted(row, name),
          lone);
    }
  }

  private static NewColumn plain(ArrowField field, long rows, MemorySegment values, Arena arena) {
    Node node = new Node(rows, 0, 0, new long[] {0, values.address()}, List.of(), null);
    return new NewColumn(field, node, Holder.of(arena::close));
  }

  private static MemorySegment bits(boolean[] truths, Arena arena) {
    MemorySegment bits = arena.allocate(Math.max(1, (truths.length + 7) / 8), 64);
    for (int i = 0; i < truths.length; i++) {
      if (truths[i]) {
        long at = i >> 3;
        bits.set(JAVA_BYTE, at, (byte) (bits.get(JAVA_BYTE, at) | 1 << (i & 7)));
      }
    }
    return bits;
  }

  /// Its name and type, and how many rows there are.
  @Override
  public String toString() {
    return "NewColumn[%d rows of %s]".formatted(node.length(), field);
  }
}
