package dev.terrarium.control.loop;

/// A name in a row, and how many numbers it stands for: 64-bit integers or doubles.
interface Column {
  /// How many numbers.
  enum Extent {
    /// One integer.
    LONG,
    /// One double, as all below are doubles.
    DOUBLE,
    /// x, y, z.
    POSITION,
    /// A 4×4 matrix.
    POSE,
    JOINTS,
    /// 6 rows of as many as there are joints.
    JACOBIAN,
    /// As many rows as columns as there are joints.
    SQUARE,
    /// The controller's own.
    EXTRAS;

    int count(int joints, int extras) {
      return switch (this) {
        case LONG, DOUBLE -> 1;
        case POSITION -> 3;
        case POSE -> 16;
        case JOINTS -> joints;
        case JACOBIAN -> 6 * joints;
        case SQUARE -> joints * joints;
        case EXTRAS -> extras;
      };
    }
  }

  /// Its name in capitals; the header has it in small letters.
  String name();

  /// Its place among the columns.
  int ordinal();

  Extent extent();
}
