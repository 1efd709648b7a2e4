package dev.terrarium.pipeline.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.message.AudioFrame;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AudioNodesTest {
  private static final Map<String, Object> TO_16K = Map.of("target_sample_rate", 16_000L);

  @Test
  void resamplerBringsFramesToTheRateAndGivesTheTailWithTheFlush() throws Exception {
    var second = AudioFrame.copyOf(48_000, Tones.sine(440, 48_000, 48_000));

    var out = frames(NodeHarness.of("AudioResampler", TO_16K).run(second));

    assertThat(out).hasSize(2).allMatch(frame -> frame.sampleRate() == 16_000);
    assertThat(out.stream().mapToInt(AudioFrame::length).sum()).isEqualTo(16_000);
  }

  @Test
  void resamplerPassesFramesThatHaveTheRate() throws Exception {
    var frame = AudioFrame.silent(2, 100, 16_000);

    var out = NodeHarness.of("AudioResampler", TO_16K).run(frame);

    assertThat(out).singleElement().isSameAs(frame);
  }

  @Test
  void resamplerFinishesTheOldFormatBeforeTheNew() throws Exception {
    var stereo = AudioFrame.silent(2, 480, 48_000);
    var mono = AudioFrame.silent(1, 80, 8_000);

    var out = frames(NodeHarness.of("AudioResampler", TO_16K).run(stereo, mono));

    assertThat(samplesOf(out, 2)).isEqualTo(160);
    assertThat(samplesOf(out, 1)).isEqualTo(160);
    assertThat(out.getFirst().channels()).isEqualTo(2);
    assertThat(out.getLast().channels()).isEqualTo(1);
  }

  @Test
  void resamplerEmitsNoEmptyFrame() throws Exception {
    var tiny = AudioFrame.silent(1, 1, 48_000);

    assertThat(frames(NodeHarness.of("AudioResampler", TO_16K).run(tiny, tiny, tiny)))
        .singleElement()
        .matches(frame -> frame.length() == 1);
  }

  @Test
  void resamplerRefusesARateOfZero() {
    assertThatThrownBy(() -> NodeHarness.of("AudioResampler", Map.of("target_sample_rate", 0L)))
        .hasMessageContaining("must be a whole number from 1000 to 768000, not the number 0");
  }

  @Test
  void transformMixesManyChannelsIntoOne() throws Exception {
    var stereo = AudioFrame.copyOf(44_100, new float[] {1, 0.5f}, new float[] {0, 0.5f});

    var out = frames(NodeHarness.of("AudioTransform", Map.of("output_channels", 1L)).run(stereo));

    assertThat(Tones.join(out, 0)).containsExactly(0.5f, 0.5f);
  }

  @Test
  void transformCopiesOneChannelIntoMany() throws Exception {
    var mono = AudioFrame.copyOf(44_100, new float[] {1, 0.5f});

    var out = frames(NodeHarness.of("AudioTransform", Map.of()).run(mono));

    assertThat(Tones.join(out, 0)).containsExactly(1, 0.5f);
    assertThat(Tones.join(out, 1)).containsExactly(1, 0.5f);
  }

  @Test
  void transformPassesFramesThatHaveTheFormat() throws Exception {
    var frame = AudioFrame.silent(2, 100, 44_100);

    assertThat(NodeHarness.of("AudioTransform", Map.of()).run(frame))
        .singleElement()
        .isSameAs(frame);
  }

  @Test
  void transformResamplesAndMixes() throws Exception {
    var stereo = AudioFrame.silent(2, 44_100, 44_100);
    var params = Map.of("output_sample_rate", 16_000L, "output_channels", 1L);

    var out = frames(NodeHarness.of("AudioTransform", params).run(stereo));

    assertThat(samplesOf(out, 1)).isEqualTo(16_000);
  }

  @Test
  void transformRefusesToGuessHowTwoChannelsBecomeFive() throws Exception {
    var node = NodeHarness.of("AudioTransform", Map.of("output_channels", 5L));

    assertThatThrownBy(() -> node.run(AudioFrame.silent(2, 10, 44_100)))
        .hasMessageContaining("Sound with 2 channels cannot become sound with 5");
  }

  @Test
  void whatIsKnownOfAFrameIsKnownOfWhatComesOfIt() throws Exception {
    var known = AudioFrame.silent(2, 44_100, 44_100).about(Map.of("is_speech", true));
    var params = Map.of("output_sample_rate", 16_000L, "output_channels", 1L);

    var out = frames(NodeHarness.of("AudioTransform", params).run(known));

    assertThat(out.getFirst().metadata()).isEqualTo(Map.of("is_speech", true));
    assertThat(out.getLast().metadata()).isEmpty();
  }

  @Test
  void extractGivesTheSamplesChannelAfterChannel() throws Exception {
    var stereo = AudioFrame.copyOf(8000, new float[] {1, 2}, new float[] {3, 4});

    assertThat(NodeHarness.of("ExtractAudioDataNode", Map.of()).run(stereo))
        .containsExactly(new float[] {1, 2, 3, 4});
  }

  private static List<AudioFrame> frames(List<@Nullable Object> out) {
    return out.stream().map(AudioFrame.class::cast).toList();
  }

  private static int samplesOf(List<AudioFrame> frames, int channels) {
    return frames.stream()
        .filter(frame -> frame.channels() == channels)
        .mapToInt(AudioFrame::length)
        .sum();
  }
}
