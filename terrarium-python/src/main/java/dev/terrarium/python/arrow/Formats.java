package dev.terrarium.python.arrow;

import dev.terrarium.python.arrow.ArrowType.Layout;
import dev.terrarium.python.arrow.ArrowType.Unit;
import dev.terrarium.python.convert.Mismatch;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Types as the C data interface writes them: `l` for 64-bit integers, `tsu:UTC` for timestamps.
final class Formats {
  private Formats() {}

  /// The type that a schema's format stands for.
  ///
  /// @param column the path to the column, for a refusal
  /// @param flags the schema's
  static ArrowType parse(String format, String column, List<ArrowField> children, long flags) {
    ArrowType type;
    try {
      type = parse(format, children, flags);
    } catch (IndexOutOfBoundsException | NumberFormatException | NoSuchElementException malformed) {
      throw new Mismatch(
          "the column '%s' has the Arrow format '%s' and %d children, which is none: its producer is at fault"
              .formatted(column, format, children.size()),
          malformed);
    }
    if (type == null) {
      throw new Mismatch(
          "the column '%s' has the Arrow format '%s', which is not supported: convert the column in Python first, as table.cast or arrow's cast does"
              .formatted(column, format));
    }
    return type;
  }

  private static @Nullable ArrowType parse(String format, List<ArrowField> children, long flags) {
    return format.length() == 1
        ? simple(format.charAt(0))
        : switch (format.charAt(0)) {
          case '+' -> nested(format, children, flags);
          case 't' -> temporal(format);
          case 'd' -> decimal(format.substring(2).split(",", -1));
          case 'w' -> new ArrowType.FixedBinary(Integer.parseInt(format.substring(2)));
          case 'v' -> views(format);
          default -> null;
        };
  }

  private static @Nullable ArrowType simple(char format) {
    return switch (format) {
      case 'n' -> new ArrowType.Null();
      case 'b' -> new ArrowType.Bool();
      case 'c' -> new ArrowType.Int(8, true);
      case 'C' -> new ArrowType.Int(8, false);
      case 's' -> new ArrowType.Int(16, true);
      case 'S' -> new ArrowType.Int(16, false);
      case 'i' -> new ArrowType.Int(32, true);
      case 'I' -> new ArrowType.Int(32, false);
      case 'l' -> new ArrowType.Int(64, true);
      case 'L' -> new ArrowType.Int(64, false);
      case 'e' -> new ArrowType.Real(16);
      case 'f' -> new ArrowType.Real(32);
      case 'g' -> new ArrowType.Real(64);
      case 'z' -> new ArrowType.Binary(Layout.OFFSETS);
      case 'Z' -> new ArrowType.Binary(Layout.LARGE_OFFSETS);
      case 'u' -> new ArrowType.Text(Layout.OFFSETS);
      case 'U' -> new ArrowType.Text(Layout.LARGE_OFFSETS);
      default -> null;
    };
  }

  private static @Nullable ArrowType views(String format) {
    return switch (format) {
      case "vu" -> new ArrowType.Text(Layout.VIEWS);
      case "vz" -> new ArrowType.Binary(Layout.VIEWS);
      default -> null;
    };
  }

  private static ArrowType decimal(String[] parts) {
    return new ArrowType.Decimal(
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        parts.length > 2 ? Integer.parseInt(parts[2]) : 128);
  }

  private static @Nullable ArrowType temporal(String format) {
    char which = format.charAt(1);
    if (which == 'd') {
      return new ArrowType.Date(format.charAt(2) == 'm');
    }
    Unit unit = unit(format.charAt(2));
    if (unit == null) {
      return null;
    }
    return switch (which) {
      case 't' -> new ArrowType.Time(unit);
      case 'D' -> new ArrowType.Duration(unit);
      case 's' ->
          new ArrowType.Timestamp(
              unit, Optional.of(format.substring(4)).filter(zone -> !zone.isEmpty()));
      default -> null; // intervals of months
    };
  }

  private static @Nullable Unit unit(char letter) {
    for (Unit unit : Unit.values()) {
      if (unit.letter == letter) {
        return unit;
      }
    }
    return null;
  }

