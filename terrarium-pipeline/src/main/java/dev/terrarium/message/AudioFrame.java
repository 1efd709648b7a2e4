package dev.terrarium.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A stretch of sound: samples per channel at a rate, in off-heap memory.
///
/// The samples are planar: first all of channel 0, then all of channel 1, and so on. The buffer is
/// direct and in the machine's byte order, so that a Python node reads and writes the very same
/// memory, as `(float32 ndarray [channels, length], sample_rate)`, or as `((ndarray, sample_rate),
/// metadata)` where something is said of it.
///
/// @param samples direct buffer of `channels × length` floats, nominally in -1..1
/// @param channels number of channels, at least 1
/// @param sampleRate samples per second and channel, at least 1
/// @param metadata what nodes have found out about it, by name; mostly nothing
public record AudioFrame(
    FloatBuffer samples, int channels, int sampleRate, Map<String, @Nullable Object> metadata) {
  public AudioFrame {
    if (!samples.isDirect() || samples.order() != ByteOrder.nativeOrder()) {
      throw new IllegalArgumentException(
          "The samples must be a direct buffer in the machine's byte order");
    }
    if (channels < 1 || sampleRate < 1) {
      throw new IllegalArgumentException(
          "A frame has at least one channel and one sample per second, not "
              + channels
              + " and "
              + sampleRate);
    }
    if (samples.remaining() % channels != 0) {
      throw new IllegalArgumentException(
          samples.remaining() + " samples do not divide into " + channels + " channels");
    }
    samples = samples.slice();
    metadata =
        metadata.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /// Makes a frame of which nothing is known yet.
  public AudioFrame(FloatBuffer samples, int channels, int sampleRate) {
    this(samples, channels, sampleRate, Map.of());
  }

  /// Makes a frame of zeros.
  public static AudioFrame silent(int channels, int length, int sampleRate) {
    long bytes = (long) channels * length * Float.BYTES;
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "A frame of " + channels + " × " + length + " samples is too large; 2 GB is the most");
    }
    var memory = ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    return new AudioFrame(memory.asFloatBuffer(), channels, sampleRate);
  }

  /// Makes a frame of a copy of `channels`, which are equally long.
  public static AudioFrame copyOf(int sampleRate, float[]... channels) {
    var frame = silent(channels.length, channels[0].length, sampleRate);
    for (int i = 0; i < channels.length; i++) {
      if (channels[i].length != channels[0].length) {
        throw new IllegalArgumentException("The channels are not equally long");
      }
      frame.channel(i).put(channels[i]);
    }
    return frame;
  }

  /// Returns the same sound, about which `metadata` is known and nothing else.
  public AudioFrame about(Map<String, ? extends @Nullable Object> metadata) {
    return metadata.isEmpty() && this.metadata.isEmpty()
        ? this
        : new AudioFrame(samples, channels, sampleRate, new LinkedHashMap<>(metadata));
  }

  /// Returns the number of samples in each channel.
  public int length() {
    return samples.capacity() / channels;
  }

  /// Returns the samples of one channel, sharing this frame's memory.
  public FloatBuffer channel(int index) {
    return samples.slice(index * length(), length());
  }

  /// Returns how long the frame sounds, in seconds.
  public double seconds() {
    return (double) length() / sampleRate;
  }

  @Override
  public String toString() {
    return "AudioFrame[" + channels + " × " + length() + " at " + sampleRate + " Hz]";
  }
}
