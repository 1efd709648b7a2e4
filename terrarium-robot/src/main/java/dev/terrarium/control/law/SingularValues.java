package dev.terrarium.control.law;

import java.util.Arrays;

/// Takes square matrices of one size apart into singular values, in memory made once.
///
/// One-sided Jacobi rotations: columns of A V are turned against each other, pair by pair, until
/// they are at right angles; then their lengths are the singular values, and A V = U Σ. What is
/// asked for afterwards is V D (U Σ)ᵀ with D made of the values. The number of sweeps is bounded,
/// so that no matrix, not even one of NaN, takes more than its time.
final class SingularValues {
  private static final int SWEEPS = 30;
  private static final double ORTHOGONAL = 1e-15;

  /// Below this share of the largest, NumPy's `pinv` takes a singular value for zero.
  private static final double NUMPY_CUTOFF = 1e-15;

  private final int size;
  private final double[] turned;
  private final double[] right;
  private final double[] squares;

  SingularValues(int size) {
    this.size = size;
    turned = new double[size * size];
    right = new double[size * size];
    squares = new double[size];
  }

  /// Takes a matrix apart. Both factors are kept column by column.
  void decompose(double[] matrix) {
    Arrays.fill(right, 0);
    for (int row = 0; row < size; row++) {
      right[row * size + row] = 1;
      for (int column = 0; column < size; column++) {
        turned[column * size + row] = matrix[row * size + column];
      }
    }
    boolean isTurning = true;
    for (int sweep = 0; sweep < SWEEPS && isTurning; sweep++) {
      isTurning = sweep();
    }
    for (int column = 0; column < size; column++) {
      squares[column] = dot(column, column);
    }
  }

  /// Writes the pseudo-inverse, with the cutoff that NumPy has.
  void pseudoInverse(double[] into) {
    double most = 0;
    for (double square : squares) {
      most = Math.max(most, square);
    }
    double cutoff = NUMPY_CUTOFF * Math.sqrt(most);
    for (int value = 0; value < size; value++) {
      squares[value] = Math.sqrt(squares[value]) <= cutoff ? 0 : 1 / squares[value];
    }
    compose(into);
  }

  /// Writes the inverse of a positive matrix, damped where its eigenvalues are small.
  void dampedInverse(Damping damping, double[] into) {
    for (int value = 0; value < size; value++) {
      squares[value] = damping.inverseSquare(Math.sqrt(squares[value]));
    }
    compose(into);
  }

  private boolean sweep() {
    boolean isTurning = false;
    for (int one = 0; one < size - 1; one++) {
      for (int other = one + 1; other < size; other++) {
        double first = dot(one, one);
        double second = dot(other, other);
        double across = dot(one, other);
        if (Math.abs(across) > ORTHOGONAL * Math.sqrt(first) * Math.sqrt(second)) {
          double zeta = (second - first) / (2 * across);
          double tangent = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
          double cosine = 1 / Math.sqrt(1 + tangent * tangent);
          turn(turned, one, other, cosine, cosine * tangent);
          turn(right, one, other, cosine, cosine * tangent);
          isTurning = true;
        }
      }
    }
    return isTurning;
  }

  private void turn(double[] columns, int one, int other, double cosine, double sine) {
    for (int row = 0; row < size; row++) {
      double first = columns[one * size + row];
      double second = columns[other * size + row];
      columns[one * size + row] = cosine * first - sine * second;
      columns[other * size + row] = sine * first + cosine * second;
    }
  }

  private double dot(int one, int other) {
    double sum = 0;
    for (int row = 0; row < size; row++) {
      sum += turned[one * size + row] * turned[other * size + row];
    }
    return sum;
  }

  /// V D (U Σ)ᵀ, where D is what `squares` has become.
  private void compose(double[] into) {
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        double sum = 0;
        for (int value = 0; value < size; value++) {
          sum += right[value * size + row] * squares[value] * turned[value * size + column];
        }
        into[row * size + column] = sum;
      }
    }
  }
}
