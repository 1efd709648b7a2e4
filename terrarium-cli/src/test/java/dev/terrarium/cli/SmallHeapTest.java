package dev.terrarium.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Streams pass a heap of 64 MB that would not hold them: two million items, ten with `-Pfull`.
class SmallHeapTest {
  private static final boolean FULL = Boolean.getBoolean("terrarium.test.full");
  private static final int ITEMS = FULL ? 10_000_000 : 2_000_000;
  private static final int PYTHON_ITEMS = FULL ? 10_000_000 : 300_000;
  private static final String ADD = "b AddNode \"params\": {\"addend\": 1}";

  private @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void open() {
    place = new Workplace(folder);
  }

  @Test
  void millionsOfItemsPassInOrder() throws IOException {
    place.write("pipeline.json", Workplace.graph(List.of("a PassThrough", ADD), "a > b"));

    passesInOrder(ITEMS);
  }

  @Test
  void manyItemsPassAPythonNodeAndAQueue() throws IOException {
    place
        .write("nodes.py", "def same(x):\n  return x\n")
        .write(
            "pipeline.json",
            Workplace.graph(List.of("a nodes:same", ADD + ", \"queue\": {}"), "a > b"));

    passesInOrder(PYTHON_ITEMS);
  }

  private void passesInOrder(int items) throws IOException {
    var call = place.startInHeap("64m", "run", "pipeline.json", "--input", "-");
    var fed = CompletableFuture.runAsync(() -> feed(call.process(), items));

    long next = 1;
    try (var lines =
        new BufferedReader(new InputStreamReader(call.process().getInputStream(), UTF_8))) {
      for (String line; (line = lines.readLine()) != null; next++) {
        assertThat(Long.parseLong(line)).isEqualTo(next);
      }
    }
    var said = call.await();

    assertThat(said.exit()).as(said.errors()).isZero();
    assertThat(next - 1).isEqualTo(items);
    assertThat(fed).isCompleted();
  }

  private static void feed(Process process, int items) {
    try (var input = new BufferedOutputStream(process.getOutputStream(), 1 << 16)) {
      for (int i = 0; i < items; i++) {
        input.write(Integer.toString(i).getBytes(US_ASCII));
        input.write('\n');
      }
    } catch (IOException closed) {
      throw new AssertionError("the program stopped reading", closed);
    }
  }
}
