package dev.terrarium.pipeline.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.terrarium.message.AudioFrame;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VoiceActivityDetectorTest {
  private static final AudioFrame SILENCE = AudioFrame.silent(1, 2400, 8000);
  private static final AudioFrame TONE = AudioFrame.copyOf(8000, Tones.sine(440, 2400, 8000));

  @Test
  void saysOfEachFrameWhetherItIsSpeech() throws Exception {
    var loud = run(Map.of(), TONE);
    var silent = run(Map.of(), SILENCE);

    assertThat(loud.metadata())
        .containsOnlyKeys("is_speech", "speech_ratio", "avg_energy", "frame_duration_ms")
        .containsEntry("is_speech", true)
        .containsEntry("speech_ratio", 1.0)
        .containsEntry("frame_duration_ms", 30L);
    assertThat(silent.metadata())
        .hasToString("{is_speech=false, speech_ratio=0.0, avg_energy=0.0, frame_duration_ms=30}");
  }

  @Test
  void measuresTheRootMeanSquareOfTheChannelsMean() throws Exception {
    var half = new float[2400];
    Arrays.fill(half, 0.5f);

    assertThat(energy(AudioFrame.copyOf(8000, half))).isEqualTo(0.5, within(1e-9));
    assertThat(energy(AudioFrame.copyOf(8000, half, new float[2400])))
        .isEqualTo(0.25, within(1e-9));
    assertThat(energy(TONE)).isEqualTo(Math.sqrt(0.5), within(1e-2));
  }

  @Test
  void countsTheLoudWindows() throws Exception {
    var samples = new float[1000];
    Arrays.fill(samples, 0, 480, 0.1f);

    var found = run(Map.of(), AudioFrame.copyOf(8000, samples)).metadata();

    assertThat(found).containsEntry("speech_ratio", 0.4).containsEntry("is_speech", true);
  }

  @Test
  void takesAThresholdThatIsJustReachedAsSpeech() throws Exception {
    var samples = new float[480];
    Arrays.fill(samples, 0, 240, 0.1f);
    var frame = AudioFrame.copyOf(8000, samples);

    assertThat(run(Map.of("speech_threshold", 0.5), frame).metadata())
        .containsEntry("is_speech", true);
    assertThat(run(Map.of("speech_threshold", 0.51), frame).metadata())
        .containsEntry("is_speech", false);
  }

  @Test
  void judgesAFrameThatIsShorterThanAWindow() throws Exception {
    var found = run(Map.of(), AudioFrame.copyOf(8000, new float[] {0.5f, -0.5f})).metadata();

    assertThat(found).containsEntry("is_speech", true).containsEntry("avg_energy", 0.5);
  }

  @Test
  void findsNoSpeechWhereThereAreNoSamples() throws Exception {
    var params = Map.of("speech_threshold", 0L);

    assertThat(run(params, AudioFrame.silent(1, 0, 8000)).metadata())
        .containsEntry("is_speech", false)
        .containsEntry("speech_ratio", 0.0);
  }

  @Test
  void emitsOnlySpeechWhenItFilters() throws Exception {
    var node = NodeHarness.of("VoiceActivityDetector", Map.of("filter_mode", true));

    assertThat(node.run(SILENCE, TONE, SILENCE)).singleElement().isSameAs(TONE);
  }

  @Test
  void saysNothingWhenItIsNotToSayAnything() throws Exception {
    assertThat(run(Map.of("include_metadata", false), SILENCE)).isSameAs(SILENCE);
  }

  @Test
  void addsToWhatIsKnownAlready() throws Exception {
    var known = SILENCE.about(Map.of("speaker", "a", "is_speech", true));

    assertThat(run(Map.of(), known).metadata())
        .containsEntry("speaker", "a")
        .containsEntry("is_speech", false);
  }

  @Test
  void refusesAThresholdThatCannotBe() {
    var params = Map.of("energy_threshold", -1L, "speech_threshold", 1.5);

    assertThatThrownBy(() -> NodeHarness.of("VoiceActivityDetector", params))
        .hasMessageContaining("energy_threshold: must be a number, at least 0, not the number -1")
        .hasMessageContaining("speech_threshold: must be a number from 0 to 1, not the number 1.5");
  }

  private static double energy(AudioFrame frame) throws Exception {
    return (Double) run(Map.of(), frame).metadata().get("avg_energy");
  }

  private static AudioFrame run(Map<String, ?> params, AudioFrame frame) throws Exception {
    return (AudioFrame) NodeHarness.of("VoiceActivityDetector", params).run(frame).getFirst();
  }
}
