package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.run.Outcome;
import dev.terrarium.worker.WorkerCrashedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("native")
@Timeout(120)
class CrashTest {
  private static final String CRASHES =
      """
      import os, signal, sys, time
      def sockets():
          for name in os.listdir("/proc/self/fd"):
              try:
                  if os.readlink("/proc/self/fd/" + name).startswith("socket:"): yield int(name)
              except OSError: pass
      def crash(how):
          if how == "ok": return how
          sys.stderr.write("about to " + how + "\\n")
          if how == "exit": os._exit(3)
          if how == "kill": os.kill(os.getpid(), signal.SIGKILL)
          if how == "group": os.killpg(0, signal.SIGKILL)
          if how == "alarm": signal.alarm(1); time.sleep(1000)
          if how == "abort": os.abort()
          if how == "segfault":
              import ctypes
              ctypes.string_at(0)
          if how == "bus": os.kill(os.getpid(), signal.SIGBUS)
          if how == "ill": os.kill(os.getpid(), signal.SIGILL)
          if how == "fpe": os.kill(os.getpid(), signal.SIGFPE)
          if how == "fatal":
              import ctypes
              ctypes.pythonapi.Py_FatalError(b"told to")
          if how == "quietly": os._exit(0)
          if how == "highly": os._exit(200)
          if how == "program": os.execvp("sleep", ["sleep", "1000"])
          if how == "fork":
              if os.fork(): os._exit(4)
              time.sleep(1000)
          if how == "garbage":
              for end in sockets(): os.write(end, b"GET / HTTP/1.1\\r\\n\\r\\n" * 1000)
              time.sleep(1000)
          if how == "zeros":
              for end in sockets(): os.write(end, bytes(1000))
              time.sleep(1000)
      """;

