package dev.terrarium.control.law;

/// Inverts square matrices of one size, in memory made once.
final class Inverse {
  private final int size;
  private final double[] factors;
  private final int[] order;
  private final SingularValues values;

  Inverse(int size) {
    this.size = size;
    factors = new double[size * size];
    order = new int[size];
    values = new SingularValues(size);
  }

  /// Writes the inverse if the determinant is farther from zero than `least`, else the
  /// pseudo-inverse. What holds a NaN becomes NaN.
  void of(double[] matrix, double least, double[] into) {
    if (Math.abs(determinant(matrix)) > least) {
      for (int column = 0; column < size; column++) {
        solve(column, into);
      }
    } else {
      values.decompose(matrix);
      values.pseudoInverse(into);
    }
  }

  /// Factors a matrix into L U with its rows in another order, and returns its determinant.
  private double determinant(double[] matrix) {
    System.arraycopy(matrix, 0, factors, 0, size * size);
    double determinant = 1;
    for (int pivot = 0; pivot < size; pivot++) {
      int chosen = largest(pivot);
      order[pivot] = chosen;
      if (chosen != pivot) {
        swap(pivot, chosen);
        determinant = -determinant;
      }
      double divisor = factors[pivot * size + pivot];
      determinant *= divisor;
      if (divisor == 0) {
        return 0;
      }
      eliminate(pivot, divisor);
    }
    return determinant;
  }

  private void eliminate(int pivot, double divisor) {
    for (int row = pivot + 1; row < size; row++) {
      double factor = factors[row * size + pivot] / divisor;
      factors[row * size + pivot] = factor;
      for (int column = pivot + 1; column < size; column++) {
        factors[row * size + column] -= factor * factors[pivot * size + column];
      }
    }
  }

  private int largest(int pivot) {
    int chosen = pivot;
    for (int row = pivot + 1; row < size; row++) {
      if (Math.abs(factors[row * size + pivot]) > Math.abs(factors[chosen * size + pivot])) {
        chosen = row;
      }
    }
    return chosen;
  }

  private void swap(int one, int other) {
    for (int column = 0; column < size; column++) {
      double held = factors[one * size + column];
      factors[one * size + column] = factors[other * size + column];
      factors[other * size + column] = held;
    }
  }

  /// Writes one column of the inverse.
  private void solve(int column, double[] into) {
    for (int row = 0; row < size; row++) {
      into[row * size + column] = row == column ? 1 : 0;
    }
    for (int row = 0; row < size; row++) {
      double held = into[order[row] * size + column];
      into[order[row] * size + column] = into[row * size + column];
      into[row * size + column] = held;
    }
    for (int row = 1; row < size; row++) {
      double sum = into[row * size + column];
      for (int index = 0; index < row; index++) {
        sum -= factors[row * size + index] * into[index * size + column];
      }
      into[row * size + column] = sum;
    }
    for (int row = size - 1; row >= 0; row--) {
      double sum = into[row * size + column];
      for (int index = row + 1; index < size; index++) {
        sum -= factors[row * size + index] * into[index * size + column];
      }
      into[row * size + column] = sum / factors[row * size + row];
    }
  }
}
