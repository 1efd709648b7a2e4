package dev.terrarium.pipeline.nodes;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Parameter;
import dev.terrarium.pipeline.ParameterSchema;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Cuts a stream of sound anew, into frames of one length.
///
/// What it holds when the format changes, or at the end, is a shorter frame. The new frames are
/// made of pieces of several, so they carry no metadata; a frame that is right as it is passes as
/// it is.
final class AudioBuffer implements Node {
  /// The most samples per channel, of which 64 channels still fit into one frame.
  private static final long LONGEST = 8_000_000;

  static final BuiltIn TYPE =
      new BuiltIn(
          "AudioBuffer",
          "Cuts sound into frames of one length.",
          Ports.of(
              AudioFrame.class,
              "frames of sound",
              "frames of `buffer_size_samples` samples; the last may be shorter"),
          ParameterSchema.of(
              Parameter.whole("buffer_size_samples", "samples per channel in a frame")
                  .between(1, LONGEST)),
          Map.of("buffer_size_samples", 16_000L),
          context -> new AudioBuffer(context.parameters().integer("buffer_size_samples")));

  private final int size;
  private float[][] held = new float[0][];
  private int sampleRate;
  private int length;

  private AudioBuffer(int size) {
    this.size = size;
  }

  @Override
  public void process(@Nullable Object item, Outlet out) {
    var frame = (AudioFrame) Objects.requireNonNull(item);
    if (frame.channels() != held.length || frame.sampleRate() != sampleRate) {
      flush(out);
      held = new float[frame.channels()][0];
      sampleRate = frame.sampleRate();
    }
    if (length == 0 && frame.length() == size) {
      out.emit(frame);
      return;
    }
    for (int at = 0; at < frame.length(); ) {
      at += take(frame, at);
      if (length == size) {
        flush(out);
      }
    }
  }

  @Override
  public void flush(Outlet out) {
    if (length > 0) {
      var full = AudioFrame.silent(held.length, length, sampleRate);
      for (int channel = 0; channel < held.length; channel++) {
        full.channel(channel).put(held[channel], 0, length);
      }
      length = 0;
      out.emit(full);
    }
  }

  /// Takes what there is room for, and returns how many samples that was.
  private int take(AudioFrame frame, int from) {
    int count = Math.min(frame.length() - from, size - length);
    for (int channel = 0; channel < held.length; channel++) {
      if (held[channel].length < length + count) {
        int room = Math.min(size, Math.max(length + count, 2 * held[channel].length));
        held[channel] = Arrays.copyOf(held[channel], room);
      }
      frame.channel(channel).get(from, held[channel], length, count);
    }
    length += count;
    return count;
  }
}
