package dev.terrarium.worker.inline;

import static dev.terrarium.worker.inline.LimitRow.differs;
import static dev.terrarium.worker.inline.LimitRow.refused;
import static dev.terrarium.worker.inline.LimitRow.runs;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.worker.inline.LimitRow.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What becomes of the nodes that come with the reference system.
final class NodeLimits {
  /// All of them, those of its native runtime first.
  static final List<String> NAMES =
      List.of(
          "PassThrough",
          "PassThroughNode",
          "Echo",
          "CalculatorNode",
          "MultiplyNode",
          "AddNode",
          "RustWhisperTranscriber",
          "AudioResampleNode",
          "VADNode",
          "FormatConverterNode",
          "BufferNode",
          "TextProcessorNode",
          "DataTransform",
          "FormatConverter",
          "TextTransformNode",
          "CodeExecutorNode",
          "SerializedClassExecutorNode",
          "AudioTransform",
          "AudioBuffer",
          "AudioResampler",
          "ExtractAudioDataNode",
          "VoiceActivityDetector",
          "VideoTransform",
          "VideoBuffer",
          "VideoResizer",
          "MediaReaderNode",
          "LocalMediaReaderNode",
          "AudioTrackSource",
          "VideoTrackSource",
          "MediaWriterNode",
          "DataSourceNode",
          "DataSinkNode",
          "BidirectionalNode",
          "JavaScriptBridgeNode",
          "GRPCStreamSource",
          "RemoteExecutionNode",
          "RemoteObjectExecutionNode",
          "StatefulCounter",
          "TransformersPipelineNode",
          "WhisperTranscriptionNode",
          "Qwen2_5OmniNode",
          "UltravoxNode");

  private static final String ABSENT =
      "$.nodes[0].node_type: '%s' is a node of RemoteMedia that Terrarium does not have: ";

  private static final AudioFrame MONO = AudioFrame.copyOf(8000, new float[] {0.5f, -0.5f, 0.25f});
  private static final AudioFrame STEREO =
      AudioFrame.copyOf(8000, new float[] {0.5f, 0.25f}, new float[] {0, 0.75f});

  static final List<LimitRow> ROWS = rows();

  private NodeLimits() {}

  private static List<LimitRow> rows() {
    var rows = new ArrayList<LimitRow>();
    rows.addAll(numbers());
    rows.addAll(texts());
    rows.addAll(sound());
    rows.addAll(ends());
    rows.addAll(absent());
    return List.copyOf(rows);
  }

  private static List<LimitRow> numbers() {
    return List.of(
        runs("`PassThrough`", Trial.node("PassThrough").on(1L, "a", null), "[1,\"a\",null]"),
        runs("`PassThroughNode`", Trial.node("PassThroughNode").on(1L, "a"), "[1,\"a\"]"),
        runs(
            "`Echo`",
            Trial.node("Echo").on("x"),
            "[{\"input\":\"x\",\"counter\":1,\"node\":\"Echo\"}]"),
        differs(
            "`CalculatorNode`",
            Trial.params("CalculatorNode", "'operation': 'multiply', 'operand': 3")
                .on(
                    2L,
                    "1.5",
                    "ten",
                    true,
                    Map.of("operation", "add", "args", List.of(1L, 2L, 3L))),
            "[6,4.5,\"ten\",true,{\"operation\":\"add\",\"args\":[1,2,3],\"result\":6,"
                + "\"processed_by\":\"CalculatorNode[a]\","
                + "\"node_config\":{\"operation\":\"multiply\",\"operand\":3}}]",
            "both contracts at once, by the item: a number, or a text that is one, meets the"
                + " parameters, an object with `operation` is a sum of its own, anything else passes;"
                + " there, one runtime knows only the first and takes a text that is no number for 0,"
                + " the other knows only the second and makes anything else an error as data; all"
                + " `args` count, there the first two; an unknown `operation` among the parameters is"
                + " refused, there the number passes; `processed_by` has the node's id, there its name"),
        differs(
            "`MultiplyNode`",
            Trial.params("MultiplyNode", "'factor': 3").on(2L, 0.5),
            "[6,1.5]",
            "`factor` must be given, there it is 2 otherwise; takes numbers only, there lists of them,"
                + " too"),
        differs(
            "`AddNode`",
            Trial.params("AddNode", "'addend': 3").on(2L, 0.5),
            "[5,3.5]",
            "`addend` must be given, there it is 0 otherwise; takes numbers only, there lists of them,"
                + " too"),
        differs(
            "`BufferNode`",
            Trial.params("BufferNode", "'buffer_size': 3")
                .on(0L, 1L, 2L, 3L)
                .then(Trial.params("BufferNode", "'buffer_size': 2").on(0L, 1L)),
            "[[0,1,2],[3]]; [[0,1]]",
            "emits nothing at the end when nothing is left, there an empty list"),
        differs(
            "`StatefulCounter`",
            Trial.params("StatefulCounter", "'initial_value': 5").on("a", "b"),
            "[5,6]",
            "emits a number for each item, there a tuple that holds it"));
  }

