package dev.terrarium.pipeline.nodes;

/// The coefficients that give the sound between two samples: a low-pass filter, one row per phase.
///
/// The filter is a sinc under a Kaiser window. It passes up to 91 % of the lower rate's Nyquist
/// frequency and stops everything from that frequency on by 96 dB, so that nothing folds back.
///
/// A ratio of two rates visits `outRate / gcd` phases. Up to [#MOST_PHASES] of them get a row each;
/// beyond that the rows lie so densely that a straight line between two is exact to -115 dB.
final class ResamplerKernel {
  private static final int MOST_PHASES = 1024;
  private static final double STOP_DB = 96;
  private static final double BETA = 0.1102 * (STOP_DB - 8.7);
  private static final double PEAK = bessel(BETA);
  private static final double PASS = 0.91;
  private static final double CENTRE = (PASS + 1) / 2;
  private static final double HALF_WIDTH = (STOP_DB - 7.95) / (2 * 2.285 * Math.PI * (1 - PASS));

  private final int half;
  private final int phases;
  private final float[][] rows;

  /// @param outPerIn the output rate over the input rate
  /// @param phases places between two input samples that outputs fall on
  ResamplerKernel(double outPerIn, int phases) {
    double scale = Math.min(1, outPerIn);
    double halfWidth = HALF_WIDTH / scale;
    this.half = 2 * (int) Math.ceil(halfWidth / 2);
    this.phases = Math.min(phases, MOST_PHASES);
    this.rows = new float[this.phases + 1][];
    for (int phase = 0; phase <= this.phases / 2; phase++) {
      rows[phase] = row((double) phase / this.phases, scale * CENTRE, halfWidth);
      rows[this.phases - phase] = mirrored(rows[phase]);
    }
  }

  /// Returns how many samples on either side of a place count.
  int half() {
    return half;
  }

  /// Returns the sound at `phase / phases` behind sample `from + half - 1`.
  float at(float[] samples, int from, int phase, int ofPhases) {
    if (ofPhases == phases) {
      return dot(rows[phase], samples, from);
    }
    double place = (double) phase / ofPhases * phases;
    int row = (int) place;
    float fraction = (float) (place - row);
    float before = dot(rows[row], samples, from);
    return before + fraction * (dot(rows[row + 1], samples, from) - before);
  }

  /// Four sums at a time, which the processor can add side by side; rows are a multiple of four
  /// long.
  private static float dot(float[] row, float[] samples, int from) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (int i = 0; i < row.length; i += 4) {
      a += row[i] * samples[from + i];
      b += row[i + 1] * samples[from + i + 1];
      c += row[i + 2] * samples[from + i + 2];
      d += row[i + 3] * samples[from + i + 3];
    }
    return (a + b) + (c + d);
  }

  private float[] row(double shift, double cutoff, double halfWidth) {
    var exact = new double[2 * half];
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      double distance = i - (half - 1) - shift;
      exact[i] = sinc(cutoff * distance) * kaiser(distance / halfWidth);
      sum += exact[i];
    }
    var row = new float[exact.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) (exact[i] / sum);
    }
    return row;
  }

  private static float[] mirrored(float[] row) {
    var mirrored = new float[row.length];
    for (int i = 0; i < row.length; i++) {
      mirrored[i] = row[row.length - 1 - i];
    }
    return mirrored;
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  private static double kaiser(double x) {
    return Math.abs(x) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x)) / PEAK;
  }

  /// The modified Bessel function of the first kind and order 0.
  private static double bessel(double x) {
    double sum = 1;
    double term = 1;
    for (int k = 1; term > sum * 1e-17; k++) {
      term *= (x / (2 * k)) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }
}
