package dev.terrarium.pipeline.nodes;

import dev.terrarium.message.AudioFrame;
import java.nio.FloatBuffer;
import java.util.Arrays;

/// Turns a stream of sound at one rate into the same sound at another rate.
///
/// Output `k` is the sound at input place `k × inRate / outRate`, so there is no delay and `n`
/// samples become `round(n × outRate / inRate)`. It takes the samples on both sides of that place,
/// which is why the last few outputs come with [#finish()]. How the input is cut into frames makes
/// no difference to a single bit of the output.
final class Resampler {
  private static final int STEEPEST = 1000;

  private final int inRate;
  private final int outRate;
  private final int up;
  private final int down;
  private final ResamplerKernel kernel;
  private final float[][] history;
  private float[] made = new float[0];

  /// Samples in each channel's history; the first stands for input sample [#base].
  private int held;

  private long base;
  private long taken;
  private long given;
  private long place;
  private int phase;

  Resampler(int channels, int inRate, int outRate) {
    if (inRate / outRate >= STEEPEST) {
      throw new IllegalArgumentException(
          "A rate of " + inRate + " Hz cannot go down to " + outRate + " Hz in one step");
    }
    int divisor = gcd(inRate, outRate);
    this.inRate = inRate;
    this.outRate = outRate;
    this.up = outRate / divisor;
    this.down = inRate / divisor;
    this.kernel = new ResamplerKernel((double) outRate / inRate, up);
    this.held = kernel.half() - 1;
    this.base = -held;
    this.history = new float[channels][held];
  }

  /// Whether `frame` continues what this resamples.
  boolean takes(AudioFrame frame) {
    return frame.channels() == history.length && frame.sampleRate() == inRate;
  }

  /// Takes a frame and returns what can be said by now; may be a frame of length 0.
  AudioFrame process(AudioFrame frame) {
    reserve(frame.length());
    for (int channel = 0; channel < history.length; channel++) {
      frame.channel(channel).get(history[channel], held, frame.length());
    }
    held += frame.length();
    taken += frame.length();
    return make(Long.MAX_VALUE);
  }

  /// Returns the rest, when the input has ended.
  AudioFrame finish() {
    long total = (2 * taken * up + down) / (2L * down);
    reserve(kernel.half());
    for (var samples : history) {
      Arrays.fill(samples, held, held + kernel.half(), 0);
    }
    held += kernel.half();
    return make(total - given);
  }

  private AudioFrame make(long most) {
    int count = (int) Math.min(most, possible());
    var frame = AudioFrame.silent(history.length, count, outRate);
    if (made.length < count) {
      made = new float[count];
    }
    for (int channel = 0; channel < history.length; channel++) {
      fill(frame.channel(channel), history[channel], count);
    }
    advance(count);
    return frame;
  }

  private void fill(FloatBuffer out, float[] samples, int count) {
    int from = Math.toIntExact(place - (kernel.half() - 1) - base);
    int at = phase;
    for (int i = 0; i < count; i++) {
      made[i] = kernel.at(samples, from, at, up);
      from += down / up;
      at += down % up;
      if (at >= up) {
        at -= up;
        from++;
      }
    }
    out.put(0, made, 0, count);
  }

  /// Counts the outputs whose samples have all come.
  private long possible() {
    long last = base + held - 1 - kernel.half();
    return last < place ? 0 : ((last - place + 1) * up - phase - 1) / down + 1;
  }

  private void advance(int count) {
    long steps = phase + (long) count * down;
    place += steps / up;
    phase = (int) (steps % up);
    given += count;
    int spent = Math.toIntExact(Math.min(held, place - (kernel.half() - 1) - base));
    for (var samples : history) {
      System.arraycopy(samples, spent, samples, 0, held - spent);
    }
    held -= spent;
    base += spent;
  }

  private void reserve(int more) {
    if (history[0].length < held + more) {
      for (int channel = 0; channel < history.length; channel++) {
        history[channel] = Arrays.copyOf(history[channel], held + more);
      }
    }
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
