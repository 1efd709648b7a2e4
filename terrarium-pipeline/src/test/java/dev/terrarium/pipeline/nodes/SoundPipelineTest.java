package dev.terrarium.pipeline.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.Settings;
import dev.terrarium.pipeline.data.DataPorts;
import dev.terrarium.pipeline.data.DataSink;
import dev.terrarium.pipeline.data.DataSource;
import dev.terrarium.pipeline.manifest.Machine;
import dev.terrarium.pipeline.manifest.ManifestReader;
import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.pipeline.run.Pipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The built-in sources and sinks in pipelines of their own.
class SoundPipelineTest {
  @TempDir Path folder;

  @Test
  void readsCutsAndWritesAFileWithoutAnyInput() throws Exception {
    var in = folder.resolve("in.wav");
    var out = folder.resolve("out.wav");
    NodeHarness.of("MediaWriterNode", Map.of("output_path", in.toString()))
        .run(AudioFrame.copyOf(8000, Tones.sine(440, 8000, 1000)));

    var outcome =
        run(
            NodeCatalog.load(Settings.of()),
            """
            {"id": "read", "node_type": "MediaReaderNode", "params": {"path": "%s"}},
            {"id": "speech", "node_type": "VoiceActivityDetector"},
            {"id": "cut", "node_type": "AudioBuffer", "params": {"buffer_size_samples": 300}},
            {"id": "write", "node_type": "MediaWriterNode", "params": {"output_path": "%s"}}
            """
                .formatted(in, out),
            """
            {"from": "read", "to": "speech"}, {"from": "speech", "to": "cut"},
            {"from": "cut", "to": "write"}
            """);

    assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    assertThat(Files.mismatch(in, out)).isEqualTo(-1);
  }

  @Test
  void saysWhichNodeFailsBeforeTheFirstItemWhenAFileIsNotThere() {
    var outcome =
        run(
            NodeCatalog.load(Settings.of()),
            "{\"id\": \"read\", \"node_type\": \"MediaReaderNode\", \"params\": {\"path\": \"no.wav\"}}",
            "");

    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.error())
                    .hasMessageStartingWith("Node read could not start: ")
                    .hasMessageContaining("no.wav: there is no such file in "));
  }

  @Test
  void carriesAProgramsItemsFromItsSourceToItsSink() {
    var source = new DataSource();
    var got = new ArrayList<@Nullable Object>();
    var ports =
        new DataPorts(
            Map.of(new NodeId("in"), source), Map.of(new NodeId("out"), DataSink.to(got::add)));
    source.push(1L);
    source.push(2L);
    source.close();

    var outcome =
        run(
            NodeCatalog.load(Settings.of(ports)),
            """
            {"id": "in", "node_type": "DataSourceNode"},
            {"id": "tenfold", "node_type": "MultiplyNode", "params": {"factor": 10}},
            {"id": "out", "node_type": "DataSinkNode"}
            """,
            "{\"from\": \"in\", \"to\": \"tenfold\"}, {\"from\": \"tenfold\", \"to\": \"out\"}");

    assertThat(outcome).isInstanceOf(Outcome.Completed.class);
    assertThat(got).containsExactly(10L, 20L);
  }

  private static Outcome run(NodeCatalog catalog, String nodes, String connections) {
    var manifest =
        "{\"version\": \"v1\", \"metadata\": {\"name\": \"t\"}, \"nodes\": [%s], \"connections\": [%s]}"
            .formatted(nodes, connections);
    try (catalog) {
      return Pipeline.read(manifest, new ManifestReader(catalog, Machine.current()))
          .run(new Feed.None(), (_, _) -> {});
    }
  }
}
