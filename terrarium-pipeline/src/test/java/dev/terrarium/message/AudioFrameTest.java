package dev.terrarium.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AudioFrameTest {
  @Test
  void sharesItsMemoryWithTheBufferItWasMadeOf() {
    var buffer = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder()).asFloatBuffer();

    var frame = new AudioFrame(buffer, 2, 8000);

    buffer.put(2, 0.25f);
    assertThat(frame.channel(1).get(0)).isEqualTo(0.25f);
    assertThat(frame.length()).isEqualTo(2);
    assertThat(frame.seconds()).isEqualTo(2.0 / 8000);
  }

  @Test
  void refusesMemoryOnTheHeap() {
    assertThatThrownBy(() -> new AudioFrame(FloatBuffer.allocate(4), 1, 8000))
        .hasMessageContaining("direct buffer");
  }

  @Test
  void refusesSamplesThatDoNotDivideIntoItsChannels() {
    var buffer = ByteBuffer.allocateDirect(12).order(ByteOrder.nativeOrder()).asFloatBuffer();

    assertThatThrownBy(() -> new AudioFrame(buffer, 2, 8000))
        .hasMessage("3 samples do not divide into 2 channels");
  }

  @Test
  void keepsACopyOfWhatIsKnownOfIt() {
    var known = new HashMap<String, @Nullable Object>();
    known.put("speaker", null);
    var frame = AudioFrame.silent(1, 2, 8000).about(known);

    known.clear();

    assertThat(frame.metadata()).containsOnlyKeys("speaker");
    assertThat(frame.about(Map.of()).metadata()).isEmpty();
  }

  @Test
  void refusesASoundThatNoBufferHolds() {
    assertThatThrownBy(() -> AudioFrame.silent(64, 1 << 24, 8000))
        .hasMessage("A frame of 64 × 16777216 samples is too large; 2 GB is the most");
  }

  @Test
  void refusesASoundWithoutChannels() {
    assertThatThrownBy(() -> AudioFrame.silent(0, 10, 8000))
        .hasMessageContaining("at least one channel");
  }
}
