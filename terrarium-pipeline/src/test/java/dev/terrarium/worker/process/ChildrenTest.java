package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes that a worker starts.
@Tag("native")
@Timeout(60)
class ChildrenTest {
  private static final String STARTS =
      """
      import multiprocessing, os, signal, subprocess, sys, time
      def start(how):
          if how == "fork":
              child = os.fork()
              if not child: time.sleep(1000)
              return child
          if how == "program": return subprocess.Popen(["sleep", "1000"]).pid
          if how == "deaf":
              deaf = "trap '' TERM HUP INT; sleep 1000; sleep 1000"
              return subprocess.Popen(["sh", "-c", deaf]).pid
          if how == "grandchild":
              said = subprocess.run(
                  ["sh", "-c", "sleep 1000 >/dev/null 2>&1 & echo $!"], stdout=subprocess.PIPE
              )
              return int(said.stdout)
      """;

  private final List<String> printed = Collections.synchronizedList(new ArrayList<>());
  private final List<String> complained = Collections.synchronizedList(new ArrayList<>());

  @RegisterExtension final WorkerPlace place = WorkerPlace.open(printed::add, complained::add);

  private static void requireEnd(Object process) {
    Optional<ProcessHandle> child = ProcessHandle.of((Long) process);
    child.ifPresent(handle -> handle.onExit().join());
  }

  @ParameterizedTest
  @CsvSource({
    "fork, exit",
    "program, exit",
    "deaf, exit",
    "grandchild, exit",
    "fork, kill",
    "program, kill",
    "grandchild, hang",
    "program, hang",
  })
  void endWithAWorkerThatEndsHoweverItDoes(String child, String end) throws Exception {
    place.module(
        STARTS
            + """
            def node(how):
                if how == "exit": os._exit(1)
                if how == "kill": os.kill(os.getpid(), signal.SIGKILL)
                if how == "hang":
                    while True:
                        try: time.sleep(1000)
                        except BaseException: pass
                return start(how)
            """);

    var out =
        place.outputs(List.of(child, end), "@:node | \"on_error\": \"skip\", \"timeout_ms\": 3000");

    assertThat(out).hasSize(1);
    requireEnd(out.getFirst());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fork", "program", "deaf", "grandchild"})
  void endWithAWorkerThatIsNotNeededAnyMore(String child) throws Exception {
    place.module(STARTS + "def node(how): return start(how)");
    var out = place.outputs(List.of(child), "@:node");

    place.close();

    requireEnd(out.getFirst());
  }

  @Test
  void goOnWhereTheyHaveAGroupOfTheirOwn() throws Exception {
    place.module(
        STARTS
            + """
            def node(item):
                return subprocess.Popen(
                    ["sleep", "1000"], start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
                ).pid
            """);
    var out = place.outputs(List.of(1L), "@:node");

    place.close();

    var child = ProcessHandle.of((Long) out.getFirst()).orElseThrow();
    assertThat(child.isAlive()).isTrue();
    child.destroyForcibly();
    child.onExit().join();
  }

  @Test
  void ofAForkSayNothingOnTheLinesOfTheirParent() throws Exception {
    place.module(
        STARTS
            + """
            import logging, threading
            def talk():
                while True: print("worker")
            threading.Thread(target=talk, daemon=True).start()
            def node(item):
                child = os.fork()
                if not child:
                    for i in range(100):
                        print(f"child {item}.{i}")
                        logging.getLogger("a.b").warning("logged %d", i)
                    if item % 3 == 0: return "from the child"
                    if item % 3 == 1: raise ValueError("of the child")
                    os._exit(7)
                return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            """);

    var out = place.outputs(List.of(0L, 1L, 2L, 3L), "@:node");

    place.close();
    assertThat(out).containsExactly(0L, 1L, 7L, 0L);
    assertThat(String.join("", List.copyOf(printed)).replace("worker\n", ""))
        .contains("child 0.99\n", "child 3.99\n");
    assertThat(String.join("", List.copyOf(complained)))
        .contains("WARNING:a.b:logged 99\n", "ValueError: of the child");
  }

  @Test
  void ofMultiprocessingWork() throws Exception {
    place.module(
        STARTS
            + """
            def square(x):
                print("square", x)
                return x * x
            def node(item):
                with multiprocessing.get_context("fork").Pool(2) as pool:
                    return pool.map(square, range(item))
            """);

    assertThat(place.outputs(List.of(4L), "@:node")).containsExactly(List.of(0L, 1L, 4L, 9L));
    assertThat(String.join("", List.copyOf(printed))).contains("square", "3");
  }
}
