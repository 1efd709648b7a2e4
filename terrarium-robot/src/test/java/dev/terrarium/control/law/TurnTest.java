package dev.terrarium.control.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Rotation vectors, beside those that SciPy makes of the same matrices.
class TurnTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-12);

  static List<double[]> rotations() throws IOException {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(TurnTest.class.getResourceAsStream("rotation-vectors.csv")),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
          .toList();
    }
  }

  private static double[] pose(double[] row) {
    double[] pose = Poses.identity();
    for (int index = 0; index < 9; index++) {
      pose[4 * (index / 3) + index % 3] = row[index];
    }
    return pose;
  }

  private static double[] between(double[] from, double[] to) {
    double[] vector = new double[3];
    new Turn().between(from, to, vector, 0);
    return vector;
  }

  @ParameterizedTest
  @MethodSource("rotations")
  void isSciPysAlsoNearNoTurnAndNearHalfATurn(double[] row) {
    double[] expected = Arrays.copyOfRange(row, 9, 12);

    assertThat(between(Poses.identity(), pose(row))).containsExactly(expected, CLOSE);
  }

  @Test
  void thereAreTurnsOfEverySize() throws IOException {
    assertThat(rotations()).hasSizeGreaterThanOrEqualTo(60);
  }

  @ParameterizedTest
  @MethodSource("rotations")
  void aPoseIsNoTurnAwayFromItself(double[] row) {
    assertThat(between(pose(row), pose(row))).containsExactly(new double[3], Offset.offset(1e-15));
  }

  @Test
  void turnsInTheFrameThatBothPosesAreIn() {
    double[] aboutX = {1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1};
    double[] aboutZ = {0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};

    double[] vector = between(aboutX, Poses.product(aboutZ, aboutX));

    assertThat(vector).containsExactly(new double[] {0, 0, Math.PI / 2}, CLOSE);
  }
}
