package dev.terrarium.pipeline.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.NodeType;
import dev.terrarium.pipeline.Settings;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimpleNodesTest {
  @Test
  void passThroughEmitsTheSameObject() throws Exception {
    var item = new Object();

    var out = NodeHarness.of("PassThroughNode", Map.of()).run(item);

    assertThat(out).singleElement().isSameAs(item);
  }

  @Test
  void echoCountsFromOne() throws Exception {
    var out = NodeHarness.of("Echo", Map.of()).run("a", null);

    assertThat(out)
        .hasToString("[{input=a, counter=1, node=Echo}, {input=null, counter=2, node=Echo}]");
  }

  @Test
  void multiplyKeepsWholeNumbersExactAtAnySize() throws Exception {
    var out = NodeHarness.of("MultiplyNode", Map.of("factor", 3L)).run(Long.MAX_VALUE, 2L, 0.5);

    assertThat(out)
        .containsExactly(
            BigInteger.valueOf(Long.MAX_VALUE).multiply(BigInteger.valueOf(3)), 6L, 1.5);
  }

  @Test
  void addAdds() throws Exception {
    assertThat(NodeHarness.of("AddNode", Map.of("addend", -1L)).run(1L, 1.5))
        .containsExactly(0L, 0.5);
  }

  @Test
  void addNeedsItsAddend() {
    assertThatThrownBy(() -> NodeHarness.of("AddNode", Map.of()))
        .hasMessageContaining("lacks the parameter 'addend', a number");
  }

  @Test
  void bufferEmitsFullListsAndTheRest() throws Exception {
    var node = NodeHarness.of("BufferNode", Map.of("buffer_size", 3L));

    assertThat(node.run(0, 1, 2, 3, 4, 5, 6))
        .containsExactly(List.of(0, 1, 2), List.of(3, 4, 5), List.of(6));
  }

  @Test
  void bufferEmitsNoEmptyList() throws Exception {
    assertThat(NodeHarness.of("BufferNode", Map.of("buffer_size", 2L)).run(0, 1))
        .containsExactly(List.of(0, 1));
  }

  @Test
  void bufferRefusesASizeOfZero() {
    assertThatThrownBy(() -> NodeHarness.of("BufferNode", Map.of("buffer_size", 0L)))
        .hasMessageContaining("must be a whole number from 1 to 2147483647, not the number 0");
  }

  @Test
  void counterCountsFromItsInitialValueAndBeyondALong() throws Exception {
    var params = Map.of("initial_value", Long.MAX_VALUE);

    assertThat(NodeHarness.of("StatefulCounter", Map.of()).run("a", null)).containsExactly(0L, 1L);
    assertThat(NodeHarness.of("StatefulCounter", params).run("a", "b"))
        .containsExactly(Long.MAX_VALUE, BigInteger.ONE.shiftLeft(63));
  }

  @Test
  void everyTypeIsFoundByTheServiceLoaderAndDescribesItself() {
    var types = NodeCatalog.load(Settings.of()).types();

    assertThat(types)
        .extracting(NodeType::name)
        .containsExactly(
            "AddNode",
            "AudioBuffer",
            "AudioResampler",
            "AudioTransform",
            "BufferNode",
            "CalculatorNode",
            "DataSinkNode",
            "DataSourceNode",
            "Echo",
            "ExtractAudioDataNode",
            "MediaReaderNode",
            "MediaWriterNode",
            "MultiplyNode",
            "PassThrough",
            "StatefulCounter",
            "TextProcessorNode",
            "TextTransformNode",
            "VoiceActivityDetector");
    assertThat(types)
        .allSatisfy(type -> {
          assertThat(type.summary()).endsWith(".");
          assertThat(type.takes()).isNotEmpty();
          assertThat(type.emits()).isNotEmpty();
          assertThat(type.parameters().check("$", type.example())).isEmpty();
        });
  }
}
