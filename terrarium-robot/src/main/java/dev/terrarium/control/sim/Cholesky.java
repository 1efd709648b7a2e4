package dev.terrarium.control.sim;

/// The Cholesky factor of a small matrix that is symmetric and positive, in place: allocates
/// nothing after it is made.
final class Cholesky {
  private final int size;
  private final double[] factor;

  Cholesky(int size) {
    this.size = size;
    factor = new double[size * size];
  }

  /// Factors a matrix with the same number added to each element of its diagonal.
  ///
  /// @param matrix row-major; its lower half is read
  void factor(double[] matrix, double diagonal) {
    for (int row = 0; row < size; row++) {
      for (int column = 0; column <= row; column++) {
        double sum = matrix[row * size + column] + (row == column ? diagonal : 0);
        for (int inner = 0; inner < column; inner++) {
          sum -= factor[row * size + inner] * factor[column * size + inner];
        }
        factor[row * size + column] =
            row == column ? Math.sqrt(sum) : sum / factor[column * size + column];
      }
    }
  }

  /// Solves for a right-hand side that begins at an offset, into the same place.
  void solve(double[] values, int at) {
    for (int row = 0; row < size; row++) {
      double sum = values[at + row];
      for (int inner = 0; inner < row; inner++) {
        sum -= factor[row * size + inner] * values[at + inner];
      }
      values[at + row] = sum / factor[row * size + row];
    }
    for (int row = size - 1; row >= 0; row--) {
      double sum = values[at + row];
      for (int inner = row + 1; inner < size; inner++) {
        sum -= factor[inner * size + row] * values[at + inner];
      }
      values[at + row] = sum / factor[row * size + row];
    }
  }

  /// Writes the inverse, which is symmetric.
  void invert(double[] into) {
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        into[row * size + column] = row == column ? 1 : 0;
      }
      solve(into, row * size);
    }
  }
}
