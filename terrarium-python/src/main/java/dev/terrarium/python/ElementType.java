package dev.terrarium.python;

import org.jspecify.annotations.Nullable;

/// What an array's elements are, in this machine's byte order.
public enum ElementType {
  BOOL("?", 1, 0),
  INT8("b", 1, 1),
  UINT8("B", 1, 2),
  INT16("h", 2, 3),
  UINT16("H", 2, 4),
  INT32("i", 4, 5),
  UINT32("I", 4, 6),
  INT64("lqn", 8, 7),
  UINT64("LQN", 8, 8),
  FLOAT32("f", 4, 11),
  FLOAT64("d", 8, 12);

  private final String formats;
  private final int bytes;
  private final int numpyNumber;

  ElementType(String formats, int bytes, int numpyNumber) {
    this.formats = formats;
    this.bytes = bytes;
    this.numpyNumber = numpyNumber;
  }

  /// The size of an element.
  public int bytes() {
    return bytes;
  }

  /// NumPy's number for it; `long` has 64 bits where this has been tested.
  int numpyNumber() {
    return numpyNumber;
  }

  /// The type of a buffer's elements, or null where it is none of these: another byte order, a
  /// structure, objects.
  static @Nullable ElementType of(String format, long itemSize) {
    String code =
        format.startsWith("@") || format.startsWith("=") || format.startsWith("<")
            ? format.substring(1)
            : format;
    for (ElementType type : values()) {
      if (code.length() == 1 && type.formats.contains(code) && type.bytes == itemSize) {
        return type;
      }
    }
    return null;
  }
}
