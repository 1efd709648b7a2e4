package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A run of which everything left, and a node could not clean up after it.
@Execution(ExecutionMode.CONCURRENT)
class CleanUpFailureTest {
  private @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void open() throws IOException {
    place = new Workplace(folder);
    place
        .write(
            "nodes.py",
            """
            class Untidy:
                def process(self, x):
                    return 6 // x
                def cleanup(self):
                    raise OSError("the file is gone")
            """)
        .chain("nodes:Untidy");
  }

  @Test
  void printsTheResultAndTellsTheFailure() throws IOException {
    var said = place.call("run", "pipeline.json", "--input", "[1, 2]");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.output()).isEqualTo("[6,3]\n");
    assertThat(said.errors())
        .startsWith("terrarium: Node a failed while cleaning up: OSError: the file is gone\n")
        .endsWith(
            "All items were processed before, and the result is complete. Mend the node's"
                + " cleanup.\n");
  }

  @Test
  void putsTheResultIntoItsFile() throws IOException {
    var said = place.call("run", "pipeline.json", "--input", "[1, 2]", "--output", "out.json");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(folder.resolve("out.json")).hasContent("[6,3]\n");
  }

  @Test
  void keepsTheLinesOfAStreamInTheirFile() throws IOException {
    place.write("items.jsonl", "1\n2\n");

    var said =
        place.call("run", "pipeline.json", "--input", "items.jsonl", "--output", "out.jsonl");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(Files.readString(folder.resolve("out.jsonl"))).isEqualTo("6\n3\n");
  }

  @Test
  void tellsAProgramNoOutputsThatWerePrinted() throws IOException {
    var said = place.call("run", "pipeline.json", "--input", "[1, 2]", "--json-errors");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.output()).isEqualTo("[6,3]\n");
    assertThat(said.errors())
        .hasLineCount(1)
        .contains("\"message\":\"Node a failed while cleaning up: OSError: the file is gone\"")
        .doesNotContain("outputs");
  }

  @Test
  void printsNothingWhenTheRunHadFailedBefore() throws IOException {
    var said = place.call("run", "pipeline.json", "--input", "[1, 0]");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.output()).isEmpty();
    assertThat(said.errors())
        .startsWith("terrarium: Node a failed on item 1: ZeroDivisionError")
        .contains("And then: Node a failed while cleaning up: OSError: the file is gone");
  }

  @Test
  void isToldWhenAValueHadNoJsonBefore() throws IOException {
    place.write(
        "nodes.py",
        """
        class Untidy:
            def process(self, x):
                return b"no JSON"
            def cleanup(self):
                raise OSError("the file is gone")
        """);

    var said = place.call("run", "pipeline.json", "--input", "[1]");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.errors())
        .startsWith("terrarium: Output 0 of node a cannot be written as JSON")
        .contains("And then: Node a failed while cleaning up: OSError: the file is gone");
  }
}
