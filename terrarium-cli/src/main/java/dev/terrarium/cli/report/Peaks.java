package dev.terrarium.cli.report;

import dev.terrarium.cli.input.Waveform;
import java.util.Locale;

/// The outline of a waveform as a closed SVG path, 1000 wide and from -100 to 100 high.
final class Peaks {
  static final int WIDTH = 1000;
  static final int HEIGHT = 100;

  /// A sound whose peaks stay below this is drawn as quiet as it is.
  private static final float QUIET = 0.05f;

  private final float[] lowest;
  private final float[] highest;

  private Peaks(float[] lowest, float[] highest) {
    this.lowest = lowest;
    this.highest = highest;
  }

  static Peaks of(Waveform waveform) {
    int columns = Math.min(WIDTH, waveform.columns());
    var lowest = new float[columns];
    var highest = new float[columns];
    for (int column = 0; column < waveform.columns(); column++) {
      int to = (int) ((long) column * columns / waveform.columns());
      lowest[to] = Math.min(lowest[to], waveform.lowest(column));
      highest[to] = Math.max(highest[to], waveform.highest(column));
    }
    return new Peaks(lowest, highest);
  }

  /// Returns the path: along the highest samples, and back along the lowest.
  String path() {
    var path = new StringBuilder("M0 0");
    float scale = HEIGHT / loudest();
    for (int i = 0; i < highest.length; i++) {
      point(i, Math.min(-highest[i] * scale, -0.4f), path);
    }
    for (int i = lowest.length - 1; i >= 0; i--) {
      point(i, Math.max(-lowest[i] * scale, 0.4f), path);
    }
    return path.append('Z').toString();
  }

  private float loudest() {
    float loudest = QUIET;
    for (int i = 0; i < lowest.length; i++) {
      loudest = Math.max(loudest, Math.max(-lowest[i], highest[i]));
    }
    return loudest;
  }

  private void point(int column, float y, StringBuilder path) {
    double x = (column + 0.5) * WIDTH / highest.length;
    path.append(String.format(Locale.ROOT, "L%.1f %.1f", x, y));
  }
}
