package dev.terrarium.pipeline.nodes;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.pipeline.Parameter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Brings frames of any rate and number of channels to one rate.
///
/// Frames that have the rate pass as they are; what comes of another one when it arrives carries
/// its metadata. When the format changes, what was held back of the old one comes first.
final class RateConverter {
  private final int targetRate;
  private @Nullable Resampler resampler;

  /// Makes the parameter for a rate to bring sound to.
  static Parameter parameter(String name) {
    return Parameter.whole(name, "samples per second and channel")
        .between(1000, 768_000)
        .orElse(44_100L);
  }

  RateConverter(int targetRate) {
    this.targetRate = targetRate;
  }

  void process(AudioFrame frame, Consumer<AudioFrame> out) {
    var current = resampler;
    if (current != null && !current.takes(frame)) {
      flush(out);
      current = null;
    }
    if (frame.sampleRate() == targetRate) {
      out.accept(frame);
      return;
    }
    if (current == null) {
      current = new Resampler(frame.channels(), frame.sampleRate(), targetRate);
      resampler = current;
    }
    emit(current.process(frame).about(frame.metadata()), out);
  }

  void flush(Consumer<AudioFrame> out) {
    var last = resampler;
    resampler = null;
    if (last != null) {
      emit(last.finish(), out);
    }
  }

  private static void emit(AudioFrame frame, Consumer<AudioFrame> out) {
    if (frame.length() > 0) {
      out.accept(frame);
    }
  }
}
