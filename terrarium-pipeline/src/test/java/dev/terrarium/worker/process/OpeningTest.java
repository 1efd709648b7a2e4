package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.ProcessSettings;
import dev.terrarium.pipeline.run.RunContext;
import dev.terrarium.worker.HostProgram;
import dev.terrarium.worker.Place;
import dev.terrarium.worker.PythonSettings;
import dev.terrarium.worker.WorkerCrashedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Workers of one node are opened at the same time.
@Tag("native")
@Timeout(60)
class OpeningTest {
  private static final String NODES =
      """
      import logging, os, time
      def meet(folder):
          open(f"{folder}/{os.getpid()}.here", "w").close()
          until = time.monotonic() + 60
          while len([name for name in os.listdir(folder) if name.endswith(".here")]) < 3:
              if time.monotonic() > until: raise TimeoutError("alone")
              time.sleep(0.001)
      def is_first(folder):
          try: os.close(os.open(f"{folder}/first", os.O_CREAT | os.O_EXCL))
          except FileExistsError: return False
          return True
      class Meets:
          def __init__(self, folder): meet(folder)
          def process(self, item): return item
      class Fails:
          def __init__(self, folder, how):
              try:
                  meet(folder)
                  if is_first(folder):
                      if how == "raise": raise ValueError("no model")
                      os._exit(7)
                  time.sleep(1000)
              except ValueError: raise
              except BaseException:
                  open(f"{folder}/{os.getpid()}.stopped", "w").close()
                  raise
          def process(self, item): return item
      class Tells:
          def __init__(self): logging.getLogger("of.opening").warning("there")
          def process(self, item): return item
      """;

  @RegisterExtension final WorkerPlace place = WorkerPlace.open();
  private final Path folder = place.folder();

  @BeforeEach
  void open() throws Exception {
    place.module(NODES);
  }

  @Test
  void opensAllAtTheSameTime() {
    var node = "@:Meets {\"folder\": \"%s\"} | \"workers\": 3".formatted(folder);

    assertThat(place.outputs(List.of(1L, 2L), node)).containsExactly(1L, 2L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "raise | ValueError: no model \\(in worker process [123] of 3 of node n0\\)",
        "exit | worker process [123] of 3 of node n0 ended with exit status 7"
      })
  void oneThatFailsEndsTheOthersAndIsNamed(String how, String words) throws Exception {
    var node =
        "@:Fails {\"folder\": \"%s\", \"how\": \"%s\"} | \"workers\": 3".formatted(folder, how);

    var error = catchThrowableOfType(NodeException.class, () -> place.outputs(List.of(1L), node));

    assertThat(error.getMessage()).containsPattern(words);
    try (var files = Files.list(folder)) {
      assertThat(files.filter(file -> file.toString().endsWith(".stopped"))).hasSize(2);
    }
  }

  @Test
  void saysHowManyAreBeingOpenedWhereThatTakesItsTime() throws Exception {
    var told = folder.resolve("told");
    place.module(
        """
        import os, time
        class Node:
            def __init__(self, told):
                until = time.monotonic() + 30
                while not os.path.exists(told):
                    if time.monotonic() > until: raise TimeoutError("nothing was told")
                    time.sleep(0.001)
            def process(self, item): return item
        """);

    try (var logged =
        LoggedWarnings.open(message -> {
          if (message.contains("are being opened")) {
            touch(told);
          }
        })) {
      var out = place.outputs(List.of(1L), "@:Node {\"told\": \"" + told + "\"} | \"workers\": 3");

      assertThat(out).containsExactly(1L);
      assertThat(logged.messages())
          .containsExactly("3 worker processes of node n0 are being opened, 0 are there");
    }
  }

  private static void touch(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The program runs in place of the worker's own, which it is given the arguments of.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "import time; time.sleep(1000)",
        "import socket, sys, time; ends = [socket.socket(socket.AF_UNIX) for _ in '12']; "
            + "[end.connect(sys.argv[4]) for end in ends]; time.sleep(1000)",
      })
  void aStartThatHangsEndsAtItsLimitAndNamesTheWorker(String program) {
    var surroundings =
        new HostProgram.Surroundings("", List.of("-I", "-c", program), List.of(), System.getenv());
    var launch =
        new Launch(
            Place.python(),
            new PythonSettings(Place::python, List.of(folder), Place.STDOUT, Place.STDERR),
            ProcessSettings.PLAIN,
            Optional.of(new HostProgram(() -> surroundings, Map.of(), _ -> {})),
            Optional.empty(),
            Duration.ofMillis(1500));

    var error =
        catchThrowableOfType(
            WorkerCrashedException.class, () -> Worker.start(launch, new Owner("words", 3, 256)));

    assertThat(error)
        .hasMessageStartingWith(
            "worker process 3 of 256 of node words did not start in time, which is 1.5 s: Python");
  }

  @Test
  void whatIsLoggedMeanwhileTellsTheNode() throws Exception {
    var nodes = Collections.synchronizedList(new ArrayList<String>());
    var logger = Logger.getLogger("of.opening");
    var handler = new Noting(nodes);
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    try {
      place.outputs(List.of(1L), "@:Tells | \"workers\": 2");
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(nodes).containsExactly("n0: there", "n0: there");
  }

  private static final class Noting extends Handler {
    private final List<String> nodes;

    Noting(List<String> nodes) {
      this.nodes = nodes;
    }

    @Override
    public void publish(LogRecord logged) {
      var node = RunContext.current().flatMap(RunContext::node).orElseThrow();
      nodes.add(node.value() + ": " + logged.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
