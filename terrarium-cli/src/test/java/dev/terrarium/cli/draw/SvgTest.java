package dev.terrarium.cli.draw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.cli.draw.Drawing.Arrow;
import dev.terrarium.cli.draw.Drawing.Badge;
import dev.terrarium.cli.draw.Drawing.Box;
import dev.terrarium.cli.draw.Drawing.Ends;
import dev.terrarium.cli.draw.Drawing.Figures;
import dev.terrarium.cli.draw.Drawing.Kind;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class SvgTest {
  @Test
  void drawsEachNodeWithItsNameTypeAndRuntime() throws Exception {
    var svg = Svg.file(Drawings.talk());

    assertThat(texts(svg)).contains("talk", "microphone", "MediaReaderNode", "words", "asr:Words");
    assertThat(withClass(svg, "node java")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(withClass(svg, "node python")).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void drawsAPathForEachConnectionAndADashedOneForFailures() throws Exception {
    var svg = Svg.file(Drawings.talk());

    assertThat(withClass(svg, "line")).hasSize(5 + 1 + 1 + 1 + 1);
    assertThat(withClass(svg, "failures")).hasSize(2);
    assertThat(texts(svg)).contains("failed.jsonl", "items that fail");
    assertThat(svg).contains(".failures .line { stroke: #b3261e; stroke-dasharray");
  }

  @Test
  void showsHowNodesAreRun() throws Exception {
    assertThat(texts(Svg.file(Drawings.talk())))
        .contains("stream", "thread", "queue 8, drop oldest", "try 3×", "≤ 2.5 s", "circuit 5")
        .contains("skip errors", "4000 GB");
  }

  @Test
  void showsInHowManyProcessesNodesRunAndWhatTheseMayUse() throws Exception {
    var drawing =
        new Drawings()
            .node("one", "m:One", "\"isolation\": \"process\"")
            .node(
                "many",
                "m:Many",
                "\"isolation\": \"process\"",
                "\"workers\": 4",
                "\"limits\": {\"memory_gb\": 0.5, \"cpu_s\": 60, \"open_files\": 100}",
                "\"environment\": {\"B\": \"2\", \"A\": \"1\"}")
            .chain("one", "many")
            .named("apart");

    var svg = Svg.file(drawing);

    assertThat(texts(svg)).contains("process", "4 processes", "≤ 0.5 GB", "≤ 60 s of CPU");
    assertThat(texts(svg)).contains("≤ 100 open files", "environment");
    assertThat(svg)
        .contains("runs in 4 processes of its own", "each may use at most 0.5 GB of memory")
        .contains("is given the variables A, B");
    assertThat(Mermaid.text(drawing)).contains("4 processes · ≤ 0.5 GB · ≤ 60 s of CPU");
  }

  @Test
  void numbersTheInputsOfANodeThatHasSeveral() throws Exception {
    var one = Svg.file(new Drawings().node("a", "A").node("b", "B").chain("a", "b").named("one"));

    assertThat(withClass(one, "number")).isEmpty();
    assertThat(withClass(Svg.file(Drawings.talk()), "number")).hasSize(2 + 1);
  }

  @Test
  void marksWhereItemsComeInAndGoOut() throws Exception {
    var texts = texts(Svg.file(Drawings.talk()));

    assertThat(texts).containsOnlyOnce("input").containsOnlyOnce("output");
  }

  @Test
  void showsWhatARunDid() throws Exception {
    var ends = new Ends(Optional.empty(), Optional.empty());
    var done = Optional.of(new Figures("1,000 in · 60 %", 0.6));
    var boxes =
        List.of(
            new Box("a", "A", Kind.JAVA, List.of(), ends, done),
            new Box("b", "B", Kind.JAVA, List.of(), ends, Optional.empty()));
    var arrows = List.of(new Arrow(0, 1, false, Optional.empty(), "1,000"));

    var svg = Svg.file(new Drawing("run", "", boxes, arrows));

    assertThat(texts(svg)).contains("1,000 in · 60 %", "1,000");
    assertThat(withClass(svg, "share")).hasSize(1);
  }

  @Test
  void takesEverythingForText() throws Exception {
    var evil = "<script>alert(\"'&\")</script>]]>\u0000\uD800\uFFFF";
    var ends = new Ends(Optional.of(evil), Optional.of(evil));
    var box =
        new Box(
            evil,
            evil,
            Kind.PYTHON,
            List.of(new Badge(evil, evil)),
            ends,
            Optional.of(new Figures(evil, 2)));
    var drawing = new Drawing(evil, evil, List.of(box), List.of());

    var svg = Svg.file(drawing);

    assertThat(document(svg).getElementsByTagName("script").getLength()).isZero();
    assertThat(texts(svg)).contains("<script>alert(\"'&\")</script>]]>\uFFFD\uFFFD\uFFFD");
  }

  @Test
  void takesTextThatIsTooLongIntoTheTooltipOnly() throws Exception {
    var id = "i".repeat(50) + "_" + "W".repeat(500);
    var svg = Svg.file(new Drawings().node(id, "m:" + "K".repeat(5000)).named("long"));

    assertThat(svg).contains("<title>" + id + " (m:KKK");
    assertThat(texts(svg)).noneMatch(text -> text.length() > 60);
    assertThat(document(svg).getDocumentElement().getAttribute("width"))
        .satisfies(width -> assertThat(Double.parseDouble(width)).isLessThan(500));
  }

  @Test
  void keepsTextWithinItsBox() throws Exception {
    for (var text : textElements(Svg.file(Drawings.talk()))) {
      if (text.getParentNode() instanceof Element frame && frame.getTagName().equals("svg")) {
        var lettering = text.getAttribute("class").equals("name") ? Lettering.NAME : Lettering.TYPE;
        double end =
            Double.parseDouble(text.getAttribute("x")) + lettering.width(text.getTextContent());
        if (frame.hasAttribute("x")) {
          assertThat(end)
              .as(text.getTextContent())
              .isLessThanOrEqualTo(Double.parseDouble(frame.getAttribute("width")));
        }
      }
    }
  }

  @Test
  void tellsInWordsWhatItShows() throws Exception {
    var svg = Svg.file(Drawings.talk());

    assertThat(document(svg).getElementsByTagName("desc").item(0).getTextContent())
        .startsWith("A pipeline of 5 nodes. microphone is MediaReaderNode, and feeds voice.")
        .contains("words is asr:Words, and feeds merge; what fails goes to failed.jsonl.");
  }

  @Test
  void needsNothingFromElsewhereAndSuitsLightAndDark() {
    var svg = Svg.file(Drawings.talk());

    assertThat(svg.replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
        .doesNotContain("http", "@import", "@font-face", "url(", "<script", "href");
    assertThat(svg).contains("@media (prefers-color-scheme: dark)");
  }

  @Test
  void drawsTheSameManifestAlikeEachTime() {
    assertThat(Svg.file(Drawings.talk())).isEqualTo(Svg.file(Drawings.talk()));
  }

  private static Document document(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<Element> all(String svg, String tag) throws Exception {
    var found = new ArrayList<Element>();
    var nodes = document(svg).getElementsByTagName(tag);
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }

  private static List<Element> textElements(String svg) throws Exception {
    return all(svg, "text");
  }

  private static List<String> texts(String svg) throws Exception {
    return textElements(svg).stream().map(Element::getTextContent).toList();
  }

  private static List<Element> withClass(String svg, String name) throws Exception {
    return all(svg, "*").stream().filter(node -> node.getAttribute("class").equals(name)).toList();
  }
}
