package dev.terrarium.cli.draw;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LetteringTest {
  @Test
  void leavesTextAloneThatFits() {
    assertThat(Lettering.NAME.fit("short", 200)).isEqualTo("short");
    assertThat(Lettering.TYPE.fitEnd("module:Class", 200)).isEqualTo("module:Class");
    assertThat(Lettering.NAME.lines("short", 200, 2)).containsExactly("short");
  }

  @Test
  void keepsTheEndOfATypeAndTheBeginningOfAName() {
    var type = Lettering.TYPE.fitEnd("a.very.long.module.name:Class", 100);
    var name = Lettering.NAME.fit("a_very_long_name_of_a_node", 100);

    assertThat(type).startsWith("…").endsWith(":Class");
    assertThat(name).startsWith("a_very").endsWith("…");
    assertThat(Lettering.TYPE.width(type)).isLessThanOrEqualTo(100);
    assertThat(Lettering.NAME.width(name)).isLessThanOrEqualTo(100);
  }

  @Test
  void breaksANameWhereItsWordsEnd() {
    assertThat(Lettering.NAME.lines("speech_recognition_model", 190, 2))
        .containsExactly("speech_recognition_", "model");
    assertThat(Lettering.NAME.lines("x".repeat(100), 100, 2))
        .hasSize(2)
        .last()
        .asString()
        .endsWith("…");
  }

  @Test
  void cutsNoCharacterInHalf() {
    var family = "👩‍👩‍👧‍👦";

    assertThat(Lettering.NAME.fit(family.repeat(20), 100).replace("…", "").replace(family, ""))
        .isEmpty();
  }
}
