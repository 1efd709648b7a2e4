package dev.terrarium.control.law;

/// Poses as 16 numbers of a 4×4 matrix, row-major.
final class Poses {
  /// How far a rotation's columns may be from unit length and from right angles.
  private static final double TOLERANCE = 1e-6;

  private Poses() {}

  static double[] identity() {
    return new double[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
  }

  static double[] product(double[] a, double[] b) {
    double[] product = new double[16];
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 4; column++) {
        double sum = 0;
        for (int inner = 0; inner < 4; inner++) {
          sum += a[4 * row + inner] * b[4 * inner + column];
        }
        product[4 * row + column] = sum;
      }
    }
    return product;
  }

  /// Returns a copy of what is a pose.
  ///
  /// @throws IllegalArgumentException if it is none; says what is wrong with it
  static double[] checked(String name, double[] value) {
    if (value.length != 16) {
      throw new IllegalArgumentException(
          "%s is a 4×4 matrix, 16 numbers, not %d".formatted(name, value.length));
    }
    for (int index = 0; index < 16; index++) {
      if (!Double.isFinite(value[index])) {
        throw new IllegalArgumentException(
            "%s[%d][%d] is %s: expected a finite number"
                .formatted(name, index / 4, index % 4, value[index]));
      }
    }
    if (value[12] != 0 || value[13] != 0 || value[14] != 0 || value[15] != 1) {
      throw new IllegalArgumentException(
          "the last row of %s is %s %s %s %s: expected 0 0 0 1"
              .formatted(name, value[12], value[13], value[14], value[15]));
    }
    requireRotation(name, value);
    return value.clone();
  }

  private static void requireRotation(String name, double[] pose) {
    for (int one = 0; one < 3; one++) {
      for (int other = one; other < 3; other++) {
        double dot = 0;
        for (int row = 0; row < 3; row++) {
          dot += pose[4 * row + one] * pose[4 * row + other];
        }
        if (Math.abs(dot - (one == other ? 1 : 0)) > TOLERANCE) {
          throw new IllegalArgumentException(
              name
                  + "[:3, :3] is not a rotation: its columns must be of length 1 and at right angles");
        }
      }
    }
    double determinant =
        pose[0] * (pose[5] * pose[10] - pose[6] * pose[9])
            - pose[1] * (pose[4] * pose[10] - pose[6] * pose[8])
            + pose[2] * (pose[4] * pose[9] - pose[5] * pose[8]);
    if (determinant < 0) {
      throw new IllegalArgumentException(
          name + "[:3, :3] is a reflection, not a rotation: its determinant is -1");
    }
  }
}
