package dev.terrarium.cli.profile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.session.sampling.Frame;
import dev.terrarium.session.sampling.Frame.Kind;
import dev.terrarium.session.sampling.StackProfile;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ProfileFormatTest {
  private static final Frame THREAD = new Frame(Kind.THREAD, "thread:words", "");
  private static final Frame NODE = new Frame(Kind.NODE, "node:words", "");
  private static final Frame SPLIT = new Frame(Kind.PYTHON, "words.split<int>", "words.py");
  private static final Frame PARSE = new Frame(Kind.JAVA, "Json.parse", "com.example.Json");
  private static final Frame WAITING = new Frame(Kind.WAITING, "waiting for input", "");
  private static final StackProfile PROFILE =
      new StackProfile(
          Map.of(
              List.of(THREAD, NODE, SPLIT), 60L,
              List.of(THREAD, NODE, PARSE), 15L,
              List.of(THREAD, NODE), 5L,
              List.of(THREAD, WAITING), 20L),
          Duration.ofMillis(1004),
          Duration.ofMillis(10),
          1);

  @Test
  void isChosenByTheEndOfTheName() {
    assertThat(ProfileFormat.ofFile("a.SVG")).contains(ProfileFormat.SVG);
    assertThat(ProfileFormat.ofFile("a.html")).contains(ProfileFormat.HTML);
    assertThat(ProfileFormat.ofFile("a.folded")).contains(ProfileFormat.FOLDED);
    assertThat(ProfileFormat.ofFile("a.txt")).contains(ProfileFormat.FOLDED);
    assertThat(ProfileFormat.ofFile("svg")).isEmpty();
  }

  @Test
  void foldsEachStackIntoALineWithItsCount() {
    assertThat(ProfileFormat.FOLDED.write(PROFILE, "t").lines())
        .containsExactly(
            "thread:words;(waiting for input) 20",
            "thread:words;node:words 5",
            "thread:words;node:words;com.example.Json.parse 15",
            "thread:words;node:words;words.split<int> 60");
  }

  @Test
  void drawsEachFrameAsWideAsItsSamplesAboveWhatCalledIt() throws Exception {
    var svg = ProfileFormat.SVG.write(PROFILE, "Fish & chips");

    var root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(svg)))
            .getDocumentElement();
    var thread = rect(root, "thread:words");
    var node = rect(root, "node:words");
    var split = rect(root, "words.split<int> (words.py)");
    var waiting = rect(root, "waiting for input");
    assertThat(node[2] / thread[2]).isBetween(0.79, 0.81);
    assertThat(split[2] / thread[2]).isBetween(0.59, 0.61);
    assertThat(waiting[2] / thread[2]).isBetween(0.19, 0.21);
    assertThat(thread[1]).isGreaterThan(node[1]);
    assertThat(node[1]).isGreaterThan(split[1]).isEqualTo(waiting[1]);
    assertThat(waiting[0]).isGreaterThan(node[0] + node[2]);
    assertThat(svg)
        .contains(">Fish &amp; chips</text>", "100 samples of 1 thread, one each 10 ms, in 1.0 s")
        .contains("60 samples, 60.0 %; 60 of its own", "prefers-color-scheme: dark");
  }

  /// The rectangle whose title begins so: x, y, width.
  private static double[] rect(Element root, String title) {
    var groups = root.getElementsByTagName("g");
    for (int i = 0; i < groups.getLength(); i++) {
      var group = (Element) groups.item(i);
      if (group.getTextContent().startsWith(title)) {
        var rect = (Element) group.getElementsByTagName("rect").item(0);
        return new double[] {
          Double.parseDouble(rect.getAttribute("x")),
          Double.parseDouble(rect.getAttribute("y")),
          Double.parseDouble(rect.getAttribute("width"))
        };
      }
    }
    throw new AssertionError("nothing is titled " + title);
  }

  @Test
  void listsFunctionsByTheirOwnTimeOnAPage() {
    var page = ProfileFormat.HTML.write(PROFILE, "Fish & chips");

    assertThat(page)
        .contains("<h1>Fish &amp; chips</h1>", "default-src 'none'", "class=\"flames\"")
        .containsSubsequence("words.split&lt;int&gt;</span>", "60.0 %", "Json.parse", "15.0 %");
    assertThat(Pattern.compile("<td>.*waiting").matcher(page).find()).isFalse();
  }

  @Test
  void leavesOutWhatIsTooNarrowToSee() {
    var many =
        new StackProfile(
            Map.of(List.of(THREAD, NODE), 9_999L, List.of(THREAD, PARSE, SPLIT), 1L),
            Duration.ofSeconds(100),
            Duration.ofMillis(10),
            1);

    assertThat(ProfileFormat.SVG.write(many, "t")).contains("node:words").doesNotContain("Json");
    assertThat(ProfileFormat.FOLDED.write(many, "t")).contains("com.example.Json.parse");
  }

  @Test
  void writesWhatHasNoSamples() {
    var nothing = new StackProfile(Map.of(), Duration.ofMillis(3), Duration.ofMillis(10), 0);

    assertThat(ProfileFormat.SVG.write(nothing, "t")).contains("0 samples of 0 threads");
    assertThat(ProfileFormat.HTML.write(nothing, "t")).contains("0 samples of 0 threads");
    assertThat(ProfileFormat.FOLDED.write(nothing, "t")).isEmpty();
  }
}