  private static @Nullable ArrowType nested(String format, List<ArrowField> children, long flags) {
    return switch (format.charAt(1)) {
      case 'l' -> new ArrowType.ListOf(Layout.OFFSETS, children.getFirst());
      case 'L' -> new ArrowType.ListOf(Layout.LARGE_OFFSETS, children.getFirst());
      case 'w' ->
          new ArrowType.FixedListOf(Integer.parseInt(format.substring(3)), children.getFirst());
      case 's' -> new ArrowType.Struct(List.copyOf(children));
      case 'm' -> new ArrowType.MapOf(children.getFirst(), (flags & Structs.MAP_KEYS_SORTED) != 0);
      default -> null; // unions, run ends, views of lists
    };
  }

  /// The format of a type; that of its index where it is a dictionary.
  static String of(ArrowType type) {
    return switch (type) {
      case ArrowType.Null() -> "n";
      case ArrowType.Bool() -> "b";
      case ArrowType.Int(int bits, boolean signed) -> integer(bits, signed);
      case ArrowType.Real(int bits) -> bits == 16 ? "e" : bits == 32 ? "f" : "g";
      case ArrowType.Decimal(int precision, int scale, int bits) ->
          "d:" + precision + "," + scale + (bits == 128 ? "" : "," + bits);
      case ArrowType.Text(Layout layout) -> pick(layout, "u", "U", "vu");
      case ArrowType.Binary(Layout layout) -> pick(layout, "z", "Z", "vz");
      case ArrowType.FixedBinary(int bytes) -> "w:" + bytes;
      case ArrowType.Date(boolean inMillis) -> inMillis ? "tdm" : "tdD";
      case ArrowType.Time(Unit unit) -> "tt" + unit.letter;
      case ArrowType.Timestamp(Unit unit, Optional<String> zone) ->
          "ts" + unit.letter + ":" + zone.orElse("");
      case ArrowType.Duration(Unit unit) -> "tD" + unit.letter;
      case ArrowType.ListOf(Layout layout, ArrowField _) -> pick(layout, "+l", "+L", "+vl");
      case ArrowType.FixedListOf(int size, ArrowField _) -> "+w:" + size;
      case ArrowType.Struct(List<ArrowField> _) -> "+s";
      case ArrowType.MapOf(ArrowField _, boolean _) -> "+m";
      case ArrowType.Dictionary(ArrowType.Int index, ArrowField _, boolean _) -> of(index);
    };
  }

  private static String integer(int bits, boolean signed) {
    String letter = bits == 8 ? "c" : bits == 16 ? "s" : bits == 32 ? "i" : "l";
    return signed ? letter : letter.toUpperCase(java.util.Locale.ROOT);
  }

  private static String pick(Layout layout, String offsets, String large, String views) {
    return switch (layout) {
      case OFFSETS -> offsets;
      case LARGE_OFFSETS -> large;
      case VIEWS -> views;
    };
  }

  /// The buffers that a column has at least.
  static int buffers(ArrowType type) {
    return switch (type) {
      case ArrowType.Null() -> 0;
      case ArrowType.FixedListOf _, ArrowType.Struct _ -> 1;
      case ArrowType.Text _, ArrowType.Binary _ -> 3;
      default -> 2;
    };
  }

  /// The values that a child has at least for each row above it.
  static long perParent(ArrowType type) {
    return switch (type) {
      case ArrowType.Struct _ -> 1;
      case ArrowType.FixedListOf(int size, ArrowField _) -> size;
      default -> 0;
    };
  }

  /// The fields below a type.
  static List<ArrowField> children(ArrowType type) {
    return switch (type) {
      case ArrowType.ListOf(Layout _, ArrowField element) -> List.of(element);
      case ArrowType.FixedListOf(int _, ArrowField element) -> List.of(element);
      case ArrowType.Struct(List<ArrowField> fields) -> fields;
      case ArrowType.MapOf(ArrowField entries, boolean _) -> List.of(entries);
      default -> List.of();
    };
  }
}
