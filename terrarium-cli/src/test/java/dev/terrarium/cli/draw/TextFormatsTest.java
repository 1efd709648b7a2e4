package dev.terrarium.cli.draw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.cli.draw.Drawing.Box;
import dev.terrarium.cli.draw.Drawing.Ends;
import dev.terrarium.cli.draw.Drawing.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TextFormatsTest {
  @Test
  void mermaidHasEveryNodeAndConnection() {
    assertThat(Mermaid.text(Drawings.talk()))
        .startsWith("---\ntitle: \"talk\"\n---\nflowchart LR\n")
        .contains("  n1([\"<b>microphone</b><br/>MediaReaderNode\"]):::java\n")
        .contains("  n2(\"<b>voice</b><br/>speech:Voice<br/>stream\"):::python\n")
        .contains("  n1 --> n2\n")
        .contains("  n3 -->|\"1\"| n5\n", "  n4 -->|\"2\"| n5\n")
        .contains("  n3 -.->|\"failed items\"| n6\n");
  }

  @Test
  void graphvizHasEveryNodeAndConnection() {
    assertThat(Dot.text(Drawings.talk()))
        .startsWith("digraph \"talk\" {\n")
        .contains("  \"microphone\" [label=\"microphone\\nMediaReaderNode\"")
        .contains("  \"microphone\" -> \"voice\"\n")
        .contains("  \"level\" -> \"merge\" [headlabel=\"2\"]\n")
        .contains("  \"words\" -> \"failed: failed.jsonl\" [style=dashed")
        .endsWith("}\n");
  }

  @Test
  void mermaidTakesEverythingForText() {
    var text = Mermaid.text(odd("a\"]\n%%{init}%% `b` <i> #1; 名前"));

    assertThat(text)
        .contains(
            "<b>a#34;#93; #37;#37;#123;init#125;#37;#37; #96;b#96; #60;i#62; #35;1#59; 名前</b>")
        .contains("title: \"a\\\"] %%{init}%% `b` <i> #1; 名前\"\n");
  }

  @Test
  void graphvizTakesEverythingForText() {
    assertThat(Dot.text(odd("a\" \\N &lt; \n 名前")))
        .startsWith("digraph \"a\\\" \\\\N &amp;lt;   名前\" {\n");
  }

  @Test
  void aFormatIsKnownByTheEndOfAFilesName() {
    assertThat(Format.ofFile("a/b.svg")).contains(Format.SVG);
    assertThat(Format.ofFile("B.MMD")).contains(Format.MERMAID);
    assertThat(Format.ofFile("c.dot")).contains(Format.DOT);
    assertThat(Format.ofFile("dot")).isEmpty();
  }

  private static Drawing odd(String text) {
    var ends = new Ends(Optional.empty(), Optional.empty());
    var box = new Box(text, text, Kind.JAVA, List.of(), ends, Optional.empty());
    return new Drawing(text, "", List.of(box), List.of());
  }
}
