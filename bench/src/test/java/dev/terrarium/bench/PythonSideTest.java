package dev.terrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// What is made of the answers of a process that does rows.
class PythonSideTest {
  @Test
  void asksForARowOfASideAndHasTheNanosecondsOfEachRunAndOfTheProcessor() throws Exception {
    String program =
        "while read -r row side times; do [ $row.$side.$times = run-x.beside.2 ] && echo 90 5 6 || echo 8 7; done";

    try (PythonSide side = answering(program)) {
      Contender beside = side.beside("run-x");
      assertThat(beside.nanos(2)).containsExactly(5, 6);
      assertThat(beside.worked()).isEqualTo(90);
      assertThat(side.ours("run-x").nanos(1)).containsExactly(7);
    }
  }

  @Test
  void tellsTheReasonThatIsGivenInPlaceOfTimes() throws Exception {
    try (PythonSide side = answering("while read -r line; do echo '- ValueError: no'; done")) {
      Contender ours = side.ours("run-x");

      assertThatThrownBy(() -> ours.nanos(1))
          .isInstanceOf(IOException.class)
          .hasMessage("ValueError: no");
    }
  }

  @Test
  void saysWhyARowCannotBeDone() throws Exception {
    String program = "read -r line; echo '- LookupError: no GPU'; read -r line; echo 8 7; cat";

    try (PythonSide side = answering(program)) {
      assertThat(side.missing("run-x")).contains("LookupError: no GPU");
      assertThat(side.missing("run-x")).isEmpty();
    }
  }

  @Test
  void tellsThatTheProcessEnded() throws Exception {
    try (PythonSide side = answering("read -r line; exit 0")) {
      Contender ours = side.ours("run-x");

      assertThatThrownBy(() -> ours.nanos(1))
          .isInstanceOf(IOException.class)
          .hasMessage("the Python process ended");
    }
  }

  private static PythonSide answering(String program) throws IOException {
    return new PythonSide(new ProcessBuilder("sh", "-c", program).start());
  }
}
