package dev.terrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a comparison's figures; no bridge is needed to know.
class PeersTest {
  private static final Map<String, Object> DOCUMENT =
      Map.of(
          "commit",
          "0123",
          "peers",
          List.of(
              side("terrarium", "Terrarium", "Terrarium on CPython 3.12.1"),
              side("jep", "Jep", "Jep 4"),
              side("graalpy", "GraalPy", "GraalPy 25"),
              side("py4j", "Py4J", "not installed"),
              side("c", "C", "C, -O3")),
          "rows",
          List.of(
              Map.of(
                  "id",
                  "call",
                  "title",
                  "f(int) → int",
                  "figures",
                  Map.of(
                      "terrarium",
                      Map.of("p50", 50.0, "times", 1.0),
                      "jep",
                      Map.of("p50", 450.0, "times", 9.0),
                      "graalpy",
                      Map.of("p50", 40.0, "times", 0.8),
                      "c",
                      Map.of("p50", 30.0, "times", 0.6)),
                  "missing",
                  Map.of("py4j", "not installed"))));

  private static Map<String, Object> side(String id, String title, String version) {
    return Map.of("id", id, "title", title, "version", version);
  }

  @Test
  void aCellHasTheTimeAndHowManyTimesTerrariumsItIs() {
    assertThat(PeersTable.markdown(DOCUMENT, "f.json"))
        .contains("| f(int) → int | 50.0 ns | 450 ns · 9.0× | 40.0 ns · 0.80× | not installed |");
  }

  @Test
  void whatIsLostIsSaidAndCIsNoBridge() {
    assertThat(PeersTable.markdown(DOCUMENT, "f.json"))
        .contains("Faster than Terrarium: f(int) → int (GraalPy in 80 % of our time).")
        .contains("Jep 4, GraalPy 25.");
  }

  @Test
  void theChartIsWellFormedAndHasAMarkForEachFigure() throws Exception {
    String svg = PeersChart.svg(DOCUMENT);

    try (InputStream text = new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8))) {
      assertThat(
              DocumentBuilderFactory.newInstance()
                  .newDocumentBuilder()
                  .parse(text)
                  .getElementsByTagName("circle")
                  .getLength())
          .isEqualTo(4 + 3);
    }
  }

  @Test
  void withoutPeersItSaysHowToGetThem(@TempDir Path folder) {
    assertThatThrownBy(() -> new Peers(folder).python())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("run bench/peers/install first");
  }

  @Test
  void aSideSaysWhyARowIsMissingAndThatOneFailed() throws Exception {
    InputStream input = System.in;
    PrintStream output = System.out;
    PrintStream error = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try {
      System.setIn(
          new ByteArrayInputStream("a 1\nb 1\nc 1\nd 1\n".getBytes(StandardCharsets.UTF_8)));
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
      Serve serve = new Serve();
      serve.row("a", _ -> {});
      serve.row("b", _ -> Serve.check(false));
      serve.without("no NumPy", "c");
      serve.untilEnd("it");
    } finally {
      System.setIn(input);
      System.setOut(output);
      System.setErr(error);
    }

    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("ready it"),
            line -> assertThat(Long.parseLong(line)).isNotNegative(),
            line -> assertThat(line).startsWith("- it failed: ").contains("wrong result"),
            line -> assertThat(line).isEqualTo("- no NumPy"),
            line -> assertThat(line).isEqualTo("- not there"));
  }
}
