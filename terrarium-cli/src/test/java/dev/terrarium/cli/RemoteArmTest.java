package dev.terrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.SearchPath;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `robot serve`, and a Python program of its own that commands its arm by
/// `FrankaRemoteController`.
@Tag("native")
@Timeout(300)
class RemoteArmTest {
  private static final String GONE = "RobotDisconnected: the server of the arm at .* has ended.*";
  private static final int TIMES = 5;

  private static final String PROGRAM =
      """
      import sys
      from terrarium.robot import FrankaRemoteController, RobotError

      arm = FrankaRemoteController(sys.argv[1])
      granted = arm.start()
      print("granted", granted[0].split(":")[0], flush=True)

      arm.kp = 200
      arm.set("q_desired", arm.initial_qpos)
      near = arm.initial_qpos + [0.2, 0, 0, 0, 0, 0, 0]
      arm.move(near, jerk=10)
      print("off by less than 0.03 rad:", bool(abs(arm.state["qpos"] - near).max() < 0.03), flush=True)
      print("then", arm.stop(), flush=True)

      arm.start()
      print("moving", flush=True)
      try:
          arm.move(near + [2, 0, 0, 0, 0, 0, 0], jerk=0.1)
      except RobotError as error:
          print(type(error).__name__, error, sep=": ", flush=True)
      try:
          arm.state
      except RobotError as error:
          print(type(error).__name__, error, sep=": ", flush=True)
      """;

  @TempDir Path folder;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void end() {
    processes.forEach(Process::destroyForcibly);
  }

  private Workplace.Call serve(String socket) throws IOException {
    Workplace.Call call =
        new Workplace(folder).start("robot", "serve", "--arm", "--socket", socket);
    processes.add(call.process());
    call.awaitWord("is served at");
    return call;
  }

  private Process program(String socket) throws IOException {
    Path python =
        Environment.choose(SearchPath.ofProcess().withRequest("bundled", "the test")).executable();
    var builder =
        new ProcessBuilder(python.toString(), "-c", PROGRAM, folder.resolve(socket).toString())
            .redirectErrorStream(true);
    builder
        .environment()
        .put("PYTHONPATH", Path.of("../python/src").toAbsolutePath().normalize().toString());
    Process program = builder.start();
    processes.add(program);
    return program;
  }

  /// Runs the program, and ends the server in the middle of its last move.
  private List<String> said(String socket, String signal) throws IOException {
    Workplace.Call server = serve(socket);
    var said = new ArrayList<String>();
    try (BufferedReader out = program(socket).inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
        if (line.equals("moving")) {
          server.signal(signal);
        }
      }
    }
    var _ = server.await();
    return said;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          KILL; Gone; Gone
          TERM; NotArrived: the move ended with the loop: the permit to move is over.*|Gone; RobotDisarmed: the loop of the arm has ended: .*|Gone
          """)
  void doesWhatTheProgramSaysAndTheProgramIsToldWhenTheServerEnds(
      String signal, String ofTheMove, String ofTheState) throws IOException {
    List<String> said = List.of(Reflexes.WORDS);
    for (int time = 0; time < TIMES && said.toString().contains(Reflexes.WORDS); time++) {
      said = said("arm" + time + ".sock", signal); // Anew where the machine kept the loop waiting.
    }

    assertThat(said)
        .startsWith(
            "granted scheduling",
            "off by less than 0.03 rad: True",
            "then the loop was stopped",
            "moving")
        .hasSize(6);
    assertThat(said.get(4)).matches(ofTheMove.replace("Gone", GONE));
    assertThat(said.get(5)).matches(ofTheState.replace("Gone", GONE));
  }
}
