package dev.terrarium.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTest {
  @Test
  void findsTheAnswerAmongWhatSiteHooksPrint() {
    String printed =
        "hello from site\n\nterrarium-probe 1\nversion=3.13.0\nterrarium-probe end\nbye";

    Answer answer = Answer.in(printed).orElseThrow();

    assertThat(answer.one("version")).contains("3.13.0");
  }

  @Test
  void keepsOddPathsThroughTextAndBack() {
    Answer answer =
        new Answer(List.of())
            .with("executable", "/a b/line\nbreak\\n=\t'\"é/python3")
            .with("site", "/first")
            .with("site", "/second");

    assertThat(Answer.in(answer.text())).contains(answer);
    assertThat(answer.all("site")).containsExactly("/first", "/second");
  }

  @Test
  void takesNothingForAnAnswerThatIsCutShortOrMalformed() {
    assertThat(Answer.in("")).isEmpty();
    assertThat(Answer.in("Python 3.13.0")).isEmpty();
    assertThat(Answer.in("terrarium-probe 1\nversion=3.13.0\n")).isEmpty();
    assertThat(Answer.in("terrarium-probe 1\nnonsense\nterrarium-probe end\n")).isEmpty();
  }

  @Test
  void readsAnEmptyValueAsNone() {
    Answer answer = Answer.in("terrarium-probe 1\nnumpy=\nterrarium-probe end\n").orElseThrow();

    assertThat(answer.one("numpy")).isEmpty();
  }
}
