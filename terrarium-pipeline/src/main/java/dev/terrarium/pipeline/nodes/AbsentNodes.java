package dev.terrarium.pipeline.nodes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The nodes of RemoteMedia SDK that Terrarium does not have, each with the reason and what to do.
final class AbsentNodes {
  private static final Map<String, String> REASONS = new HashMap<>();

  static {
    add(
        "it runs a model, and none comes with Terrarium; load the model in a Python class of yours,"
            + " written module:Class",
        "RustWhisperTranscriber",
        "TransformersPipelineNode",
        "WhisperTranscriptionNode",
        "Qwen2_5OmniNode",
        "UltravoxNode");
    add("use AudioResampler with target_sample_rate", "AudioResampleNode");
    add("use VoiceActivityDetector", "VADNode");
    add(
        "frames of sound are 32-bit floats throughout; leave it out, or convert in a Python class of"
            + " yours, written module:Class",
        "FormatConverterNode");
    add("it changes nothing there; use PassThrough", "DataTransform", "FormatConverter");
    add(
        "program text among the items is not run; put it into the manifest, as the 'source' of a node",
        "CodeExecutorNode");
    add(
        "pickled objects among the items are not run; name their class, written module:Class",
        "SerializedClassExecutorNode");
    add(
        "there are no frames of video; use a Python class of yours, written module:Class",
        "VideoTransform",
        "VideoBuffer",
        "VideoResizer");
    add("use MediaReaderNode, which reads WAV files", "LocalMediaReaderNode");
    add(
        "there are no WebRTC tracks; use a Python class of yours with is_source = True, written"
            + " module:Class",
        "AudioTrackSource",
        "VideoTrackSource");
    add(
        "there are no bridges to JavaScript and gRPC; use DataSourceNode and DataSinkNode from a Java"
            + " program",
        "BidirectionalNode",
        "JavaScriptBridgeNode",
        "GRPCStreamSource");
    add(
        "no transport to other hosts exists yet; use the node that it sends there",
        "RemoteExecutionNode",
        "RemoteObjectExecutionNode");
  }

  private AbsentNodes() {}

  private static void add(String reason, String... names) {
    for (var name : List.of(names)) {
      REASONS.put(name, reason);
    }
  }

  /// Returns why there is no node of this name, and what to do, if it is one of RemoteMedia's.
  static Optional<String> reason(String name) {
    return Optional.ofNullable(REASONS.get(name))
        .map(reason ->
            "'" + name + "' is a node of RemoteMedia that Terrarium does not have: " + reason);
  }
}