  private static List<LimitRow> texts() {
    return List.of(
        differs(
            "`TextProcessorNode`",
            Trial.node("TextProcessorNode")
                .on(
                    Map.of("text", "two words", "operations", List.of("word_count", "shout")),
                    Map.of("txt", "a")),
            "[{\"original_text\":\"two words\",\"operations\":[\"word_count\",\"shout\"],"
                + "\"results\":{\"word_count\":2,"
                + "\"unknown_operation_shout\":\"Unknown operation: shout\"},"
                + "\"processed_by\":\"TextProcessorNode[a]\",\"node_config\":{}}]; Node a failed on"
                + " item 1: IllegalArgumentException: The item has no 'text'; it has [txt]",
            "an item that is no object, or has no text, fails, there it becomes an object with"
                + " `error`; `processed_by` has the node's id, there its name"),
        refused(
            "`TextTransformNode`",
            Trial.params("TextTransformNode", "'transform_func': 'str.upper'"),
            "$.nodes[0].params.transform_func: is no parameter of this node; it takes operation",
            "$.nodes[0].params: lacks the parameter 'operation', one of uppercase, lowercase, reverse,"
                + " word_count, char_count, title_case, remove_spaces, first_word, last_word"));
  }

  private static List<LimitRow> sound() {
    return List.of(
        differs(
            "`AudioTransform`",
            Trial.params("AudioTransform", "'output_sample_rate': 8000, 'output_channels': 1")
                .on(STEREO)
                .then(
                    Trial.params("AudioTransform", "'output_sample_rate': 8000")
                        .on(AudioFrame.silent(3, 1, 8000))),
            "[[[[0.25,0.5]],8000]]; Node a failed on item 0: …",
            "resamples by a filter of its own, without librosa, and keeps time across frames; between"
                + " several channels and several others it fails, there the first ones are taken; what"
                + " is no frame of sound fails, there it passes"),
        differs(
            "`AudioBuffer`",
            Trial.params("AudioBuffer", "'buffer_size_samples': 2").on(MONO, MONO),
            "[[[[0.5,-0.5]],8000],[[[0.25,0.5]],8000],[[[-0.5,0.25]],8000]]",
            "what is no frame of sound fails, there it is left out"),
        differs(
            "`AudioResampler`",
            Trial.params("AudioResampler", "'target_sample_rate': 16000")
                .on(AudioFrame.silent(1, 3, 8000)),
            "[[[[0.0,0.0,0.0,0.0,0.0,0.0]],16000]]",
            "resamples, there the frames pass as they are"),
        differs(
            "`ExtractAudioDataNode`",
            Trial.node("ExtractAudioDataNode").on(STEREO),
            "[[0.5,0.25,0.0,0.75]]",
            "what is no frame of sound fails, there it is left out"),
        differs(
            "`VoiceActivityDetector`",
            Trial.params("VoiceActivityDetector", "'frame_duration_ms': 10").on(MONO),
            "[[[[[0.5,-0.5,0.25]],8000],{\"is_speech\":true,\"speech_ratio\":1.0,"
                + "\"avg_energy\":0.4330127018922193,\"frame_duration_ms\":10}]]",
            "the threshold is the parameter, as its documentation says there, too; its code there"
                + " moves it with what it has heard; the last window may be shorter, there it is left"
                + " out; what is no frame of sound fails, there it is left out"));
  }

