package dev.terrarium.control.move;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Moves take as long as those that Ruckig plans: its durations of seeded random problems are a
/// table that `bench/moves/durations.py` wrote. `bench/moves/compare` does the same with many more.
class DurationsTest {
  private record Problem(String kind, double[][] lists, double seconds) {
    Move planned() {
      return (Move)
          Move.plan(
              lists[0], lists[1], lists[2], lists[3], new MoveLimits(lists[4], lists[5], lists[6]));
    }

    /// How much longer ours is, as a part of theirs.
    double excess() {
      return (planned().seconds() - seconds) / seconds;
    }

    @Override
    public String toString() {
      return kind + " of " + lists[0].length + " joints, " + seconds + " s";
    }
  }

  private static List<Problem> problems(String kind) throws IOException {
    var problems = new ArrayList<Problem>();
    try (InputStream table = DurationsTest.class.getResourceAsStream("durations.txt")) {
      String text =
          new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(it -> it.startsWith(kind)).toList()) {
        String[] words = line.split(" ");
        double[][] lists = new double[7][Integer.parseInt(words[1])];
        int next = 2;
        for (double[] list : lists) {
          for (int joint = 0; joint < list.length; joint++) {
            list[joint] = Double.parseDouble(words[next++]);
          }
        }
        if (!words[next].equals("nan")) {
          problems.add(new Problem(kind, lists, Double.parseDouble(words[next])));
        }
      }
    }
    return problems;
  }

  @Test
  void fromRestAsLongToTheLastDigits() throws IOException {
    List<Problem> problems = problems("rest");
    problems.addAll(problems("shared"));

    assertThat(problems).hasSize(100).allMatch(it -> Math.abs(it.excess()) < 1e-12);
  }

  @Test
  void fromAnyStartThatKeepsTheLimitsAsLong() throws IOException {
    List<Problem> problems = problems("inside");

    assertThat(problems).hasSize(240).allMatch(it -> Math.abs(it.excess()) < 1e-9);
  }

  @Test
  void fromAStartThatMustExceedALimitNoLonger() throws IOException {
    List<Problem> problems = problems("any");

    assertThat(problems).hasSize(98).allMatch(it -> it.excess() < 1e-9);
  }
}
