package dev.terrarium.worker.inline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.pipeline.MarshalException;
import dev.terrarium.pipeline.run.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("native")
class SoundsTest {
  private static final AudioFrame STEREO =
      AudioFrame.copyOf(8000, new float[] {0.5f, -0.25f, 1}, new float[] {0, 0.125f, -1});

  @TempDir Path folder;
  private Workshop workshop;

  @BeforeEach
  void open() {
    workshop = new Workshop(folder);
  }

  @AfterEach
  void close() {
    workshop.close();
  }

  @Test
  void reachPythonAsAnArrayAndARate() throws Exception {
    var module =
        workshop.module(
            """
            def look(sound):
                samples, rate = sound
                return [list(samples.shape), str(samples.dtype), rate, samples.tolist()]
            """);

    assertThat(workshop.outputs(List.of(STEREO), module + ":look"))
        .containsExactly(
            List.of(
                List.of(2L, 3L),
                "float32",
                8000L,
                List.of(List.of(0.5, -0.25, 1.0), List.of(0.0, 0.125, -1.0))));
  }

  @Test
  void shareTheirMemoryWithPython() throws Exception {
    var module = workshop.module("def quieten(sound): sound[0][:] *= 0.5\n");
    var frame = AudioFrame.copyOf(8000, new float[] {1, 0.5f});

    workshop.outputs(List.of(frame), module + ":quieten");

    assertThat(frame.samples().get(0)).isEqualTo(0.5f);
  }

  @Test
  void comeBackAtAJavaNodeThatTakesSound() throws Exception {
    var module = workshop.module("def same(sound): return sound\n");

    var out = workshop.outputs(List.of(STEREO), module + ":same", "ExtractAudioDataNode");

    assertThat(out).containsExactly(new float[] {0.5f, -0.25f, 1, 0, 0.125f, -1});
  }

  @Test
  void comeBackAsTheMemoryThatTheyWere() throws Exception {
    var module =
        workshop.module(
            """
            def same(sound): return sound
            def half(sound): return sound[0][:, 2:], sound[1]
            def left(sound): return sound[0][0], sound[1]
            def frozen(sound):
                samples = sound[0].view()
                samples.flags.writeable = False
                return samples, sound[1]
            """);
    var frame = AudioFrame.copyOf(8000, new float[] {1, 2, 3, 4});

    var same = back(frame, module + ":same");
    var half = back(frame, module + ":half");
    var left = back(frame, module + ":left");
    var frozen = back(frame, module + ":frozen");
    frame.samples().put(2, 30);

    assertThat(same.samples()).isEqualTo(frame.samples());
    assertThat(half.length()).isEqualTo(2);
    assertThat(half.samples().get(0)).isEqualTo(30);
    assertThat(left.samples().get(2)).isEqualTo(30);
    assertThat(frozen.samples().get(2)).isEqualTo(30);
    assertThat(frozen.samples().isReadOnly()).isTrue();
  }

  @Test
  void areCopiedOfWhatPythonMadeOrArranged() throws Exception {
    var module =
        workshop.module(
            """
            made = []
            def louder(sound):
                made.append(sound[0] * 2)
                return made[-1], sound[1]
            def quieten(sound):
                made[-1][:] = 0
            def backwards(sound): return sound[0][:, ::-1], sound[1]
            """);
    var frame = AudioFrame.copyOf(8000, new float[] {1, 2, 3});

    var louder = back(frame, module + ":louder");
    var backwards = back(frame, module + ":backwards");
    workshop.outputs(List.of(frame), module + ":quieten");
    frame.samples().put(0, 10);

    assertThat(louder.samples().get(2)).isEqualTo(6);
    assertThat(backwards.samples().get(2)).isEqualTo(1);
  }

  /// Passes a frame through a Python node to a Java node, and returns what arrives there.
  private AudioFrame back(AudioFrame frame, String type) {
    var out =
        workshop.outputs(List.of(frame), type, "AudioResampler {\"target_sample_rate\": 8000}");
    return (AudioFrame) out.getFirst();
  }

  @Test
  void comeBackFromOtherLayoutsOfTheSameSamples() throws Exception {
    var module =
        workshop.module(
            """
            import numpy as np
            def flat(item): return np.array([1, 2], dtype=np.float64), 8000
            def strided(item): return np.array([[1, 2], [3, 4]], dtype=np.float32).T, np.int64(8000)
            """);

    assertThat(workshop.outputs(List.of(1L), module + ":flat", "ExtractAudioDataNode"))
        .containsExactly(new float[] {1, 2});
    assertThat(workshop.outputs(List.of(1L), module + ":strided", "ExtractAudioDataNode"))
        .containsExactly(new float[] {1, 3, 2, 4});
  }

