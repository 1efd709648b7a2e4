package dev.terrarium.control.law;

/// Products of matrices and vectors into memory that the caller has; matrices are row-major.
final class Dense {
  private Dense() {}

  /// a b, of `rows`×`inner` and `inner`×`columns`.
  static void product(double[] a, double[] b, double[] into, int rows, int inner, int columns) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double sum = 0;
        for (int index = 0; index < inner; index++) {
          sum += a[row * inner + index] * b[index * columns + column];
        }
        into[row * columns + column] = sum;
      }
    }
  }

  /// a bᵀ, of `rows`×`inner` and `columns`×`inner`.
  static void productWithTransposed(
      double[] a, double[] b, double[] into, int rows, int inner, int columns) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double sum = 0;
        for (int index = 0; index < inner; index++) {
          sum += a[row * inner + index] * b[column * inner + index];
        }
        into[row * columns + column] = sum;
      }
    }
  }

  /// a x.
  static void times(double[] a, double[] x, double[] into, int rows, int columns) {
    product(a, x, into, rows, columns, 1);
  }

  /// aᵀ x, of `rows`×`columns`.
  static void transposedTimes(double[] a, double[] x, double[] into, int rows, int columns) {
    for (int column = 0; column < columns; column++) {
      double sum = 0;
      for (int row = 0; row < rows; row++) {
        sum += a[row * columns + column] * x[row];
      }
      into[column] = sum;
    }
  }
}
