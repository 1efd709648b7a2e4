package dev.terrarium.pipeline.nodes;

import dev.terrarium.message.AudioFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Sounds to test with, and what is heard of them.
final class Tones {
  private Tones() {}

  static float[] sine(double hertz, int rate, int length) {
    var samples = new float[length];
    for (int i = 0; i < length; i++) {
      samples[i] = (float) Math.sin(2 * Math.PI * hertz * i / rate);
    }
    return samples;
  }

  static float[] noise(long seed, int length) {
    var random = new Random(seed);
    var samples = new float[length];
    for (int i = 0; i < length; i++) {
      samples[i] = random.nextFloat() * 2 - 1;
    }
    return samples;
  }

  static float[] constant(float value, int length) {
    var samples = new float[length];
    java.util.Arrays.fill(samples, value);
    return samples;
  }

  /// Resamples all of `samples` as one frame.
  static float[] resample(float[] samples, int from, int to) {
    return resample(samples, from, to, new int[] {samples.length});
  }

  /// Resamples `samples` in frames of the given lengths, again and again.
  static float[] resample(float[] samples, int from, int to, int[] lengths) {
    var resampler = new Resampler(1, from, to);
    var frames = new ArrayList<AudioFrame>();
    int at = 0;
    for (int i = 0; at < samples.length; i++) {
      int length = Math.min(lengths[i % lengths.length], samples.length - at);
      var part = java.util.Arrays.copyOfRange(samples, at, at + length);
      frames.add(resampler.process(AudioFrame.copyOf(from, part)));
      at += length;
    }
    frames.add(resampler.finish());
    return join(frames, 0);
  }

  static float[] join(List<AudioFrame> frames, int channel) {
    int length = frames.stream().mapToInt(AudioFrame::length).sum();
    var joined = new float[length];
    int at = 0;
    for (var frame : frames) {
      frame.channel(channel).get(joined, at, frame.length());
      at += frame.length();
    }
    return joined;
  }

  /// Returns the mean power of the middle half, in decibels against a full sine.
  static double decibels(float[] samples) {
    double sum = 0;
    int count = 0;
    for (int i = samples.length / 4; i < samples.length * 3 / 4; i++) {
      sum += (double) samples[i] * samples[i];
      count++;
    }
    return 10 * Math.log10(2 * sum / count + 1e-30);
  }
}
