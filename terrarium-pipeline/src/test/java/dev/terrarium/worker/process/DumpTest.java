package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is left out of the last words of a process.
class DumpTest {
  private static final String WRITTEN =
      """
      about to
      Fatal Python error: Aborted

      Thread 0x00007f3b612e96c0 [python3.14] (most recent call first):
        File "/jars/terrarium/_line.py", line 118 in _fill
        File "/jars/terrarium/_worker.py", line 218 in _listen

      Thread 0x00007f3b612e96c2 (most recent call first):
        File "/jars/terrarium/robot/_line.py", line 120 in _read

      Thread 0x00007f3b612e96c1 (most recent call first):
        File "/usr/lib/threading.py", line 10 in wait

      Current thread 0x00007f3b620cb500 [python3.14] (most recent call first):
        File "/nodes/cr.py", line 5 in process
        File "<terrarium>/_interrupt.py", line 40 in interrupt
        File "/jars/terrarium/_driver.py", line 68 in run
        File "/jars/terrarium/_worker.py", line 74 in main
        File "<string>", line 1 in <module>

      Extension modules: numpy (total: 1)
      """;

  private static final String KEPT =
      """
      about to
      Fatal Python error: Aborted

      Thread 0x00007f3b612e96c1 (most recent call first):
        File "/usr/lib/threading.py", line 10 in wait

      Current thread 0x00007f3b620cb500 [python3.14] (most recent call first):
        File "/nodes/cr.py", line 5 in process

      Extension modules: numpy (total: 1)
      """;

  private static String kept(String written, int size) {
    var dump = new Dump();
    var kept = new StringBuilder();
    for (int at = 0; at < written.length(); at += size) {
      kept.append(dump.of(written.substring(at, Math.min(written.length(), at + size))));
    }
    return kept.append(dump.end()).toString();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100, 10_000})
  void leavesOutOurFramesAndThreadsThatHaveNoOthersHoweverItComes(int size) {
    assertThat(kept(WRITTEN, size)).isEqualTo(KEPT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Traceback (most recent call last):\n  File \"/x/terrarium/_worker.py\", line 3, in f\n",
        "  File \"<string>\", line 1 in <module>\n",
        "Thread 0x1 (most recent call first):",
        "Thread 0x1 (most recent call first):\n\nno frames\n",
        "  File \"half",
        "\n\nThr\nThread\n",
      })
  void keepsAllElse(String written) {
    assertThat(kept(written, 1)).isEqualTo(written);
    assertThat(kept(written, 1000)).isEqualTo(written);
  }

  @Test
  void handsOnAtOnceWhatIsNoDump() {
    var dump = new Dump();

    assertThat(dump.of("name: ")).isEqualTo("name: ");
    assertThat(dump.of("Thread 0x")).isEqualTo("Thread 0x");
    assertThat(dump.of("\n  Fi")).isEqualTo("\n");
    assertThat(dump.of("ne")).isEqualTo("  Fine");
  }
}
