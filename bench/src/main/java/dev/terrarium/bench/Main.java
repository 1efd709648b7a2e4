package dev.terrarium.bench;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.EnvironmentException;
import dev.terrarium.environment.Installation;
import dev.terrarium.environment.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./terrarium bench`: measures the README's figures again.
///
/// The table goes to standard output, progress to standard error. A promise that is missed is shown
/// and is no failure.
@Command(
    name = "terrarium bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures Terrarium beside C on the same libpython, and prints the table.")
public final class Main implements Callable<Integer> {
  private static final String SOAK = "soak";
  private static final String INTERRUPT = "interrupt";
  private static final String START = "start";
  private static final int STARTS = 21;
  private static final int QUICK_STARTS = 7;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = {
        "What to measure: call, list, dict, text, callback, array, exception, handover (or one row of them, such as"
            + " call-attached), soak, interrupt, start. Everything except start if none is named.",
        "Or 'peers', and then rows of the comparison with other bridges.",
        "Or 'pipeline', and then suites: java, node, stateful, complex, chain, streaming, init, reuse, marshal, metrics,"
            + " branches, small-runs, queue.",
        "Or 'python', and then suites of the Python package: run, seam, call, array, streaming, gil, helpers,"
            + " start.",
        "Or 'workers', and then suites of worker processes: request, array, two, crash, deadline, start.",
        "Or 'robots', and then suites of robots: gate, publish, broker.",
        "Or 'loop', and then suites of the control loop: floor, granted, without, asyncio, cycle, board; and flags."
      })
  private List<String> names = List.of();

  @Option(
      names = "--python",
      paramLabel = "PYTHON",
      description = "The CPython to measure: a path, a version, or 'bundled'.")
  private @Nullable String python;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the results file here.")
  private @Nullable Path json;

  @Option(
      names = {"--quick", "--short"},
      description = "One JVM per row, fewer rounds: for a look, not for a claim.")
  private boolean quick;

  @Option(
      names = "--jvms",
      paramLabel = "N",
      description = "With 'robots broker': how many JVMs measure what ruins one (10; 3 if quick).")
  private @Nullable Integer jvms;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "With 'loop': how long a row takes that promises something (60; 2 if quick).")
  private @Nullable Integer seconds;

  @Option(names = "--promised", description = "With --table: only the rows that promise something.")
  private boolean promised;

  @Option(
      names = "--table",
      paramLabel = "FILE",
      description = "Measures nothing: prints the Markdown table of this results file.")
  private @Nullable Path table;

  @Option(
      names = "--chart",
      paramLabel = "SVG",
      description = "With --table: draws the chart of a comparison here.")
  private @Nullable Path chart;

  @Option(
      names = "--peers",
      paramLabel = "FOLDER",
      description = "Where bench/peers/install put the other bridges (~/.cache/terrarium/peers).")
  private Path peers = Peers.usual();

  private Main() {}

  public static void main(String[] arguments) {
    System.setProperty("jmh.ignoreLock", "true");
    System.exit(
        new CommandLine(new Main()).setExecutionExceptionHandler(Main::failed).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (table != null) {
      show(table);
      return 0;
    }
    if (jvms != null) {
      System.setProperty(Child.JVMS, jvms.toString());
    }
    String first = names.isEmpty() ? "" : names.getFirst();
    Path folder = Files.createTempDirectory("terrarium-bench");
    try {
      switch (first) {
        case Comparison.NAME -> compare(folder);
        case SuiteFigures.PIPELINES ->
            suites(SuiteFigures.ofPipelines(further(), python(), quick), folder);
        case SuiteFigures.WORKERS ->
            suites(SuiteFigures.ofWorkers(further(), python(), quick), folder);
        case SuiteFigures.ROBOTS ->
            suites(SuiteFigures.ofRobots(further(), python(), quick), folder);
        case PythonFigures.NAME -> fromPython(folder);
        case LoopFigures.NAME -> loop(folder);
        default -> measure(folder);
      }
    } finally {
      delete(folder);
    }
    return 0;
  }

  private void show(Path results) throws IOException {
    Map<String, Object> document = Json.read(results);
    String file = results.toString();
    if (PeerFigures.isOne(document)) {
      System.out.print(PeersTable.markdown(document, file));
    } else if (LoopTable.isOne(document)) {
      System.out.print(
          promised ? LoopTable.promises(document, file) : LoopTable.markdown(document, file));
    } else if (PipelineTable.isOne(document)) {
      System.out.print(
          promised
              ? PipelineTable.promises(document, file)
              : PipelineTable.markdown(document, file));
    } else {
      System.out.print(promised ? Table.promises(document, file) : Table.markdown(document, file));
    }
    if (chart != null) {
      Files.writeString(chart, PeersChart.svg(document));
    }
  }

  private void compare(Path folder) throws IOException, InterruptedException {
    Map<String, Object> document =
        new Comparison(peers, quick).measure(further(), command(), folder);
    System.out.print(PeersTable.plain(document));
    write(document);
  }

  private void write(Map<String, Object> document) throws IOException {
    if (json != null) {
      Json.write(json, document);
      System.err.println("The results are in " + json + ".");
    }
  }

  private void suites(SuiteFigures figures, Path folder) throws IOException, InterruptedException {
    Map<String, Object> document = figures.measure(command(), folder);
    System.out.print(PipelineTable.plain(document));
    write(document);
  }

  private void fromPython(Path folder) throws IOException, InterruptedException {
    Map<String, Object> document =
        new PythonFigures(python(), quick).measure(further(), command(), folder);
    System.out.print(PipelineTable.plain(document));
    write(document);
  }

  private void loop(Path folder) throws IOException, InterruptedException {
    int usual = quick ? LoopFigures.FEW_SECONDS : LoopFigures.SECONDS;
    Map<String, Object> document =
        new LoopFigures(python(), seconds == null ? usual : seconds)
            .measure(further(), command(), folder);
    System.out.print(LoopTable.plain(document));
    write(document);
  }

  private void measure(Path folder) throws IOException, InterruptedException {
    requireKnownNames();
    Installation installation = python();
    FloorBuild floor = new FloorCompiler(folder).build(installation);
    Results results = new Results(command(), Surroundings.describe(installation, floor));
    if (floor instanceof FloorBuild.Missing(String reason)) {
      System.err.println(reason);
    }
    Measurement measurement =
        new Measurement(installation, floor, quick ? Effort.QUICK : Effort.THOROUGH);
    for (Row row : rows()) {
      System.err.print(row.id() + " … ");
      System.err.flush();
      Outcome outcome = measurement.measure(row);
      System.err.println(Progress.of(outcome));
      results.add(outcome);
    }
    wholeProcesses(installation, results);
    System.out.print(Table.plain(results.document()));
    write(results.document());
  }

  private void wholeProcesses(Installation installation, Results results)
      throws IOException, InterruptedException {
    if (names.isEmpty() || names.contains(SOAK)) {
      System.err.println(SOAK + " …");
      results.add(Soak.measure(installation).row());
    }
    if (names.isEmpty() || names.contains(INTERRUPT)) {
      System.err.println(INTERRUPT + " …");
      HowFastIsAnInterrupt.measure(installation).forEach(results::add);
    }
    if (names.contains(START)) {
      System.err.println(START + " …");
      int rounds = quick ? QUICK_STARTS : STARTS;
      HowFastIsAStart.measure(Choice.of(installation), rounds).forEach(results::add);
    }
  }

  /// The names behind the first.
  private List<String> further() {
    return names.subList(1, names.size());
  }

  private Installation python() {
    SearchPath process = SearchPath.ofProcess();
    return Environment.choose(python == null ? process : process.withRequest(python, "--python"));
  }

  /// What measures this again; where the results went does not matter to it.
  private String command() {
    List<String> words = new ArrayList<>(List.of("./terrarium", "bench"));
    words.addAll(names);
    if (quick) {
      words.add("--quick");
    }
    if (python != null) {
      words.addAll(List.of("--python", python));
    }
    if (jvms != null) {
      words.addAll(List.of("--jvms", jvms.toString()));
    }
    if (seconds != null) {
      words.addAll(List.of("--seconds", seconds.toString()));
    }
    return String.join(" ", words);
  }

  private List<Row> rows() {
    return Arrays.stream(Row.values())
        .filter(row -> names.isEmpty() || names.stream().anyMatch(row::answersTo))
        .toList();
  }

  private void requireKnownNames() {
    List<String> wholeProcesses = List.of(SOAK, INTERRUPT, START);
    for (String name : names) {
      if (!wholeProcesses.contains(name)
          && Arrays.stream(Row.values()).noneMatch(row -> row.answersTo(name))) {
        throw new IllegalArgumentException(
            "There is no figure named '%s'; there are %s, soak, interrupt and start."
                .formatted(
                    name, String.join(", ", Arrays.stream(Row.values()).map(Row::id).toList())));
      }
    }
  }

  private static int failed(
      Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) throws Exception {
    return switch (failure) {
      case EnvironmentException _, IllegalArgumentException _ -> {
        System.err.println(failure.getMessage());
        yield 2;
      }
      default -> throw failure;
    };
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
