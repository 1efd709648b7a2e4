package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// What a person is told when a worker process crashes.
@Execution(ExecutionMode.CONCURRENT)
class CrashedWorkerTest {
  private @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void open() throws IOException {
    place = new Workplace(folder);
    place
        .write("nodes.py", "import os\ndef node(x):\n  return x if x else os.abort()\n")
        .write(
            "pipeline.json",
            """
            {"version": "v1", "metadata": {"name": "t"}, "connections": [],
             "nodes": [{"id": "a", "node_type": "nodes:node", "isolation": "process"}]}
            """);
  }

  @Test
  void tellsTheTypeOfTheFailureAndWhereItWasOnce() throws IOException {
    var said = place.call("run", "pipeline.json", "--input", "[1, 0]");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.errors())
        .containsOnlyOnce("Fatal Python error: Aborted")
        .containsOnlyOnce("nodes.py\", line 3 in node")
        .doesNotContain("_worker.py")
        .contains(
            "terrarium: Node a failed on item 1: WorkerCrashed: the worker process of node a was"
                + " killed by signal 6 (SIGABRT); its last words stand above");
  }

  @Test
  void tellsAProgramTheLastWordsInTheErrorItself() throws IOException {
    var said = place.call("run", "pipeline.json", "--input", "[0]", "--json-errors");

    assertThat(said.errors().lines().toList().getLast())
        .contains("\"type\":\"WorkerCrashed\"", "Fatal Python error: Aborted");
  }

  @Test
  void showsNoProcessorTimeThatNobodyHasRead() throws IOException {
    var said = place.call("run", "pipeline.json", "--input", "[1, 0]", "--report", "r.html");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(folder.resolve("r.html"))
        .content()
        .containsPattern("<td>–</td><td>–</td><td>–</td></tr>\\s*</tbody></table></div>")
        .contains("<th>Memory</th><th>At most</th><th>Processor time</th>");
  }
}
