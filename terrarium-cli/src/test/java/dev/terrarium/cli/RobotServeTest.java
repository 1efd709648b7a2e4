package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `robot serve`, as an operator calls it.
@Execution(ExecutionMode.CONCURRENT)
class RobotServeTest {
  private static final String SERVED = "is served at";

  @TempDir Path folder;
  private final List<Workplace.Call> calls = new ArrayList<>();

  @AfterEach
  void end() {
    calls.forEach(call -> call.process().destroyForcibly());
  }

  private Path socket() {
    return folder.resolve("arm.sock");
  }

  private Workplace.Call serve(String... options) throws IOException {
    var words = new ArrayList<>(List.of("robot", "serve", "--socket", socket().toString()));
    words.addAll(List.of(options));
    Workplace.Call call = new Workplace(folder).start(words.toArray(String[]::new));
    calls.add(call);
    call.awaitWord(SERVED);
    return call;
  }

  private static void say(Workplace.Call call, String lines) throws IOException {
    call.process().getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
    call.process().getOutputStream().flush();
  }

  /// Says lines to the server, one after the other, and returns the answer of each.
  private List<String> ask(String... lines) throws IOException {
    var answers = new ArrayList<String>();
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      var in =
          new BufferedReader(
              new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
      for (String line : lines) {
        channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        String heard = in.readLine();
        while (heard != null && heard.contains("\"event\"")) {
          heard = in.readLine();
        }
        answers.add(String.valueOf(heard));
      }
    }
    return answers;
  }

  @Test
  void doesWhatItsOperatorSaysUntilItIsToldToQuit() throws IOException {
    Workplace.Call call = serve("--name", "left", "--model", "fer");

    List<String> before = ask("{\"id\": 1, \"do\": \"hello\", \"version\": 1}");
    say(call, "status\nfly\nrecover\n\nARM\narm\n");
    call.awaitWord("armed already");
    List<String> after = ask("{\"id\": 1, \"do\": \"status\"}");
    say(call, "disarm\nquit\n");
    var said = call.await();

    assertThat(said.exit()).isZero();
    assertThat(before.getFirst())
        .contains("\"arm\":\"left\"", "\"model\":\"fer\"", "\"safety\":\"disarmed\"");
    assertThat(after.getFirst()).contains("\"safety\":\"armed\"", "\"running\":false");
    assertThat(said.output())
        .startsWith("{\"arm\":\"left\",\"socket\":\"" + socket() + "\",\"pid\":");
    assertThat(said.errors())
        .contains("fer is served at " + socket(), "disarmed: say arm, and programs can start it")
        .containsPattern("s {2}disarmed, [01] clients?, not started\n")
        .contains("there is no word 'fly': say arm, disarm, recover, status or quit")
        .contains("there is nothing to recover from: it is disarmed")
        .containsPattern("s {2}armed\n[^\n]*s {2}armed already\n")
        .containsPattern("s {2}disarming\n[^\n]*s {2}disarmed\n");
    assertThat(socket()).doesNotExist();
  }

  @Test
  void startsForAProgramAndPrintsWhatWasGranted() throws IOException {
    Workplace.Call call = serve("--arm");

    List<String> answers = ask("{\"id\": 1, \"do\": \"start\"}", "{\"id\": 2, \"do\": \"stop\"}");
    call.signal("INT");
    var said = call.await();

    assertThat(answers.getFirst()).contains("\"granted\":[\"scheduling: ");
    assertThat(answers.getLast()).contains("\"end\":{\"kind\":");
    assertThat(said.exit()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(said.errors())
        .containsPattern("s {2}armed\n")
        .contains("started; of what it asked the system for:", "  scheduling: ", "  kernel: ");
    assertThat(socket()).doesNotExist();
  }

  @Test
  void disarmsAndEndsByCtrlC() throws IOException {
    Workplace.Call call = serve("--arm", "--keep");
    call.awaitWord("s  armed");

    call.signal("INT");
    var said = call.await();

    assertThat(said.exit()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(said.errors()).containsSubsequence("s  armed", "s  disarming", "s  disarmed");
  }

  @Test
  void goesOnWithoutStandardInput() throws IOException {
    Workplace.Call call = serve();
    call.process().getOutputStream().close();

    assertThat(ask("{\"id\": 1, \"do\": \"start\"}").getFirst())
        .contains("\"kind\":\"disarmed\"", "says arm at the terminal");
    call.signal("TERM");

    assertThat(call.await().exit()).isEqualTo(ExitCode.TERMINATED);
  }

  @Test
  void refusesASocketThatIsTaken() throws IOException {
    Workplace.Call first = serve();

    var second = new Workplace(folder).call("robot", "serve", "--socket", socket().toString());

    assertThat(second.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(second.errors()).contains("another server listens at " + socket());
    assertThat(ask("{\"id\": 1, \"do\": \"status\"}").getFirst()).contains("\"ok\"");
    say(first, "quit\n");
    assertThat(first.await().exit()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --model     | ur5              | there is no model of an arm 'ur5'
          --simulator | gazebo           | there is no simulator 'gazebo'
          --simulator | mujoco:/none.so  | MuJoCo is not at /none.so
          --name      | Left Arm         | is no name of a robot: it has lower-case
          --priority  | 100              | priority is that of SCHED_FIFO, 1 to 99
          --priority  | high             | --priority
          --cpu       | -1               | cpu is the number of a processor
          --cpu       | 99999            | cpu is 99999: expected a processor of this machine, 0
          --socket    | none/arm.sock    | would be in no folder
          --speed     | 3                | There is no option --speed
          """)
  void refusesWhatCannotBe(String option, String value, String words) throws IOException {
    var said = new Workplace(folder).call("robot", "serve", option, value);

    assertThat(said.exit()).isEqualTo(ExitCode.REFUSED);
    assertThat(said.errors()).contains(words);
    assertThat(said.output()).isEmpty();
  }
}
