package dev.terrarium.python;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static List<RunningCall> calls(int count) {
    return IntStream.range(0, count)
        .mapToObj(number ->
            new RunningCall(
                "c" + number, Optional.of("t"), Optional.empty(), Optional.empty(), true))
        .toList();
  }

  private static String sentence(int busy) {
    return new Verdict.NotStarted(Duration.ofMillis(50), calls(busy)).sentence();
  }

  @Test
  void namesAllOfAFewBusyCalls() {
    assertThat(sentence(4)).endsWith("is kept busy by c0 on t; c1 on t; c2 on t; c3 on t");
  }

  @Test
  void namesTheFirstOfManyBusyCallsAndCountsTheOthers() {
    assertThat(sentence(100)).endsWith("kept busy by c0 on t; c1 on t; c2 on t; and 97 more");
  }
}