  private static List<LimitRow> ends() {
    return List.of(
        differs(
            "`MediaWriterNode`",
            Trial.params(
                    "MediaWriterNode", "'output_path': '~/out.wav', 'sample_format': 'float32'")
                .on(MONO),
            "[]",
            "writes WAV files alone, and the whole file or none"),
        differs(
            "`MediaReaderNode`",
            Trial.params("MediaWriterNode", "'output_path': '~/in.wav', 'sample_format': 'float32'")
                .on(MONO)
                .then(Trial.params("MediaReaderNode", "'path': '~/in.wav'").fed(Feed.None::new)),
            "[]; [[[[0.5,-0.5,0.25]],8000]]",
            "reads WAV files alone, as frames of sound of `frame_duration_ms`; there, whatever PyAV"
                + " reads, from addresses, too"),
        differs(
            "`DataSourceNode`",
            Trial.of(
                    "{'version': 'v1', 'metadata': {'name': 't'}, 'connections': [],"
                        + " 'nodes': [{'id': 'source', 'node_type': 'DataSourceNode'}]}")
                .fed(Feed.None::new),
            "[1,2]",
            "a Java program puts the items in; without one it fails before the first item"),
        differs(
            "`DataSinkNode`",
            Trial.of(
                "{'version': 'v1', 'metadata': {'name': 't'}, 'connections': [],"
                    + " 'nodes': [{'id': 'sink', 'node_type': 'DataSinkNode'}]}"),
            "[]",
            "a Java program takes the items out, in place of `callback`; without one it fails before"
                + " the first item"));
  }

  private static List<LimitRow> absent() {
    var rows = new ArrayList<LimitRow>();
    rows.addAll(
        absent(
            "it runs a model, and none comes with Terrarium; load the model in a Python class of"
                + " yours, written module:Class",
            "RustWhisperTranscriber",
            "TransformersPipelineNode",
            "WhisperTranscriptionNode",
            "Qwen2_5OmniNode",
            "UltravoxNode"));
    rows.addAll(absent("use AudioResampler with target_sample_rate", "AudioResampleNode"));
    rows.addAll(absent("use VoiceActivityDetector", "VADNode"));
    rows.addAll(
        absent(
            "frames of sound are 32-bit floats throughout; leave it out, or convert in a Python class"
                + " of yours, written module:Class",
            "FormatConverterNode"));
    rows.addAll(
        absent("it changes nothing there; use PassThrough", "DataTransform", "FormatConverter"));
    rows.addAll(
        absent(
            "program text among the items is not run; put it into the manifest, as the 'source' of a"
                + " node",
            "CodeExecutorNode"));
    rows.addAll(
        absent(
            "pickled objects among the items are not run; name their class, written module:Class",
            "SerializedClassExecutorNode"));
    rows.addAll(
        absent(
            "there are no frames of video; use a Python class of yours, written module:Class",
            "VideoTransform",
            "VideoBuffer",
            "VideoResizer"));
    rows.addAll(absent("use MediaReaderNode, which reads WAV files", "LocalMediaReaderNode"));
    rows.addAll(
        absent(
            "there are no WebRTC tracks; use a Python class of yours with is_source = True, written"
                + " module:Class",
            "AudioTrackSource",
            "VideoTrackSource"));
    rows.addAll(
        absent(
            "there are no bridges to JavaScript and gRPC; use DataSourceNode and DataSinkNode from a"
                + " Java program",
            "BidirectionalNode",
            "JavaScriptBridgeNode",
            "GRPCStreamSource"));
    rows.addAll(
        absent(
            "no transport to other hosts exists yet; use the node that it sends there",
            "RemoteExecutionNode",
            "RemoteObjectExecutionNode"));
    return rows;
  }

  private static List<LimitRow> absent(String reason, String... names) {
    return Stream.of(names)
        .map(name ->
            new LimitRow(
                "`" + name + "`",
                Trial.params(name, "'any': 1"),
                Verdict.REFUSED,
                ABSENT.formatted(name) + reason,
                "`" + reason + "`"))
        .toList();
  }
}
