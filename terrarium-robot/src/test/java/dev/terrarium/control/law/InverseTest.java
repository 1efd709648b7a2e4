package dev.terrarium.control.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Inverses and pseudo-inverses, by what defines them.
class InverseTest {
  private static final int SIZE = 6;
  private static final Offset<Double> CLOSE = Offset.offset(1e-11);

  private final Random random = new Random(11);

  private double[] ofRank(int rank) {
    double[] left = random.doubles(SIZE * rank, -1, 1).toArray();
    double[] right = random.doubles(SIZE * rank, -1, 1).toArray();
    double[] matrix = new double[SIZE * SIZE];
    Dense.productWithTransposed(left, right, matrix, SIZE, rank, SIZE);
    return matrix;
  }

  private static double[] product(double[] a, double[] b) {
    double[] product = new double[SIZE * SIZE];
    Dense.product(a, b, product, SIZE, SIZE, SIZE);
    return product;
  }

  private static double[] transposed(double[] a) {
    double[] transposed = new double[SIZE * SIZE];
    for (int index = 0; index < a.length; index++) {
      transposed[SIZE * (index % SIZE) + index / SIZE] = a[index];
    }
    return transposed;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void aPseudoInverseHasPenrosesFourProperties(int rank) {
    double[] matrix = ofRank(rank);
    double[] inverse = new double[SIZE * SIZE];

    new Inverse(SIZE).of(matrix, Double.POSITIVE_INFINITY, inverse);

    double[] one = product(matrix, inverse);
    double[] other = product(inverse, matrix);
    assertThat(product(one, matrix)).containsExactly(matrix, CLOSE);
    assertThat(product(other, inverse)).containsExactly(inverse, CLOSE);
    assertThat(one).containsExactly(transposed(one), CLOSE);
    assertThat(other).containsExactly(transposed(other), CLOSE);
  }

  @Test
  void anInverseTimesItsMatrixIsTheIdentity() {
    double[] matrix = ofRank(SIZE);
    matrix[0] = 0; // The first pivot must be found in another row.
    double[] inverse = new double[SIZE * SIZE];

    new Inverse(SIZE).of(matrix, 0, inverse);

    double[] product = product(matrix, inverse);
    for (int index = 0; index < product.length; index++) {
      assertThat(product[index]).isEqualTo(index % (SIZE + 1) == 0 ? 1 : 0, CLOSE);
    }
  }

  @Test
  void theInverseOfWhatIsNotANumberIsNone() {
    double[] matrix = ofRank(SIZE);
    matrix[3] = Double.NaN;
    double[] inverse = new double[SIZE * SIZE];

    new Inverse(SIZE).of(matrix, 1e-2, inverse);

    assertThat(inverse).contains(Double.NaN);
  }
}
