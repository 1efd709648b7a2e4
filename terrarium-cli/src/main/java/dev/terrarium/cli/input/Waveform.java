package dev.terrarium.cli.input;

import java.util.Arrays;

/// The outline of a sound of any length: its lowest and highest sample in each of some columns.
///
/// Every column stands for equally many samples; the last one may stand for fewer.
public final class Waveform {
  /// The most columns there are; a sound that is longer gets wider ones.
  public static final int MOST_COLUMNS = 4096;

  private final float[] lowest;
  private final float[] highest;
  private final int samplesPerColumn;
  private final long length;

  private Waveform(Outline outline) {
    this.lowest = Arrays.copyOf(outline.lowest, outline.columns());
    this.highest = Arrays.copyOf(outline.highest, outline.columns());
    this.samplesPerColumn = outline.samplesPerColumn;
    this.length = outline.length;
  }

  /// Returns the number of columns, 0 for no sound at all.
  public int columns() {
    return lowest.length;
  }

  /// Returns the lowest sample of a column, nominally in -1..1.
  public float lowest(int column) {
    return lowest[column];
  }

  /// Returns the highest sample of a column, nominally in -1..1.
  public float highest(int column) {
    return highest[column];
  }

  /// Returns how many samples a column stands for.
  public int samplesPerColumn() {
    return samplesPerColumn;
  }

  /// Returns how many samples the sound has.
  public long length() {
    return length;
  }

  /// An outline that grows; when its columns are used up, each two become one.
  static final class Outline {
    private final float[] lowest = new float[MOST_COLUMNS];
    private final float[] highest = new float[MOST_COLUMNS];
    private int samplesPerColumn = 1;
    private long length;

    void add(float sample) {
      int column = (int) (length / samplesPerColumn);
      if (column == MOST_COLUMNS) {
        halve();
        column /= 2;
      }
      boolean isFirst = length % samplesPerColumn == 0;
      lowest[column] = isFirst ? sample : Math.min(lowest[column], sample);
      highest[column] = isFirst ? sample : Math.max(highest[column], sample);
      length++;
    }

    Waveform snapshot() {
      return new Waveform(this);
    }

    private int columns() {
      return Math.toIntExact(Math.ceilDiv(length, samplesPerColumn));
    }

    private void halve() {
      for (int i = 0; i < MOST_COLUMNS / 2; i++) {
        lowest[i] = Math.min(lowest[2 * i], lowest[2 * i + 1]);
        highest[i] = Math.max(highest[2 * i], highest[2 * i + 1]);
      }
      samplesPerColumn *= 2;
    }
  }
}
