package dev.terrarium.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.cli.draw.ManifestDrawing;
import dev.terrarium.cli.draw.Svg;
import dev.terrarium.pipeline.NodeCatalog;
import dev.terrarium.pipeline.manifest.Machine;
import dev.terrarium.pipeline.manifest.ManifestReader;
import dev.terrarium.pipeline.manifest.Notation;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class PictureTest {
  @Test
  void thePictureInTheGuideIsDrawnFromTheManifestBesideIt() throws IOException {
    var manifest =
        Page.blocks("json").stream()
            .filter(block -> block.name().equals("talk.json"))
            .findFirst()
            .orElseThrow();
    var outline =
        new ManifestReader(NodeCatalog.of(), Machine.current())
            .outline(manifest.text(), Notation.JSON);

    var svg = Svg.file(ManifestDrawing.of(outline.manifest().orElseThrow()));

    assertThat(svg)
        .isEqualTo(Files.readString(manifest.file().resolveSibling("../images/pipeline.svg")));
  }
}
