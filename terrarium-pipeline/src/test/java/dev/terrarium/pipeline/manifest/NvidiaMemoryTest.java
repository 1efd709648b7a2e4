package dev.terrarium.pipeline.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.manifest.GpuMemory.Answer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledOnOs(OS.WINDOWS)
class NvidiaMemoryTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  void tellsTheMemoryOfTheLargest() {
    assertThat(of("echo 24564; echo ' 143771 '; echo '[N/A]'", LONG))
        .isEqualTo(new Answer.Bytes(143771L << 20));
  }

  @ParameterizedTest
  @CsvSource({
    "exit 9, sh does not say (exit code 9)",
    "echo 24564; exit 15, sh does not say (exit code 15)",
    "echo '[N/A]', sh does not say (exit code 0)",
  })
  void knowsNothingWhereTheProgramFailsOrDoesNotSay(String script, String reason) {
    assertThat(of(script, LONG)).isEqualTo(new Answer.Unknown(reason));
  }

  @Test
  void doesNotWaitForEver() {
    assertThat(of("exec sleep 600", Duration.ofMillis(50)))
        .isEqualTo(new Answer.Unknown("sh did not answer within 0 seconds"));
  }

  @Test
  void saysThatTheProgramIsNotThere() {
    var memory = new NvidiaMemory(List.of("no-such-smi"), LONG);

    assertThat(memory.largest("cuda"))
        .asString()
        .contains("no-such-smi cannot be run: ", "No such file or directory");
  }

  @Test
  void isAskedOfNoOtherKind() {
    assertThat(new NvidiaMemory().largest("rocm"))
        .isEqualTo(new Answer.Unknown("nothing here tells the memory of a rocm GPU"));
  }

  private static Answer of(String script, Duration limit) {
    return new NvidiaMemory(List.of("sh", "-c", script), limit).largest("cuda");
  }
}
