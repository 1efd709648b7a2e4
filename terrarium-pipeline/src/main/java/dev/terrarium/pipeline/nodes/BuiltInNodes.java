package dev.terrarium.pipeline.nodes;

import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.NodeProvider;
import dev.terrarium.pipeline.NodeSource;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.pipeline.data.DataPorts;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Offers the nodes that come with Terrarium and run in Java.
public final class BuiltInNodes implements NodeProvider {
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
          MediaReaderNode.TYPE,
          MediaWriterNode.TYPE,
          NumberNodes.MULTIPLY,
          new PassThrough(),
          StatefulCounter.TYPE,
          TextProcessorNode.TYPE,
          TextTransformNode.TYPE,
          VoiceActivityDetector.TYPE);

  @Override
  public NodeSource open(Settings settings) {
    var ports = settings.find(DataPorts.class).orElseGet(DataPorts::none);
    return new Types(
        Stream.concat(TYPES.stream(), Stream.of(DataNodes.sink(ports), DataNodes.source(ports)))
            .toList());
  }

  private record Types(List<NodeType> types) implements NodeSource {
    @Override
    public Lookup find(String name) {
      return types.stream()
          .filter(type -> type.name().equals(name) || type.aliases().contains(name))
          .findFirst()
          .<Lookup>map(Lookup.Found::new)
          .orElseGet(Lookup.Unknown::new);
    }

    @Override
    public Optional<String> absence(String name) {
      return AbsentNodes.reason(name);
    }
  }
}
