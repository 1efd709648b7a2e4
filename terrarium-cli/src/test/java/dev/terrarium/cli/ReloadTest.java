package dev.terrarium.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// `run --watch`: sources that change while a pipeline runs, and after it has run.
@Tag("native")
@Execution(ExecutionMode.CONCURRENT)
class ReloadTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private @TempDir Path folder;
  private Workplace place;

  @BeforeEach
  void open() throws IOException {
    place = new Workplace(folder).write("words.py", "def say(item): return ['old', item]");
  }

  @Test
  void takesChangedSourcesIntoAStream() throws IOException {
    place.chain("words:say", "PassThrough");
    var call = place.start("run", "pipeline.json", "--watch", "--input", "-");

    try (var in = call.process().outputWriter(UTF_8);
        var out = output(call)) {
      in.write("1\n");
      in.flush();
      assertThat(out.readLine()).isEqualTo("[\"old\",1]");
      place.write("words.py", "def say(item): return ['new', item]");

      String line;
      var end = Instant.now().plus(PATIENCE);
      do {
        in.write("2\n");
        in.flush();
        line = out.readLine();
      } while ("[\"old\",2]".equals(line) && Instant.now().isBefore(end));

      assertThat(line).isEqualTo("[\"new\",2]");
    }
    var said = call.await();
    assertThat(said.exit()).as(said.errors()).isEqualTo(ExitCode.DONE);
    assertThat(said.errors())
        .matches("(?s).*terrarium: \\d\\d:\\d\\d:\\d\\d node a was made anew from words.py\n");
  }

  @Test
  void takesTheSourceOfANodeFromTheManifest() throws IOException {
    place.write("pipeline.json", text("old"));
    var call = place.start("run", "pipeline.json", "--watch", "--input", "-");

    try (var in = call.process().outputWriter(UTF_8);
        var out = output(call)) {
      in.write("1\n");
      in.flush();
      assertThat(out.readLine()).isEqualTo("\"old\"");
      place.write("pipeline.json", text("new").replace("test", "another name"));

      String line;
      var end = Instant.now().plus(PATIENCE);
      do {
        in.write("2\n");
        in.flush();
        line = out.readLine();
      } while ("\"old\"".equals(line) && Instant.now().isBefore(end));

      assertThat(line).isEqualTo("\"new\"");
    }
    assertThat(call.await().errors()).contains("node a was made anew from pipeline.json");
  }

  private static String text(String says) {
    return Workplace.graph(
        List.of("a say \"source\": \"def say(item): return '%s'\"".formatted(says)));
  }

  @Test
  void runsAgainWhenAFileOfAListHasChanged() throws IOException {
    place.chain("words:say").write("in.json", "[1]");
    var call = place.start("run", "pipeline.json", "--watch", "--input", "in.json");

    try (var out = output(call)) {
      assertThat(out.readLine()).isEqualTo("[\"old\",1]");
      place.write("words.py", "def say(item): return ['new', item]");
      assertThat(out.readLine()).isEqualTo("[\"new\",1]");
      place.write("in.json", "[1, 2]");
      assertThat(out.readLine()).isEqualTo("[[\"new\",1],[\"new\",2]]");
      place.chain("words:say", "PassThrough", "BufferNode");
      assertThat(out.readLine()).isEqualTo("[[\"new\",1],[\"new\",2]]");

      call.signal("INT");
    }
    var said = call.await();
    assertThat(said.exit()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(said.errors())
        .contains("done; waiting for changes, Ctrl-C ends", "words.py changed: running again")
        .contains("in.json changed: running again", "pipeline.json changed: running again");
  }

  @Test
  void waitsForWhatIsWrongToBeMended() throws IOException {
    place.chain("words:say").write("words.py", "def say(item: return 1");
    var call = place.start("run", "pipeline.json", "--watch", "--input", "[5]");
    var end = Instant.now().plus(PATIENCE);
    while (!Files.readString(call.errors()).contains("waiting") && Instant.now().isBefore(end)) {
      Thread.onSpinWait();
    }

    place.write("words.py", "def say(item): return item");

    try (var out = output(call)) {
      assertThat(out.readLine()).isEqualTo("5");
      call.signal("INT");
    }
    assertThat(call.await().errors())
        .contains("words:say cannot be loaded: SyntaxError", "failed; waiting for changes");
  }

  @Test
  void endsWhereNoChangeCouldHelp() throws IOException {
    var said = place.call("run", "missing.json", "--watch", "--input", "[1]");

    assertThat(said.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(said.errors()).contains("There is no manifest missing.json.");
  }

  @Test
  void refusesToTellItselfAsJson() throws IOException {
    place.chain("PassThrough");

    var said = place.call("run", "pipeline.json", "--watch", "--json-errors", "--input", "[1]");

    assertThat(said.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(said.errors())
        .contains("--watch tells what it does in words: leave --json-errors out.");
  }

  private static BufferedReader output(Workplace.Call call) {
    return new BufferedReader(new InputStreamReader(call.process().getInputStream(), UTF_8));
  }
}
