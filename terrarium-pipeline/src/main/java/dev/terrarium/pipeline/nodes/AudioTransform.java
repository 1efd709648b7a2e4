package dev.terrarium.pipeline.nodes;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.Parameter;
import dev.terrarium.pipeline.ParameterSchema;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Brings a stream of sound to one rate and number of channels.
final class AudioTransform implements Node {
  static final BuiltIn TYPE =
      new BuiltIn(
          "AudioTransform",
          "Brings frames of sound to one sample rate and number of channels.",
          Ports.of(
              AudioFrame.class,
              "frames of sound",
              "frames at `output_sample_rate` with `output_channels`"),
          ParameterSchema.of(
              RateConverter.parameter("output_sample_rate"),
              Parameter.whole("output_channels", "channels: 1 is the mean, more are copies of one")
                  .between(1, 64)
                  .orElse(2L)),
          Map.of("output_sample_rate", 16_000L, "output_channels", 1L),
          context ->
              new AudioTransform(
                  context.parameters().integer("output_sample_rate"),
                  context.parameters().integer("output_channels")));

  private final RateConverter converter;
  private final int targetChannels;

  private AudioTransform(int targetRate, int targetChannels) {
    this.converter = new RateConverter(targetRate);
    this.targetChannels = targetChannels;
  }

  @Override
  public void process(@Nullable Object item, Outlet out) {
    var frame = (AudioFrame) Objects.requireNonNull(item);
    var fewer = frame.channels() > targetChannels ? Channels.mix(frame, targetChannels) : frame;
    converter.process(fewer, resampled -> out.emit(Channels.mix(resampled, targetChannels)));
  }

  @Override
  public void flush(Outlet out) {
    converter.flush(resampled -> out.emit(Channels.mix(resampled, targetChannels)));
  }
}
