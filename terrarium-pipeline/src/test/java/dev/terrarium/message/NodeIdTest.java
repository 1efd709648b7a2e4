package dev.terrarium.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeIdTest {
  @Test
  void isWhatItIsCalled() {
    assertThat(new NodeId("vad_0-a")).hasToString("vad_0-a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "ä", "a.b", "a\n"})
  void refusesOtherCharacters(String text) {
    assertThatThrownBy(() -> new NodeId(text)).hasMessageContaining("is not a node id");
  }
}
