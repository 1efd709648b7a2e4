package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The command that draws.
@Execution(ExecutionMode.CONCURRENT)
class DrawTest {
  private @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void open() {
    place = new Workplace(folder);
  }

  @Test
  void drawsMermaidOnStandardOutputAndFilesByTheirNames() throws IOException {
    place.chain("MultiplyNode", "no.such.module:Class");

    assertThat(place.call("draw", "pipeline.json").output()).contains("flowchart LR", "n1 --> n2");
    for (var name : List.of("a.svg", "a.mmd", "a.dot")) {
      var said = place.call("draw", "pipeline.json", "-o", name);

      assertThat(said.exit()).as(said.errors()).isZero();
      assertThat(said.output()).isEmpty();
      assertThat(said.errors()).isEmpty();
    }
    assertThat(Files.readString(folder.resolve("a.svg"))).startsWith("<svg xmlns=");
    assertThat(Files.readString(folder.resolve("a.mmd"))).contains("flowchart LR");
    assertThat(Files.readString(folder.resolve("a.dot"))).startsWith("digraph \"test\"");
  }

  @Test
  void refusesAFileWithAnotherEndAndNamesThoseThereAre() throws IOException {
    place.chain("Echo");

    var said = place.call("draw", "pipeline.json", "-o", "a.png");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors()).contains("a.png").contains(".svg, .mmd, .dot");
    assertThat(place.files()).containsExactly("pipeline.json");
  }

  @Test
  void tellsTheFaultsOfAManifestAndDrawsNothing() throws IOException {
    place.write(
        "pipeline.json",
        Workplace.manifest(
            List.of("{\"id\": \"a b\", \"node_type\": \"Echo\"}"), List.of("{\"from\": \"x\"}")));

    var said = place.call("draw", "pipeline.json", "-o", "a.svg");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors()).contains("$.nodes[0].id", "$.connections[0].to: is missing");
    assertThat(place.files()).containsExactly("pipeline.json");
  }

  @Test
  void drawsATypeThatIsNotThereAndWarnsOfIt() throws IOException {
    place.chain("Ecco");

    var said = place.call("draw", "pipeline.json", "-o", "a.svg");

    assertThat(said.exit()).isZero();
    assertThat(said.errors()).contains("warning: node a: there is no node type 'Ecco'");
  }

  @Test
  void neverDrawsOverTheManifest() throws IOException {
    place.chain("Echo");
    Files.move(folder.resolve("pipeline.json"), folder.resolve("pipeline.svg"));

    var said = place.call("draw", "pipeline.svg", "-o", "pipeline.svg");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors()).contains("is the same file as the manifest");
  }
}
