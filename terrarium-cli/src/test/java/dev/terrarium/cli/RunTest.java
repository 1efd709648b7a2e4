package dev.terrarium.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// What a run prints, where, and when.
@Execution(ExecutionMode.CONCURRENT)
class RunTest {
  private static final String TIDY =
      """
      class Tidy:
          def process(self, item):
              return item
          def cleanup(self):
              print("tidied up")
      """;

  private @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void open() {
    place = new Workplace(folder);
  }

  @Test
  void unwrapsExactlyOneOutput() throws IOException {
    place.chain("PassThrough");

    assertThat(place.call("run", "pipeline.json", "--input", "[]").output()).isEqualTo("[]\n");
    assertThat(place.call("run", "pipeline.json", "--input", "[7]").output()).isEqualTo("7\n");
    assertThat(place.call("run", "pipeline.json", "--input", "[7,\"é\"]").output())
        .isEqualTo("[7,\"é\"]\n");
    assertThat(place.call("run", "pipeline.json", "--input", "[7]", "--sinks").output())
        .isEqualTo("{\"a\":[7]}\n");
  }

  @Test
  void keepsWhatPythonPrintsOutOfTheResult() throws IOException {
    place.write("nodes.py", "def f(x):\n  print('hello')\n  return x + 1\n").chain("nodes:f");

    var said = place.call("run", "pipeline.json", "--input", "[1, 2]");

    assertThat(said.exit()).isZero();
    assertThat(said.output()).isEqualTo("[2,3]\n");
    assertThat(said.errors()).isEqualTo("hello\nhello\n");
  }

  @Test
  void printsAStreamsFirstOutputBeforeItsLastInput() throws IOException {
    place.chain("PassThrough");
    var call = place.start("run", "pipeline.json", "--input", "-");
    var output = reader(call);

    write(call, "1\n");
    var first = output.readLine();
    write(call, "2\n");
    call.process().getOutputStream().close();

    assertThat(first).isEqualTo("1");
    assertThat(output.readLine()).isEqualTo("2");
    assertThat(call.await().exit()).isZero();
  }

  @Test
  void endsQuietlyWhenNobodyReads() throws IOException {
    place.chain("PassThrough");
    var call = place.start("run", "pipeline.json", "--input", "-");
    call.process().getInputStream().close();

    write(call, "1\n2\n3\n");
    var said = call.await();

    assertThat(said.exit()).isZero();
    assertThat(said.errors()).isEmpty();
  }

