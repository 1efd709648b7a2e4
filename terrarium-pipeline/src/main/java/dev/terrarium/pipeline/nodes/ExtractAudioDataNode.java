package dev.terrarium.pipeline.nodes;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.pipeline.Node;
import dev.terrarium.pipeline.Outlet;
import dev.terrarium.pipeline.ParameterSchema;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Takes the samples out of frames: one flat array each, channel after channel.
final class ExtractAudioDataNode implements Node {
  static final BuiltIn TYPE =
      new BuiltIn(
          "ExtractAudioDataNode",
          "Emits the samples of each frame as one flat array, channel after channel.",
          Ports.of(
              AudioFrame.class,
              "frames of sound",
              "the samples as one flat array, channel after channel"),
          ParameterSchema.of(),
          Map.of(),
          _ -> new ExtractAudioDataNode());

  @Override
  public void process(@Nullable Object item, Outlet out) {
    var frame = (AudioFrame) Objects.requireNonNull(item);
    var samples = new float[frame.samples().capacity()];
    frame.samples().get(0, samples);
    out.emit(samples);
  }
}
