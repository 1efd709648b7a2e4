package dev.terrarium.python.arrow;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.ByteOrder.nativeOrder;

import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A column of a batch, read in place.
///
/// Rows count from 0. A value is read exactly or not at all: by the method of its own kind, or as
/// whatever Java value it stands for by [#get]. Dictionary-encoded columns read like their values.
/// Use after the table is closed is an IllegalStateException.
public final class ArrowColumn {
  private final ArrowTable table;
  private final ArrowField field;
  private final Node node;
  private final @Nullable MemorySegment[] segments;
  private final List<ArrowColumn> children;
  private final @Nullable ArrowColumn dictionary;

  ArrowColumn(ArrowTable table, ArrowField field, Node node) {
    this.table = table;
    this.field = field;
    this.node = node;
    this.segments = new MemorySegment[node.buffers().length];
    List<ArrowField> fields = Formats.children(field.type());
    List<ArrowColumn> made = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Node child = node.children().get(i);
      boolean sameRows = field.type() instanceof ArrowType.Struct;
      made.add(
          new ArrowColumn(
              table, fields.get(i), sameRows ? child.slice(node.offset(), length()) : child));
    }
    this.children = List.copyOf(made);
    this.dictionary =
        field.type() instanceof ArrowType.Dictionary encoded && node.dictionary() != null
            ? new ArrowColumn(table, encoded.values(), node.dictionary())
            : null;
  }

  /// Its name and type.
  public ArrowField field() {
    return field;
  }

  /// The number of rows.
  public long length() {
    return node.length();
  }

  /// The number of nulls, counted where the producer has not.
  public long nulls() {
    if (node.nulls() >= 0) {
      return node.nulls();
    }
    long nulls = 0;
    for (long row = 0; row < length(); row++) {
      nulls += isNull(row) ? 1 : 0;
    }
    return nulls;
  }

  /// Whether a row has no value.
  public boolean isNull(long row) {
    checkRow(row);
    if (field.type() instanceof ArrowType.Null) {
      return true;
    }
    if (node.nulls() == 0 || node.buffers()[0] == 0) {
      return dictionary != null && dictionary.isNull(index(row));
    }
    return !bit(0, row) || (dictionary != null && dictionary.isNull(index(row)));
  }

  /// An integer; of a date, a time, a timestamp or a duration, the number that stands for it.
  ///
  /// @throws ArithmeticException when an unsigned one does not fit
  public long getLong(long row) {
    checkValue(row);
    return dictionary != null ? dictionary.getLong(index(row)) : Cells.integer(this, row);
  }

  /// A floating-point number, or an integer that a double equals.
  ///
  /// @throws ArithmeticException when no double is equal to it
  public double getDouble(long row) {
    checkValue(row);
    return dictionary != null ? dictionary.getDouble(index(row)) : Cells.real(this, row);
  }

  /// A truth value.
  public boolean getBoolean(long row) {
    checkValue(row);
    if (!(field.type() instanceof ArrowType.Bool)) {
      throw other("truth values");
    }
    return bit(1, row);
  }

  /// A copy of a text.
  public String getString(long row) {
    checkValue(row);
    if (dictionary != null) {
      return dictionary.getString(index(row));
    }
    if (!(field.type() instanceof ArrowType.Text)) {
      throw other("text");
    }
    return new String(Cells.bytes(this, row), StandardCharsets.UTF_8);
  }

  /// A copy of bytes, or of a text's UTF-8.
  public byte[] getBytes(long row) {
    checkValue(row);
    return dictionary != null ? dictionary.getBytes(index(row)) : Cells.bytes(this, row);
  }

  /// A decimal number.
  public BigDecimal getDecimal(long row) {
    checkValue(row);
    return dictionary != null ? dictionary.getDecimal(index(row)) : Cells.decimal(this, row);
  }

  /// The Java value of a row, null where there is none: `Long` (`BigInteger` where that is too
  /// small), `Double`, `Boolean`, `String`, `byte[]`, `BigDecimal`, `LocalDate`, `LocalTime`,
  /// `Duration`, `LocalDateTime` or with a zone `ZonedDateTime`; a `List` for a list and a `Map`
  /// for a structure or a map.
  ///
  /// @throws IllegalStateException when the value is none of Java's, as a map with one key twice
  public @Nullable Object get(long row) {
    if (isNull(row)) {
      return null;
    }
    return dictionary != null ? dictionary.get(index(row)) : JavaValues.of(this, row);
  }

  /// The columns below this one: a structure's members, row by row as its own, whose values mean
  /// nothing where the structure is null; the elements of all rows of a list, and the entries of
  /// all rows of a map.
  public List<ArrowColumn> children() {
    return children;
  }

  /// The memory of the values, not a copy: of rows with as many bytes each, of a boolean column the
  /// bits of all values from the first whole byte. What stands where a row is null means nothing:
  /// ask [#isNull] first.
  ///
  /// @throws IllegalStateException when the values have no fixed size
  public MemorySegment segment() {
    int width = Cells.width(field.type());
    if (width == 0) {
      throw new IllegalStateException(
          "the column '%s' of %s has no values of a fixed size".formatted(name(), field.type()));
    }
    return buffer(1, (node.offset() + length()) * width).asSlice(node.offset() * width);
  }

  /// The memory of 64-bit values, not a copy. What stands where a row is null means nothing: ask
  /// [#isNull] first.
  public LongBuffer longs() {
    return view(8).asLongBuffer();
  }

  /// The memory of 32-bit values, not a copy. What stands where a row is null means nothing: ask
  /// [#isNull] first.
  public IntBuffer ints() {
    return view(4).asIntBuffer();
  }

  /// The memory of 64-bit floating-point numbers, not a copy. What stands where a row is null means
  /// nothing: ask [#isNull] first.
  public DoubleBuffer doubles() {
    checkFloat(64);
    return view(8).asDoubleBuffer();
  }

  /// The memory of 32-bit floating-point numbers, not a copy. What stands where a row is null means
  /// nothing: ask [#isNull] first.
  public FloatBuffer floats() {
    checkFloat(32);
    return view(4).asFloatBuffer();
  }

  private void checkFloat(int bits) {
    if (!field.type().equals(new ArrowType.Real(bits))) {
      throw other("floating-point numbers of " + bits + " bits");
    }
  }

  private ByteBuffer view(int width) {
    if (Cells.width(field.type()) != width) {
      throw other("values of " + 8 * width + " bits");
    }
    return segment().asByteBuffer().order(nativeOrder());
  }

  String name() {
    return field.name();
  }

  Node node() {
    return node;
  }

  /// A buffer, from its start.
  MemorySegment buffer(int number, long size) {
    table.lifetime().checkOpen();
    MemorySegment known = segments[number];
    if (known == null || known.byteSize() < size) {
      long address = node.buffers()[number];
      if (address == 0 && size > 0) {
        throw new IllegalStateException(
            "the column '%s' of %d rows, %d of them null, came without memory for its values: ask isNull, or read rows with get"
                .formatted(name(), length(), nulls()));
      }
      known = table.lifetime().view(address, address == 0 ? 0 : size);
      segments[number] = known;
    }
    return known;
  }

  /// A bit of a buffer of bits.
  boolean bit(int number, long row) {
    long at = node.offset() + row;
    MemorySegment bits = buffer(number, (node.offset() + length() + 7) / 8);
    try {
      return (bits.get(JAVA_BYTE, at >> 3) >> (at & 7) & 1) != 0;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /// Where a dictionary-encoded row's value is.
  private long index(long row) {
    return field.type() instanceof ArrowType.Dictionary encoded
        ? Cells.integer(this, encoded.index(), row)
        : row;
  }

  private void checkRow(long row) {
    table.lifetime().checkOpen();
    if (row < 0 || row >= length()) {
      throw new IndexOutOfBoundsException(
          "row %d of the column '%s', which has %d".formatted(row, name(), length()));
    }
  }

  private void checkValue(long row) {
    if (isNull(row)) {
      throw new IllegalStateException(
          "the column '%s' is null in row %d: ask isNull first, or read it with get"
              .formatted(name(), row));
    }
  }

  IllegalStateException other(String asked) {
    return new IllegalStateException(
        "the column '%s' holds %s, not %s".formatted(name(), field.type(), asked));
  }

  /// Its name and type, and how many rows there are. Reads no memory of the table.
  @Override
  public String toString() {
    return "ArrowColumn[%d rows of %s]".formatted(length(), field);
  }
}
