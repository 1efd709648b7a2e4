package dev.terrarium.python;

import dev.terrarium.capi.CLong;
import org.jspecify.annotations.Nullable;

/// What an array's elements are; their byte order is the array's own.
public enum ElementType {
  BOOL(Kind.BOOL, 1, 0, "?"),
  INT8(Kind.SIGNED, 1, 1, "b"),
  UINT8(Kind.UNSIGNED, 1, 2, "B"),
  INT16(Kind.SIGNED, 2, 3, "h"),
  UINT16(Kind.UNSIGNED, 2, 4, "H"),
  INT32(Kind.SIGNED, 4, 5, "i"),
  UINT32(Kind.UNSIGNED, 4, 6, "I"),
  INT64(Kind.SIGNED, 8, 7, CLong.SIZE == 8 ? "l" : "q"),
  UINT64(Kind.UNSIGNED, 8, 8, CLong.SIZE == 8 ? "L" : "Q"),
  FLOAT16(Kind.FLOAT, 2, 23, "e"),
  /// A FLOAT32 without the lower half of its bits. NumPy has none; tensors do.
  BFLOAT16(Kind.BFLOAT, 2, -1, "E"),
  FLOAT32(Kind.FLOAT, 4, 11, "f"),
  FLOAT64(Kind.FLOAT, 8, 12, "d"),
  /// Two FLOAT32, the real part first.
  COMPLEX64(Kind.COMPLEX, 8, 14, "Zf"),
  /// Two FLOAT64, the real part first.
  COMPLEX128(Kind.COMPLEX, 16, 15, "Zd");

  /// What kind of number it is: as DLPack counts them, and as `__array_interface__` names them.
  enum Kind {
    SIGNED(0),
    UNSIGNED(1),
    FLOAT(2),
    BFLOAT(4),
    COMPLEX(5),
    BOOL(6);

    final int dlpackCode;

    Kind(int dlpackCode) {
      this.dlpackCode = dlpackCode;
    }
  }

  /// What `values()` copies each time.
  private static final ElementType[] ALL = values();

  final Kind kind;
  private final int bytes;
  private final int numpyNumber;

  /// The format of the `struct` module that it has in a buffer.
  final String format;

  ElementType(Kind kind, int bytes, int numpyNumber, String format) {
    this.kind = kind;
    this.bytes = bytes;
    this.numpyNumber = numpyNumber;
    this.format = format;
  }

  /// The size of an element.
  public int bytes() {
    return bytes;
  }

  /// NumPy's number for it, or -1 where it has none; `long` has 64 bits where this has been tested.
  int numpyNumber() {
    return numpyNumber;
  }

  /// The type of a buffer's elements, by a format without its byte order; null where it is none of
  /// these: a structure, text, objects.
  static @Nullable ElementType of(String format, long itemSize) {
    Kind kind =
        switch (format) {
          case "?" -> Kind.BOOL;
          case "b", "h", "i", "l", "q", "n" -> Kind.SIGNED;
          case "B", "H", "I", "L", "Q", "N" -> Kind.UNSIGNED;
          case "e", "f", "d" -> Kind.FLOAT;
          case "E" -> Kind.BFLOAT;
          case "Zf", "Zd" -> Kind.COMPLEX;
          default -> null;
        };
    return kind == null ? null : of(kind, itemSize);
  }

  /// The type of a tensor's elements, by DLPack's code; null where it is none of these.
  static @Nullable ElementType ofDlpack(int code, int bits) {
    for (Kind kind : Kind.values()) {
      if (kind.dlpackCode == code && bits % 8 == 0) {
        return of(kind, bits / 8);
      }
    }
    return null;
  }

  private static @Nullable ElementType of(Kind kind, long bytes) {
    for (ElementType type : ALL) {
      if (type.kind == kind && type.bytes == bytes) {
        return type;
      }
    }
    return null;
  }
}
