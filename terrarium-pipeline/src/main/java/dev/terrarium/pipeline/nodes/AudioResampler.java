package dev.terrarium.pipeline.nodes;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.ParameterSchema;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Brings a stream of sound to one rate.
final class AudioResampler implements Node {
  static final BuiltIn TYPE =
      new BuiltIn(
          "AudioResampler",
          "Brings frames of sound to one sample rate.",
          Ports.of(AudioFrame.class, "frames of sound", "frames at `target_sample_rate`"),
          ParameterSchema.of(RateConverter.parameter("target_sample_rate")),
          Map.of("target_sample_rate", 16_000L),
          context -> new AudioResampler(context.parameters().integer("target_sample_rate")));

  private final RateConverter converter;

  private AudioResampler(int targetRate) {
    this.converter = new RateConverter(targetRate);
  }

  @Override
  public void process(@Nullable Object item, Outlet out) {
    var frame = (AudioFrame) Objects.requireNonNull(item);
    converter.process(frame, out::emit);
  }

  @Override
  public void flush(Outlet out) {
    converter.flush(out::emit);
  }
}