  @Test
  void endsQuietlyWhenNobodyReadsATinyResult() throws IOException {
    place.chain("PassThrough");
    var call = place.start("run", "pipeline.json", "--input", "1");
    call.process().getInputStream().close();

    var said = call.await();

    assertThat(said.exit()).isZero();
    assertThat(said.errors()).isEmpty();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
  void cleansUpWhenInterruptedInAnEndlessStream() throws IOException {
    place.write("nodes.py", TIDY).chain("nodes:Tidy");
    var call = place.start("run", "pipeline.json", "--input", "-");
    feedForEver(call);

    reader(call).readLine();
    call.signal("INT");
    call.process().getInputStream().skip(Long.MAX_VALUE);
    var said = call.await();

    assertThat(said.exit()).isEqualTo(130);
    assertThat(said.errors()).contains("terrarium: stopping; ").contains("tidied up\n");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
  void cleansUpWhenInterruptedWhileItsOutputIsNotRead() throws IOException {
    place.write("nodes.py", TIDY).chain("nodes:Tidy");
    var call = place.start("run", "pipeline.json", "--input", "-");

    write(call, "\"" + "x".repeat(1_000_000) + "\"\n");
    var first = call.process().getInputStream().read(); // A pipe holds far less than the rest.
    call.signal("INT");
    var said = call.ended();

    assertThat(first).isEqualTo('"');
    assertThat(said.exit()).isEqualTo(130);
    assertThat(said.errors())
        .contains("terrarium: stopping; ")
        .contains("tidied up\n")
        .doesNotContain("without cleaning up");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
  void tellsAProgramThatItWasInterruptedInOneObject() throws IOException {
    place.write("nodes.py", TIDY).chain("nodes:Tidy");
    var call = place.start("run", "pipeline.json", "--input", "-", "--json-errors");
    feedForEver(call);

    reader(call).readLine();
    call.signal("INT");
    call.process().getInputStream().skip(Long.MAX_VALUE);
    var said = call.await();

    assertThat(said.exit()).isEqualTo(130);
    assertThat(said.errors()).isEqualTo("{\"kind\":\"execution\",\"message\":\"interrupted\"}\n");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
  void tellsWhereCodeStandsThatSwallowsTheInterrupt() throws IOException {
    place
        .write(
            "nodes.py",
            """
            def spin():
                while True:
                    pass
            def deaf(x):
                print("ready", flush=True)
                while True:
                    try:
                        spin()
                    except BaseException:
                        pass
            """)
        .chain("nodes:deaf");
    var call = place.start("run", "pipeline.json", "--input", "[1]");
    awaitError(call, "ready");

    call.signal("INT");
    var said = call.await();

    assertThat(said.exit()).isEqualTo(130);
    assertThat(said.errors())
        .contains("the run did not stop within 5 seconds")
        .contains("Python code runs on in spite of")
        .contains("at nodes.spin(");
  }

  @Test
  void showsPythonsLoggersAndTheNodeThatLogged() throws IOException {
    place
        .write(
            "nodes.py",
            "import logging\ndef f(x):\n  logging.getLogger('my.log').warning(x)\n  return x\n")
        .chain("nodes:f", "nodes:f");

    var said = place.call("run", "pipeline.json", "--input", "[\"hot\"]");

    assertThat(said.errors())
        .isEqualTo("WARNING my.log (node a, item 0): hot\nWARNING my.log (node b, item 0): hot\n");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there are no signals")
  void leavesNoPartOfAFileWhenInterruptedWhileItWaits() throws IOException {
    place.write("nodes.py", TIDY + "print('ready')\n").chain("nodes:Tidy");
    var call = place.start("run", "pipeline.json", "--input", "-", "--output", "out.jsonl");
    awaitError(call, "ready");

    write(call, "1\n");
    call.signal("INT");
    var said = call.await();

    assertThat(said.exit()).isEqualTo(130);
    assertThat(place.files()).filteredOn(name -> name.contains("out")).isEmpty();
  }

  @Test
  void replacesAFileOnlyByACompleteResult() throws IOException {
    place.write("nodes.py", "def f(x):\n  return 6 // x\n").chain("nodes:f");
    place.write("out.json", "before");

    var failed = place.call("run", "pipeline.json", "--input", "[1, 0]", "--output", "out.json");
    var kept = Files.readString(folder.resolve("out.json"));
    var done = place.call("run", "pipeline.json", "--input", "[1, 2]", "--output", "out.json");

    assertThat(failed.exit()).isEqualTo(3);
    assertThat(kept).isEqualTo("before");
    assertThat(done.exit()).isZero();
    assertThat(done.output()).isEmpty();
    assertThat(folder.resolve("out.json")).hasContent("[6,3]\n");
    assertThat(place.files()).noneMatch(name -> name.endsWith(".part"));
  }

  @Test
  void writesAPageAboutTheRun() throws IOException {
    place.chain("PassThrough");

    var said = place.call("run", "pipeline.json", "--input", "[1]", "--report", "page.html");

    assertThat(said.exit()).isZero();
    assertThat(folder.resolve("page.html")).content().contains("<html", "test");
  }

  private static BufferedReader reader(Workplace.Call call) {
    return new BufferedReader(new InputStreamReader(call.process().getInputStream(), UTF_8));
  }

  private static void write(Workplace.Call call, String text) throws IOException {
    OutputStream input = call.process().getOutputStream();
    input.write(text.getBytes(UTF_8));
    input.flush();
  }

  private static void feedForEver(Workplace.Call call) {
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            for (; ; ) {
              write(call, "1\n");
            }
          } catch (IOException ended) {
            // The program is gone.
          }
        });
  }

  private static void awaitError(Workplace.Call call, String text) throws IOException {
    while (call.process().isAlive() && !Files.readString(call.errors()).contains(text)) {
      Thread.onSpinWait();
    }
  }
}