  @Test
  void reachPythonInsideAListToo() throws Exception {
    var module = workshop.module("def lengths(sounds): return [s.shape[1] for s, _ in sounds]\n");

    var out = workshop.outputs(List.of(STEREO, STEREO), "BufferNode", module + ":lengths");

    assertThat(out).containsExactly(List.of(3L, 3L));
  }

  @Test
  void reachPythonWithWhatANodeFoundOutAboutThem() throws Exception {
    var module =
        workshop.module(
            """
            class AfterSpeech:
                def process(self, item):
                    assert isinstance(item, tuple)
                    (samples, rate), metadata = item
                    return [samples.shape[0], rate, metadata["is_speech"], sorted(metadata)]
            """);

    assertThat(workshop.outputs(List.of(STEREO), "VoiceActivityDetector", module + ":AfterSpeech"))
        .containsExactly(
            List.of(
                2L,
                8000L,
                true,
                List.of("avg_energy", "frame_duration_ms", "is_speech", "speech_ratio")));
  }

  @Test
  void comeBackWithWhatPythonSaysOfThem() throws Exception {
    var module =
        workshop.module(
            """
            def nested(sound): return sound, {"speaker": "a"}
            def flat(sound): return *sound, {"speaker": "b"}
            """);
    var frames =
        Stream.of("nested", "flat")
            .flatMap(name ->
                workshop
                    .outputs(
                        List.of(STEREO),
                        module + ":" + name,
                        "AudioTransform {\"output_sample_rate\": 8000}")
                    .stream())
            .map(AudioFrame.class::cast);

    assertThat(frames).extracting(AudioFrame::metadata).hasToString("[{speaker=a}, {speaker=b}]");
  }

  @Test
  void leaveAPipelineAsNestedListsWhenTheyEndInPython() throws Exception {
    var module = workshop.module("def same(sound): return sound\n");

    assertThat(workshop.outputs(List.of(STEREO), module + ":same"))
        .containsExactly(
            List.of(List.of(List.of(0.5, -0.25, 1.0), List.of(0.0, 0.125, -1.0)), 8000L));
  }

  @Test
  void leaveNumbersOfNumpyAsNumbers() throws Exception {
    var module =
        workshop.module(
            """
            import numpy as np
            def numbers(item):
                return [np.float32(0.5), np.int64(2), np.bool_(True), {"a": np.arange(2)}]
            """);

    assertThat(workshop.outputs(List.of(1L), module + ":numbers"))
        .hasToString("[[0.5, 2, true, {a=[0, 1]}]]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "3 | $ | expected sound as (ndarray, rate), got a Python int",
        "([1.0], 8000) | $[0] | expected an ndarray, got a Python list",
        "(np.zeros(2, dtype=np.int16), 8000) | $[0] | expected float32 samples, got int16",
        "(np.zeros((1, 1, 1)), 8000) | $[0] | expected an array [channels, samples], got one of 3"
            + " dimensions",
        "(np.zeros(2), 'fast') | $[1] | expected",
        "(np.zeros(2), 0) | $[1] | expected a rate of at least 1, got 0",
        "(np.zeros((0, 2)), 8000) | $[0] | expected at least one channel, got none",
        "((np.zeros(2), 0), {}) | $[0][1] | expected a rate of at least 1, got 0",
        "((np.zeros(2), 8000), 'x') | $[1] | expected metadata, an object, got the text",
        "(np.zeros(2), 8000, {1: 2}) | $[2] | the names of metadata are texts, not the number 1",
        "(np.zeros(2), 8000, {'a': object()}) | $[2].a | object has no counterpart in Java",
        "(np.zeros(2), 8000, {}, 1) | $ | expected sound as (ndarray, rate), got a Python tuple"
      })
  void areRefusedInAnyOtherForm(String value, String path, String reason) throws Exception {
    var module = workshop.module("import numpy as np\ndef make(item): return " + value + "\n");
    var out = new ArrayList<@Nullable Object>();

    var outcome = workshop.run(List.of(1L), out, module + ":make", "AudioResampler");

    assertThat(outcome)
        .asInstanceOf(InstanceOfAssertFactories.type(Outcome.Failed.class))
        .extracting(Outcome.Failed::error)
        .asInstanceOf(InstanceOfAssertFactories.type(MarshalException.class))
        .satisfies(error -> {
          assertThat(error.path()).isEqualTo(path);
          assertThat(error).hasMessageContaining(reason);
          assertThat(error.place().node()).hasToString("n1");
        });
  }
}
