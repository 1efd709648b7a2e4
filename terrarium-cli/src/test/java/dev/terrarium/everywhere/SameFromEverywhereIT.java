package dev.terrarium.everywhere;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.SearchPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One table: manifests, from where they are run, and where their Python nodes run.
///
/// Each Python node names the place it ran at in what it gives out, as `node@process/pipeline's
/// process/thread/whether that process has mapped a libpython`. So a row is equal to the others but
/// for its places, and these show that it is that row.
@EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux tells what a process has mapped")
@Execution(ExecutionMode.CONCURRENT)
class SameFromEverywhereIT {
  private static final Path DIST = Path.of("target/dist").toAbsolutePath();
  private static final Path SOURCES = Path.of("../python/src").toAbsolutePath().normalize();
  private static final long PATIENCE_MINUTES = 15;
  private static final Pattern PLACE = Pattern.compile("(\\w+)@(\\d+)/(\\d+)/(\\d+)/(True|False)");

  /// @param input the items
  /// @param expected what comes of them, without the places
  /// @param nodes those of a chain, one in a line, or of a graph; `@` is where Python nodes run
  /// @param wires the connections of a graph; empty for a chain
  private record Case(
      String name, String input, String expected, String nodes, List<String> wires) {
    private static final Pattern ID = Pattern.compile("\"id\": \"(\\w+)\"");

    boolean hasPython() {
      return nodes.contains("@");
    }

    String manifest(String isolation) {
      var entries = nodes.replace("@", "\"isolation\": \"" + isolation + "\"").lines().toList();
      var connections = wires.isEmpty() ? chain() : wires;
      return """
      {"version": "v1", "metadata": {"name": "%s"}, "nodes": [
      %s
      ], "connections": [%s]}
      """
          .formatted(
              name,
              String.join(",\n", entries),
              connections.stream()
                  .map(wire -> wire.split(" "))
                  .map(ends -> "{\"from\": \"%s\", \"to\": \"%s\"}".formatted(ends[0], ends[1]))
                  .collect(Collectors.joining(", ")));
    }

    private List<String> chain() {
      var ids = ID.matcher(nodes).results().map(found -> found.group(1)).toList();
      var wires = new ArrayList<String>();
      for (int i = 1; i < ids.size(); i++) {
        wires.add(ids.get(i - 1) + " " + ids.get(i));
      }
      return wires;
    }
  }

  private static final List<Case> CASES =
      List.of(
          new Case(
              "java",
              "[1, 2, 3]",
              "[4,7,10]",
              """
              {"id": "times", "node_type": "MultiplyNode", "params": {"factor": 3}}
              {"id": "plus", "node_type": "AddNode", "params": {"addend": 1}}
              """,
              List.of()),
          new Case(
              "python",
              "[1, 2, 3]",
              """
              [{"value":11,"at":"square sum"},{"value":15,"at":"square sum"},{"value":24,"at":"square sum"}]
              """,
              """
              {"id": "squares", "node_type": "everywhere:square", @}
              {"id": "sums", "node_type": "everywhere:Sum", "params": {"start": 10}, @}
              """,
              List.of()),
          new Case(
              "mixed",
              "[1, 2]",
              """
              [{"value":4,"at":"square sum"},{"value":13,"at":"square sum"}]
              """,
              """
              {"id": "plus", "node_type": "AddNode", "params": {"addend": 1}}
              {"id": "squares", "node_type": "everywhere:square", @}
              {"id": "between", "node_type": "PassThrough"}
              {"id": "sums", "node_type": "everywhere:Sum", @}
              {"id": "out", "node_type": "PassThrough"}
              """,
              List.of()),
          new Case(
              "branches",
              "[2, 3]",
              """
              [{"value":4,"at":"left sum"},{"value":13,"at":"left sum"},{"value":17,"at":"right sum"},\
              {"value":26,"at":"right sum"},{"value":4,"at":"right"},{"value":9,"at":"right"}]
              """,
              """
              {"id": "in", "node_type": "PassThrough"}
              {"id": "left", "node_type": "everywhere:square", "params": {"node": "left"}, @}
              {"id": "right", "node_type": "everywhere:square", "params": {"node": "right"}, @}
              {"id": "sums", "node_type": "everywhere:Sum", @}
              {"id": "out", "node_type": "PassThrough"}
              """,
              List.of("in left", "in right", "left sums", "right sums", "right out")),
          new Case(
              "error",
              "[1, \"two\", 3]",
              "\"Node squares failed on item 1: ValueError: no number: 'two', at square\"",
              """
              {"id": "squares", "node_type": "everywhere:square", @}
              {"id": "sums", "node_type": "everywhere:Sum", @}
              """,
              List.of()),
          new Case(
              "skip",
              "[1, \"two\", 3]",
              """
              [{"value":1,"at":"square sum"},{"value":10,"at":"square sum"}]
              """,
              """
              {"id": "squares", "node_type": "everywhere:square", "on_error": "skip", @}
              {"id": "sums", "node_type": "everywhere:Sum", @}
              """,
              List.of()),
          new Case(
              "words",
              "[\"to be\", \"or not\"]",
              """
              [{"value":"TO","at":"words upper"},{"value":"BE","at":"words upper"},{"value":"OR","at":"words upper"},\
              {"value":"NOT","at":"words upper"},{"value":4,"at":"words upper"}]
              """,
              """
              {"id": "words", "node_type": "everywhere:Words", @}
              {"id": "upper", "node_type": "everywhere:upper", @}
              """,
              List.of()),
          new Case(
              "arrays",
              "[4, 10000]",
              """
              [{"value":["float64",[4],1.5],"ends":[[0.0,0.5],[1.0,1.5]],"at":"ramp ends"},\
              {"value":["float64",[10000],4999.5],"ends":[[0.0,0.5],[2500.0,2500.5]],"at":"ramp ends"}]
              """,
              """
              {"id": "ramp", "node_type": "everywhere:ramp", @}
              {"id": "between", "node_type": "PassThrough"}
              {"id": "ends", "node_type": "everywhere:ends", @}
              """,
              List.of()));

