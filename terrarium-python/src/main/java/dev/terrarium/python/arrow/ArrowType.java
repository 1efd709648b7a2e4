package dev.terrarium.python.arrow;

import java.util.List;
import java.util.Optional;

/// What the values of a column are.
public sealed interface ArrowType {
  /// Nothing but nulls.
  record Null() implements ArrowType {}

  /// Truth values, one bit each.
  record Bool() implements ArrowType {}

  /// Integers.
  ///
  /// @param bits 8, 16, 32 or 64
  /// @param signed whether there are negative ones
  record Int(int bits, boolean signed) implements ArrowType {}

  /// Floating-point numbers.
  ///
  /// @param bits 16, 32 or 64
  record Real(int bits) implements ArrowType {}

  /// Decimal numbers.
  ///
  /// @param precision the digits there are
  /// @param scale how many of them stand after the point
  /// @param bits 32, 64, 128 or 256
  record Decimal(int precision, int scale, int bits) implements ArrowType {}

  /// Text in UTF-8.
  ///
  /// @param layout how a value is found
  record Text(Layout layout) implements ArrowType {}

  /// Bytes.
  ///
  /// @param layout how a value is found
  record Binary(Layout layout) implements ArrowType {}

  /// The same number of bytes each.
  ///
  /// @param bytes how many
  record FixedBinary(int bytes) implements ArrowType {}

  /// Days of the calendar.
  ///
  /// @param inMillis whether they are counted in milliseconds, and not in days
  record Date(boolean inMillis) implements ArrowType {}

  /// Times of a day.
  ///
  /// @param unit what is counted since midnight
  record Time(Unit unit) implements ArrowType {}

  /// Points in time, where there is a zone, and otherwise dates with times.
  ///
  /// @param unit what is counted since 1970
  /// @param zone where it is shown, such as `Europe/Berlin`
  record Timestamp(Unit unit, Optional<String> zone) implements ArrowType {
    public Timestamp {
      zone.ifPresent(it -> ArrowField.spellable(it, "the zone of a timestamp"));
    }
  }

  /// Spans of time.
  ///
  /// @param unit what is counted
  record Duration(Unit unit) implements ArrowType {}

  /// Lists of any length.
  ///
  /// @param layout how a list is found, never [Layout#VIEWS]
  /// @param element what its elements are
  record ListOf(Layout layout, ArrowField element) implements ArrowType {}

  /// Lists of one length.
  ///
  /// @param size that length
  /// @param element what their elements are
  record FixedListOf(int size, ArrowField element) implements ArrowType {}

  /// Structures.
  ///
  /// @param fields their members
  record Struct(List<ArrowField> fields) implements ArrowType {}

  /// Maps.
  ///
  /// @param entries structures of a key and a value
  /// @param sorted whether each map's keys are in order
  record MapOf(ArrowField entries, boolean sorted) implements ArrowType {}

  /// Values that are stored once and referred to by number.
  ///
  /// @param index the type of those numbers
  /// @param values what is stored
  /// @param ordered whether the order of the stored values means something
  record Dictionary(Int index, ArrowField values, boolean ordered) implements ArrowType {}

  /// How a value of varying length is found.
  enum Layout {
    /// By offsets of 32 bits.
    OFFSETS,
    /// By offsets of 64 bits.
    LARGE_OFFSETS,
    /// By views, which hold short values themselves.
    VIEWS
  }

  /// A unit of time.
  enum Unit {
    SECONDS('s', 1),
    MILLIS('m', 1_000),
    MICROS('u', 1_000_000),
    NANOS('n', 1_000_000_000);

    final char letter;
    final long perSecond;

    Unit(char letter, long perSecond) {
      this.letter = letter;
      this.perSecond = perSecond;
    }

    long nanos() {
      return NANOS.perSecond / perSecond;
    }
  }
}
