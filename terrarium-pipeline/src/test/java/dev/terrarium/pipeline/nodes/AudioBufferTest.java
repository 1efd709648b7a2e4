package dev.terrarium.pipeline.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrarium.message.AudioFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AudioBufferTest {
  @Test
  void cutsFramesOfAnyLengthIntoFramesOfOne() throws Exception {
    var out = run(4, mono(1, 2, 3), mono(4, 5), mono(6, 7, 8, 9, 10, 11, 12, 13));

    assertThat(out).extracting(AudioFrame::length).containsExactly(4, 4, 4, 1);
    assertThat(Tones.join(out, 0)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13);
  }

  @Test
  void keepsChannelsApart() throws Exception {
    var stereo = AudioFrame.copyOf(8000, new float[] {1, 2, 3}, new float[] {-1, -2, -3});

    var out = run(2, stereo, stereo);

    assertThat(Tones.join(out, 0)).containsExactly(1, 2, 3, 1, 2, 3);
    assertThat(Tones.join(out, 1)).containsExactly(-1, -2, -3, -1, -2, -3);
  }

  @Test
  void emitsWhatItHoldsWhenTheRateOrTheChannelsChange() throws Exception {
    var faster = AudioFrame.copyOf(16_000, new float[] {3});
    var wider = AudioFrame.copyOf(16_000, new float[] {4}, new float[] {5});

    var out = run(10, mono(1, 2), faster, wider);

    assertThat(out).extracting(AudioFrame::length).containsExactly(2, 1, 1);
    assertThat(out).extracting(AudioFrame::sampleRate).containsExactly(8000, 16_000, 16_000);
    assertThat(out).extracting(AudioFrame::channels).containsExactly(1, 1, 2);
  }

  @Test
  void passesAFrameThatIsRightAsItIs() throws Exception {
    var frame = mono(1, 2);

    assertThat(run(2, frame)).singleElement().isSameAs(frame);
  }

  @Test
  void keepsWhatItHoldsWhenTheFrameChangesLater() throws Exception {
    var frame = mono(1, 2);
    var node = NodeHarness.of("AudioBuffer", Map.of("buffer_size_samples", 3L));

    Runnable change = () -> frame.samples().put(0, 9);

    var out = node.run(frame, change, mono(3));

    assertThat(Tones.join(frames(out), 0)).containsExactly(1, 2, 3);
  }

  @Test
  void emitsNothingOfFramesWithoutSamples() throws Exception {
    assertThat(run(3, AudioFrame.silent(1, 0, 8000))).isEmpty();
  }

  @Test
  void makesLongFramesWithoutTakingTheirRoomAtOnce() throws Exception {
    assertThat(run(8_000_000, mono(1, 2))).extracting(AudioFrame::length).containsExactly(2);
  }

  @Test
  void mustBeToldALengthThatFitsIntoMemory() {
    assertThatThrownBy(() -> NodeHarness.of("AudioBuffer", Map.of()))
        .hasMessageContaining(
            "lacks the parameter 'buffer_size_samples', a whole number from 1 to 8000000");
    assertThatThrownBy(() -> run(0)).hasMessageContaining("must be a whole number from 1");
  }

  private static List<AudioFrame> run(long size, AudioFrame... frames) throws Exception {
    var node = NodeHarness.of("AudioBuffer", Map.of("buffer_size_samples", size));
    return frames(node.run((Object[]) frames));
  }

  private static List<AudioFrame> frames(List<?> out) {
    var frames = new ArrayList<AudioFrame>();
    out.forEach(item -> frames.add((AudioFrame) item));
    return frames;
  }

  private static AudioFrame mono(float... samples) {
    return AudioFrame.copyOf(8000, samples);
  }
}