  /// From where a manifest is run.
  private enum Entry {
    JAVA,
    SHELL,
    PYTHON
  }

  private record Row(Case manifest, Entry entry, String isolation) {
    @Override
    public String toString() {
      return "%s from %s, %s".formatted(manifest.name(), entry, isolation);
    }
  }

  /// What a process printed.
  ///
  /// @param results what came of each manifest, by name
  private record Ran(long process, Map<String, String> results) {}

  private static final Map<String, Ran> RAN = new ConcurrentHashMap<>();

  private static @TempDir Path folder;

  @BeforeAll
  static void write() throws IOException {
    for (String isolation : List.of("inline", "thread", "process")) {
      Path place = Files.createDirectories(folder.resolve(isolation));
      for (String file : List.of("everywhere.py", "from_python.py", "FromJava.java")) {
        try (var resource = SameFromEverywhereIT.class.getResourceAsStream(file)) {
          Files.write(place.resolve(file), resource.readAllBytes());
        }
      }
      for (Case each : CASES) {
        Files.writeString(place.resolve(each.name() + ".json"), each.manifest(isolation));
        Files.writeString(place.resolve(each.name() + ".input"), each.input());
      }
    }
  }

  static Stream<Row> rows() {
    return CASES.stream()
        .flatMap(each ->
            Stream.of(Entry.values())
                .flatMap(entry ->
                    Stream.of("inline", "thread", "process")
                        .filter(isolation -> each.hasPython() || isolation.equals("process"))
                        .map(isolation -> new Row(each, entry, isolation))));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void givesTheSameAndRunsWhereItIsToldTo(Row row) throws IOException, InterruptedException {
    Ran ran = ran(row);
    String result = ran.results().get(row.manifest().name());

    assertThat(PLACE.matcher(result).replaceAll("$1")).isEqualTo(row.manifest().expected().strip());
    List<MatchResult> places = PLACE.matcher(result).results().toList();
    assertThat(places.isEmpty()).isNotEqualTo(row.manifest().hasPython());
    if (row.manifest().hasPython()) {
      requirePlaces(row, places, ran.process());
    }
  }

  private static void requirePlaces(Row row, List<MatchResult> places, long pipeline) {
    assertThat(places).extracting(place -> place.group(3)).containsOnly("" + pipeline);
    switch (row.isolation()) {
      case "process" -> requireProcesses(places, pipeline);
      case "thread" -> requireThreads(places, pipeline);
      default -> requireInline(row.manifest(), places, pipeline);
    }
    if (row.entry() != Entry.PYTHON) {
      String hasPython = row.isolation().equals("process") ? "False" : "True";
      assertThat(places).extracting(place -> place.group(5)).containsOnly(hasPython);
    }
  }

  /// Each node has a process, which is not the pipeline's.
  private static void requireProcesses(List<MatchResult> places, long pipeline) {
    var processes = byNode(places, 2);
    assertThat(flat(processes)).doesNotContain("" + pipeline).hasSameSizeAs(processes.keySet());
    assertThat(processes.values()).allMatch(each -> each.size() == 1);
  }

  /// Each node has a thread of the pipeline's process.
  private static void requireThreads(List<MatchResult> places, long pipeline) {
    var threads = byNode(places, 4);
    assertThat(places).extracting(place -> place.group(2)).containsOnly("" + pipeline);
    assertThat(flat(threads)).hasSameSizeAs(threads.keySet());
    assertThat(threads.values()).allMatch(each -> each.size() == 1);
  }

  /// The nodes of a chain share one thread of the pipeline's process.
  private static void requireInline(Case manifest, List<MatchResult> places, long pipeline) {
    assertThat(places).extracting(place -> place.group(2)).containsOnly("" + pipeline);
    if (manifest.wires().isEmpty()) {
      assertThat(flat(byNode(places, 4))).hasSize(1);
    }
  }

  private static Map<String, Set<String>> byNode(List<MatchResult> places, int group) {
    return places.stream()
        .collect(
            groupingBy(place -> place.group(1), mapping(place -> place.group(group), toSet())));
  }

  private static Set<String> flat(Map<String, Set<String>> byNode) {
    return byNode.values().stream().flatMap(Collection::stream).collect(toSet());
  }

  private static Ran ran(Row row) throws IOException, InterruptedException {
    if (row.entry() == Entry.SHELL) {
      return shell(row);
    }
    return RAN.computeIfAbsent(row.entry() + row.isolation(), _ -> all(row));
  }

  /// Runs all manifests in one process.
  private static Ran all(Row row) {
    try {
      Path place = folder.resolve(row.isolation());
      List<String> command =
          row.entry() == Entry.JAVA
              ? java(
                  "-Xss16m", "--add-modules", "dev.terrarium.pipeline,com.fasterxml.jackson.core")
              : List.of(bundled());
      String program = row.entry() == Entry.JAVA ? "FromJava.java" : "from_python.py";
      Ended ended = run(place, with(command, program, place.toString()));
      assertThat(ended.exit()).as(ended.err()).isZero();
      var results =
          ended
              .out()
              .lines()
              .map(line -> line.split("\t"))
              .collect(Collectors.toMap(line -> line[0], line -> line[1]));
      return new Ran(ended.process(), results);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Ran shell(Row row) throws IOException, InterruptedException {
    Path place = folder.resolve(row.isolation());
    List<String> command =
        java(
            "-Xss16m",
            "-m",
            "dev.terrarium.cli/dev.terrarium.cli.Main",
            "run",
            "--python",
            "bundled");
    String name = row.manifest().name();
    Ended ended =
        run(
            place,
            with(command, "--json-errors", "--input", row.manifest().input(), name + ".json"));
    String result = ended.exit() == 0 ? ended.out().strip() : message(ended.err());
    return new Ran(ended.process(), Map.of(name, result));
  }

  private static String message(String error) {
    var message = Pattern.compile("\"message\":(\"(?:[^\"\\\\]|\\\\.)*\")").matcher(error);
    assertThat(message.find()).as(error).isTrue();
    return message.group(1);
  }

  private static List<String> java(String... arguments) {
    return with(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dterrarium.bundled=" + DIST.resolve("bundled"),
            "-p",
            DIST.resolve("modules").toString(),
            "--enable-native-access=dev.terrarium.python"),
        arguments);
  }

  private static List<String> with(List<String> command, String... more) {
    return Stream.concat(command.stream(), Stream.of(more)).toList();
  }

  private static String bundled() {
    return Environment.choose(SearchPath.ofProcess().withRequest("bundled", "the test"))
        .executable()
        .toString();
  }

  private record Ended(long process, int exit, String out, String err) {}

  private static Ended run(Path place, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    var builder = new ProcessBuilder(command).directory(place.toFile());
    builder.environment().put("PYTHONPATH", SOURCES.toString());
    builder.environment().put("TERRARIUM_JAVA_HOME", System.getProperty("java.home"));
    var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
    return new Ended(
        process.pid(), process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
