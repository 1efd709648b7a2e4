package dev.terrarium.pipeline.nodes;

import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.NodeProvider;
import dev.terrarium.pipeline.NodeSource;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.Settings;
import java.util.List;

/// Offers the nodes that come with Terrarium and run in Java.
public final class BuiltInNodes implements NodeProvider, NodeSource {
  private static final List<NodeType> TYPES =
      List.of(
          NumberNodes.ADD,
          AudioBuffer.TYPE,
          AudioResampler.TYPE,
          AudioTransform.TYPE,
          BufferNode.TYPE,
          CalculatorNode.TYPE,
          Echo.TYPE,
          ExtractAudioDataNode.TYPE,
          NumberNodes.MULTIPLY,
          new PassThrough(),
          StatefulCounter.TYPE,
          TextProcessorNode.TYPE,
          TextTransformNode.TYPE,
          VoiceActivityDetector.TYPE);

  @Override
  public NodeSource open(Settings settings) {
    return this;
  }

  @Override
  public List<NodeType> types() {
    return TYPES;
  }

  @Override
  public Lookup find(String name) {
    return TYPES.stream()
        .filter(type -> type.name().equals(name) || type.aliases().contains(name))
        .findFirst()
        .<Lookup>map(Lookup.Found::new)
        .orElseGet(Lookup.Unknown::new);
  }
}
