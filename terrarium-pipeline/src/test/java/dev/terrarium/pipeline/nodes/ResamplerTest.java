package dev.terrarium.pipeline.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.terrarium.message.AudioFrame;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {

  @ParameterizedTest
  @CsvSource({
    "48000, 16000",
    "44100, 16000",
    "16000, 48000",
    "44100, 48000",
    "8000, 44100",
    "22050, 16000"
  })
  void passesTonesBelowNineTenthsOfTheLowerNyquistWithinAHundredthOfADecibel(int from, int to) {
    double edge = 0.9 * Math.min(from, to) / 2;

    var levels =
        DoubleStream.of(0.05, 0.2, 0.5, 0.8, 0.9, 1.0)
            .map(part ->
                Tones.decibels(Tones.resample(Tones.sine(part * edge, from, from), from, to)));

    assertThat(levels).allSatisfy(level -> assertThat(level).isCloseTo(0, within(0.01)));
  }

  @ParameterizedTest
  @CsvSource({"48000, 16000", "44100, 16000", "48000, 44100", "44100, 8000", "16000, 11025"})
  void rejectsTonesThatWouldFoldBackByEightyDecibels(int from, int to) {
    double nyquist = to / 2.0;
    double top = from / 2.0;

    var levels =
        DoubleStream.of(0.001, 0.1, 0.3, 0.6, 0.95)
            .map(part -> nyquist + part * (top - nyquist))
            .map(hertz -> Tones.decibels(Tones.resample(Tones.sine(hertz, from, from), from, to)));

    assertThat(levels).allSatisfy(level -> assertThat(level).isLessThan(-80));
  }

  @ParameterizedTest
  @CsvSource({"16000, 48000", "8000, 44100", "44100, 48000", "44101, 48000", "11025, 96001"})
  void rejectsTheImagesOfATone(int from, int to) {
    double hertz = 0.37 * from / 2;
    var tone = Tones.sine(hertz, from, from);

    var made = Tones.resample(tone, from, to);

    var ideal = Tones.sine(hertz, to, made.length);
    for (int i = 0; i < made.length; i++) {
      made[i] -= ideal[i];
    }
    assertThat(Tones.decibels(made)).isLessThan(-80);
  }

  @ParameterizedTest
  @CsvSource({"48000, 16000", "44100, 16000", "16000, 44100", "44101, 16000", "16000, 47999"})
  void makesTheSameBitsHoweverTheInputIsCut(int from, int to) {
    var noise = Tones.noise(7, 10_007);

    var atOnce = Tones.resample(noise, from, to);

    assertThat(Tones.resample(noise, from, to, new int[] {1})).isEqualTo(atOnce);
    assertThat(Tones.resample(noise, from, to, new int[] {480})).isEqualTo(atOnce);
    assertThat(Tones.resample(noise, from, to, new int[] {3, 1024, 1, 77})).isEqualTo(atOnce);
  }

  @ParameterizedTest
  @CsvSource({
    "48000, 16000, 48000, 16000",
    "44100, 16000, 1, 0",
    "44100, 16000, 2, 1",
    "44100, 16000, 44101, 16000",
    "16000, 44100, 1, 3",
    "3, 2, 1, 1",
    "16000, 16001, 100003, 100009",
    "48000, 1000, 17, 0"
  })
  void makesAsManySamplesAsTheRatiosRoundTo(int from, int to, int samples, int expected) {
    var made = Tones.resample(Tones.noise(1, samples), from, to);

    assertThat(made).hasSize(expected);
  }

  @ParameterizedTest
  @CsvSource({"48000, 16000", "44100, 48000", "44101, 47999"})
  void keepsAConstantAsItIs(int from, int to) {
    var made = Tones.resample(Tones.constant(0.5f, from), from, to);

    var middle = java.util.Arrays.copyOfRange(made, made.length / 4, made.length / 2);
    for (float sample : middle) {
      assertThat(sample).isCloseTo(0.5f, within(1e-6f));
    }
  }

  @Test
  void doesNotShiftTheSoundInTime() {
    var impulse = new float[1001];
    impulse[600] = 1;

    var up = Tones.resample(impulse, 8000, 24_000);

    int peak = 0;
    for (int i = 0; i < up.length; i++) {
      peak = up[i] > up[peak] ? i : peak;
    }
    assertThat(peak).isEqualTo(1800);
  }

  @Test
  void treatsEachChannelOnItsOwn() {
    var left = Tones.noise(1, 4800);
    var right = Tones.noise(2, 4800);
    var resampler = new Resampler(2, 48_000, 16_000);

    var frames =
        List.of(resampler.process(AudioFrame.copyOf(48_000, left, right)), resampler.finish());

    assertThat(Tones.join(frames, 0)).isEqualTo(Tones.resample(left, 48_000, 16_000));
    assertThat(Tones.join(frames, 1)).isEqualTo(Tones.resample(right, 48_000, 16_000));
  }

  @Test
  void refusesToGoDownAThousandfold() {
    assertThatThrownBy(() -> new Resampler(1, 2_000_000, 1000))
        .hasMessageContaining("2000000 Hz cannot go down to 1000 Hz");
  }
}
