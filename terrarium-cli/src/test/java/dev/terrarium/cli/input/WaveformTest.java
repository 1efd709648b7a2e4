package dev.terrarium.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaveformTest {
  @Test
  void keepsEverySampleOfAShortSound() {
    var outline = new Waveform.Outline();

    outline.add(0.5f);
    outline.add(-0.5f);

    Waveform waveform = outline.snapshot();
    assertThat(waveform.columns()).isEqualTo(2);
    assertThat(waveform.samplesPerColumn()).isEqualTo(1);
    assertThat(waveform.lowest(1)).isEqualTo(-0.5f);
  }

  @ParameterizedTest
  @ValueSource(ints = {4095, 4096, 4097, 8192, 8193, 100_003, 1_000_000})
  void holdsTheExtremesOfEachColumnOfALongSound(int length) {
    var outline = new Waveform.Outline();

    for (int i = 0; i < length; i++) {
      outline.add(i);
    }

    Waveform waveform = outline.snapshot();
    int width = waveform.samplesPerColumn();
    assertThat(waveform.length()).isEqualTo(length);
    assertThat(waveform.columns()).isBetween(2048, 4096);
    for (int column = 0; column < waveform.columns(); column++) {
      assertThat(waveform.lowest(column)).isEqualTo(column * width);
      assertThat(waveform.highest(column)).isEqualTo(Math.min(length, (column + 1) * width) - 1);
    }
  }
}
