package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// `robot run` of robots whose scripts fail, die, run on or are not to be imported, and of pages
/// that cannot be written.
@Tag("native")
@Execution(ExecutionMode.CONCURRENT)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
class RobotTroubleTest {
  private static final String ROBOT =
      """
      [robot]
      name = "toy"
      simulated = true
      python_path = ["scripts"]
      scripts = ["toy"]

      [topics.state_machine]
      scripts = "subscribe"

      [topics."estimator.seen"]
      type = "seen"
      scripts = "publish"

      [payloads.seen.fields]
      raw = { type = "bytes" }
      place = { type = "vec3" }

      [commands.go]
      handler = "python:toy:go"
      """;

  @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectory(folder.resolve("scripts"));
    place = new Workplace(folder).write("robot.toml", ROBOT);
  }

  private void script(String text) throws IOException {
    place.write("scripts/toy.py", text);
  }

  private Workplace.Said run(String... options) throws IOException {
    return place.call(arguments(options));
  }

  private static String[] arguments(String... options) {
    List<String> arguments = new ArrayList<>(List.of("robot", "run", "robot.toml"));
    arguments.addAll(Arrays.asList(options));
    return arguments.toArray(String[]::new);
  }

  @Test
  void refusesToWriteAPageOverAScript() throws IOException {
    script("precious = True\n");
    Files.createSymbolicLink(folder.resolve("page.html"), folder.resolve("scripts/toy.py"));

    var overScript = run("--timeline", "scripts/toy.py");
    var overLink = run("--timeline", "page.html");

    assertThat(overScript.exit()).isEqualTo(2);
    assertThat(overScript.errors())
        .contains("scripts/toy.py: its name must end in .html, and not be a link");
    assertThat(overLink.exit()).isEqualTo(2);
    assertThat(folder.resolve("scripts/toy.py")).hasContent("precious = True\n");
  }

  @Test
  void printsTheResultWhereThePageCannotBeWritten() throws IOException {
    script("import os, shutil\ndef go():\n    shutil.rmtree('pages')\n");
    Files.createDirectory(folder.resolve("pages"));

    var said =
        run("--arm", "--command", "go", "--command-after", "0", "--timeline", "pages/page.html");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.output()).startsWith("{\"robot\":\"toy\"").contains("\"succeeded\"");
    assertThat(said.errors())
        .contains("page.html cannot be written: there is no folder ", "/pages any more.");
  }

  @Test
  void writesBytesAndGeometryOfTheLastMessageThatWasPublishedWhileAScriptWasImported()
      throws IOException {
    script(
        """
        from terrarium import bus
        bus.publish("estimator.seen", {"raw": b"abc", "place": [1.0, 2.0, 3.0]})
        """);

    var said = run("--stop-after", "0.1");

    assertThat(said.exit()).as(said.errors()).isZero();
    assertThat(said.errors()).contains("first message of a script: estimator.seen");
    assertThat(said.output())
        .contains("\"published\":{\"estimator.seen\":1}")
        .contains("\"last\":{\"raw\":{\"bytes\":3},\"place\":[1.0,2.0,3.0]}");
  }

  @Test
  void showsWhatPythonPrintsOfACommandThatFails() throws IOException {
    script("def go():\n    raise ValueError('fallen')\n");

    var said = run("--arm", "--command", "go", "--command-after", "0", "--timeline", "page.html");
    var json = run("--arm", "--command", "go", "--command-after", "0", "--json-errors");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.errors())
        .containsPattern("(?s)command go failed: [^\n]*ValueError: fallen\n.*toy.py\", line 2");
    assertThat(folder.resolve("page.html")).content().contains("toy.py&quot;, line 2");
    assertThat(json.errors())
        .contains("\"type\":\"ValueError\"", "\"traceback\":\"Traceback", "line 2");
  }

  @Test
  void countsHandlersThatFailAndShowsTheirMessages() throws IOException {
    script(
        """
        from terrarium import bus
        @bus.on("state_machine")
        def changed(message):
            raise KeyError("lost")
        """);

    var said = run("--arm", "--stop-after", "2", "--timeline", "page.html");

    assertThat(said.exit()).isZero();
    assertThat(said.output())
        .containsPattern(
            "\"failures\":\\{\"count\":[1-9]\\d*,\"last\":\"the handler of state_machine: KeyError: 'lost'\"");
    assertThat(folder.resolve("page.html"))
        .content()
        .contains("<h2 id=\"failures\">Failures</h2>", "KeyError: &#39;lost&#39;")
        .containsPattern("<b>script</b>.*<td><em>[1-9]\\d*</em></td><td>\\d+</td></tr>");
  }

  @Test
  void warnsOfAProcessThatDiesAndCountsTheRestart() throws IOException {
    place.write(
        "robot.toml", ROBOT.replace("[topics.state", "isolation = \"process\"\n\n[topics.state"));
    script(
        """
        import os, signal, time, pathlib
        from terrarium import bus

        def die():
            time.sleep(0.3)
            os.kill(os.getpid(), signal.SIGKILL)

        if not pathlib.Path("died").exists():
            pathlib.Path("died").write_text("")
            bus.spawn(die)
        """);

    var said = run("--stop-after", "8");

    assertThat(said.exit()).as(said.errors()).isZero();
    assertThat(said.errors()).contains("WARNING", "process of its scripts has ended", "signal 9");
    assertThat(said.output())
        .contains("\"restarts\":1")
        .containsPattern("\"last\":\"the process.*9");
  }

  @Test
  void tellsOfCodeThatSwallowsItsStop() throws IOException {
    script(
        """
        def go(inside=9):  # each swallows what comes while the one inside goes on
            while True:
                try:
                    if inside:
                        go(inside - 1)
                    while True:
                        pass
                except BaseException:
                    pass
        """);

    var said =
        run(
            "--arm",
            "--command",
            "go",
            "--command-after",
            "0",
            "--stop-after",
            "2",
            "--timeline",
            "page.html");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.output())
        .contains("\"source\":\"operator\"", "\"level\":\"marked\"", "\"call\":1")
        .contains("\"runs_on\":{\"kind\":\"call\",\"name\":\"toy.go\",\"since\":")
        .contains("\"error\":\"toy.go runs on");
    assertThat(said.errors()).contains("toy.go runs on");
    assertThat(folder.resolve("page.html")).content().contains("<em>running</em>");
  }

  @Test
  void countsACommandThatReachedItsDeadlineAmongTheOperations() throws IOException {
    place.write("robot.toml", ROBOT + "timeout_ms = 300\n");
    script("def go():\n    while True:\n        pass\n");

    var said = run("--arm", "--command", "go", "--command-after", "0");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.output()).contains("\"call\":1", "\"code\":\"timeout\"");
  }

  @Test
  void armsARobotOnceThatIsArmedOnItsStart() throws IOException {
    place.write(
        "robot.toml", ROBOT.replace("simulated = true", "simulated = true\narm = \"on_start\""));
    script("");

    var said = run("--arm", "--stop-after", "0.1");

    assertThat(said.exit()).as(said.errors()).isZero();
    assertThat(said.errors()).containsOnlyOnce("armed already, as it is declared");
  }

  @Test
  void printsTheResultOfARobotWhoseScriptCannotBeImported() throws IOException {
    script("raise RuntimeError('no camera')\n");

    var said = run("--timeline", "page.html");

    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.output())
        .startsWith("{\"robot\":\"toy\",\"state\":\"disarmed\"")
        .containsPattern("\"error\":\".*RuntimeError: no camera\"");
    assertThat(folder.resolve("page.html")).content().contains("RuntimeError: no camera");
  }

  @Test
  void printsTheResultOfARobotWhoseImportIsInterrupted() throws IOException {
    script("import sys\nprint('importing', file=sys.stderr, flush=True)\nwhile True:\n    pass\n");
    var call = place.start(arguments());
    call.process().getOutputStream().close();
    call.awaitWord("importing");

    call.signal("INT");
    var said = call.await();

    assertThat(said.exit()).isEqualTo(130);
    assertThat(said.output()).startsWith("{\"robot\":\"toy\",\"state\":\"disarmed\"");
  }

  @Test
  void endsSpawnedWorkWithoutAWarning() throws IOException {
    script(
        """
        import asyncio
        from terrarium import bus

        async def work():
            while True:
                await asyncio.sleep(0.05)

        bus.spawn(work)
        """);

    var said = run("--arm", "--stop-after", "0.5");

    assertThat(said.exit()).isZero();
    assertThat(said.errors()).doesNotContain("WARNING", "Interrupted");
  }
}