  @RegisterExtension final WorkerPlace place = WorkerPlace.open();
  private final Path folder = place.folder();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exit | 3 | ended with exit status 3",
        "kill | 137 | was killed by signal 9 (SIGKILL), as the system does when memory is short, or somebody's kill -9",
        "group | 137 | was killed by signal 9 (SIGKILL), as the system does when memory is short, or somebody's kill -9",
        "alarm | 142 | was killed by signal 14 (SIGALRM)",
        "abort | 134 | was killed by signal 6 (SIGABRT)",
        "segfault | 139 | was killed by signal 11 (SIGSEGV)",
        "bus | 135 | was killed by signal 7 (SIGBUS)",
        "ill | 132 | was killed by signal 4 (SIGILL)",
        "fpe | 136 | was killed by signal 8 (SIGFPE)",
        "fatal | 134 | was killed by signal 6 (SIGABRT)",
        "quietly | 0 | ended with exit status 0",
        "highly | 200 | ended with exit status 200",
        "program | -1 | closed its line without ending, and was killed",
        "fork | 4 | ended with exit status 4",
        "garbage | -1 | was killed, since it cannot be understood: a frame of the kind",
        "zeros | -1 | was killed, since it cannot be understood: a frame of the kind 0"
      })
  void saysHowAWorkerEnded(String how, int status, String words) throws Exception {
    place.module(CRASHES);

    var error =
        catchThrowableOfType(
            NodeException.class, () -> place.outputs(List.of("ok", how), "@:crash"));

    assertThat(error.type()).isEqualTo("WorkerCrashed");
    assertThat(error.place().item()).hasValue(1);
    assertThat(error.place().node().value()).isEqualTo("n0");
    assertThat(error)
        .hasMessageContaining(
            "failed on item 1: WorkerCrashed: the worker process of node n0 " + words);
    var crash = (WorkerCrashedException) error.getCause();
    assertThat(crash.node()).isEqualTo("n0");
    assertThat(crash.status()).isEqualTo(status);
    if (how.equals("segfault")) {
      assertThat(crash.lastLines())
          .contains("Segmentation fault", "in crash")
          .doesNotContain("_worker.py", "_listen");
    }
  }

  /// What is told depends on whether the process has noticed it before it is killed.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "os.closerange(3, 256)",
        "os.closerange(3, 256); print(item)",
        "os.closerange(3, 256); [os.dup(1) for _ in range(20)]",
        "os.closerange(0, 1000); time.sleep(1000)",
        "[os.close(end) for end in sockets()]; time.sleep(1000)",
      })
  void saysThatItsLineWasClosedHoweverTheProcessNoticesThat(String act) throws Exception {
    place.module(CRASHES + "def node(item): " + act);

    var error =
        catchThrowableOfType(NodeException.class, () -> place.outputs(List.of("hi"), "@:node"));

    assertThat(error)
        .hasMessageContaining("WorkerCrashed: the worker process of node n0 closed its line");
  }

  @Test
  void goesOnWithTheNextItemInANewProcess() throws Exception {
    place.module(
        CRASHES
            + """
            def node(how):
                return crash(how) and os.getpid()
            """);

    var out =
        place.outputs(
            List.of("ok", "ok", "kill", "ok", "exit", "ok", "segfault"),
            "@:node | \"on_error\": \"skip\"");

    assertThat(out).hasSize(4);
    assertThat(out.get(0)).isEqualTo(out.get(1)).isNotEqualTo(out.get(2));
    assertThat(out.get(2)).isNotEqualTo(out.get(3));
  }

  @Test
  void triesAnItemAgainWhoseWorkerCrashed() throws Exception {
    place.module(
        """
        import os
        def node(item):
            if not os.path.exists(item):
                open(item, "w").close()
                os._exit(1)
            return "there"
        """);

    assertThat(
            place.outputs(
                List.of(folder.resolve("mark").toString()),
                "@:node | \"retry\": {\"attempts\": 2, \"backoff_ms\": 0, \"on\": [\"WorkerCrashed\"]}"))
        .containsExactly("there");
  }

  @Test
  void givesUpOnANodeThatCrashesAgainAndAgain() throws Exception {
    place.module(
        """
        import os
        class Node:
            def process(self, item): os._exit(1)
        """);
    var items = java.util.Collections.nCopies(Budget.MOST + 3, 1L);

    var out = place.outputs(items, "@:Node | \"on_error\": \"data\"");

    assertThat(out).hasSize(items.size());
    assertThat(out.getFirst().toString()).contains("ended with exit status 1");
    assertThat(out.getLast().toString())
        .contains("has ended 10 times within 60 s, and is not started again");
  }

  @Test
  void givesTheNextProcessTheStateThatTheLastOneTold() throws Exception {
    place.module(
        """
        import os
        class Sum:
            def __init__(self): self.total = 0
            def process(self, item):
                if item < 0: os._exit(1)
                self.total += item
                return self.total
            def snapshot(self): return {"total": self.total}
            def restore(self, state): self.total = state["total"]
        """);

    assertThat(place.outputs(List.of(1L, 2L, -1L, 3L), "@:Sum | \"on_error\": \"skip\""))
        .containsExactly(1L, 3L, 6L);
  }

  @Test
  void endsAWorkerThatDoesNotHeedAnInterrupt() throws Exception {
    place.module(
        """
        import time
        class Node:
            def process(self, item):
                while item == 1:
                    try:
                        while True: time.sleep(0.01)
                    except BaseException: pass
                return item
        """);
    var out = new ArrayList<@Nullable Object>();
    long begin = System.nanoTime();
    var pipeline = place.pipeline("@:Node | \"timeout_ms\": 1000, \"on_error\": \"data\"");

    pipeline.run(
        List.of(0L, 1L, 2L).iterator(),
        value -> {
          out.add(value);
          out.add(System.nanoTime() - begin);
        });

    assertThat(out.get(2).toString())
        .contains(
            "TimeoutError",
            "did not end when it was interrupted, so its worker process was killed");
    long took = (Long) out.get(3) - (Long) out.get(1);
    assertThat(Duration.ofNanos(took)).isGreaterThanOrEqualTo(Duration.ofMillis(1000));
    assertThat(out.get(4)).isEqualTo(2L);
  }

  @Test
  void survivesAWorkerThatFloodsItWithOutput() throws Exception {
    place.module(
        """
        import logging, os, threading
        def talk():
            while True: print("x" * 1000)
        class Node:
            def __init__(self):
                threading.Thread(target=talk, daemon=True).start()
            def process(self, item): return item
        """);

    assertThat(place.outputs(List.of(1L, 2L, 3L), "@:Node")).containsExactly(1L, 2L, 3L);
  }

  @Test
  void endsARunThatIsInterruptedWhileAWorkerWorks() throws Exception {
    var module =
        place.module(
            """
            import time
            class Node:
                def process(self, item):
                    open(__file__ + ".at", "w").close()
                    time.sleep(1000)
                def cleanup(self): open(__file__ + ".clean", "w").close()
            """);
    var pipeline = place.pipeline("@:Node");
    var outcomes = new ArrayList<Outcome>();
    var runner =
        Thread.ofPlatform()
            .start(() -> outcomes.add(pipeline.run(List.of(1L).iterator(), _ -> {})));
    while (!Files.exists(folder.resolve(module + ".py.at"))) {
      Thread.onSpinWait();
    }

    runner.interrupt();
    runner.join();

    assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Cancelled.class);
    assertThat(folder.resolve(module + ".py.clean")).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "os.kill(os.getpid(), signal.SIGSTOP)",
        "os.setpgid(0, os.getpgid(os.getppid())); stay()",
        "signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65)); stay()",
        "ctypes.PyDLL(None).sleep(1000)",
      })
  void endsWithinItsTimeLimitWhateverAWorkerDoesInstead(String act) throws Exception {
    place.module(
        """
        import ctypes, os, signal, time
        def stay():
            while True:
                try: time.sleep(1000)
                except BaseException: pass
        def node(item):
            if item == 1:
                %s
            return item
        """
            .formatted(act));
    var times = new ArrayList<Long>();
    var out = new ArrayList<@Nullable Object>();
    var pipeline = place.pipeline("@:node | \"timeout_ms\": 1000, \"on_error\": \"data\"");

    pipeline.run(
        List.<@Nullable Object>of(0L, 1L, 2L).iterator(),
        value -> {
          out.add(value);
          times.add(System.nanoTime());
        });

    assertThat(out.get(1).toString()).contains("TimeoutError", "its worker process was killed");
    assertThat(out.get(2)).isEqualTo(2L);
    assertThat(Duration.ofNanos(times.get(1) - times.get(0)))
        .isGreaterThanOrEqualTo(Duration.ofMillis(1000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "threading.Thread(target=sys.exit).start()",
        "os.setsid()",
        "os.kill(os.getpid(), signal.SIGINT)",
        "sys.exit(3)",
        "os.closerange(0, 3)",
        "limited()",
      })
  void goesOnInTheSameProcessAfterWhatIsNoDeath(String act) throws Exception {
    place.module(
        """
        import os, resource, signal, sys, threading
        def limited():
            resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
            rows = []
            while True: rows.append(bytearray(64 << 20))
        def node(item):
            if item == 1:
                %s
            return os.getpid()
        """
            .formatted(act));

    var out = place.outputs(List.of(0L, 1L, 2L), "@:node | \"on_error\": \"skip\"");

    assertThat(out).hasSizeBetween(2, 3);
    assertThat(out.getLast()).isEqualTo(out.getFirst());
  }
}
