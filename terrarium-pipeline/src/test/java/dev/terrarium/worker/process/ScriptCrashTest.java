package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.ProcessSettings;
import dev.terrarium.pipeline.ResourceLimits;
import dev.terrarium.worker.WorkerCrashedException;
import dev.terrarium.worker.script.ScriptException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Processes of scripts that end, whatever ends them, and what they say when they are cut short.
@Tag("native")
@Timeout(120)
class ScriptCrashTest {
  /// `tell(kind, payload)` writes a frame of the operation at work, `told` one with a pickle.
  private static final String SOCKETS =
      """
      import ctypes, os, pickle, random, signal, struct, subprocess, sys, time
      from terrarium import _script_worker as w
      held = []
      def sockets():
          found = []
          for name in os.listdir("/proc/self/fd"):
              try:
                  if os.readlink("/proc/self/fd/" + name).startswith("socket:"): found.append(int(name))
              except OSError: pass
          return sorted(found)
      def raw(data):
          line = sockets()[0]
          while data: data = data[os.write(line, data):]
      def tell(kind, payload=b"", number=1, length=None):
          raw(struct.pack("<IBI", len(payload) if length is None else length, kind, number) + payload)
      def told(kind, value): tell(kind, pickle.dumps(value, 5))
      def one(): return 1
      """;

  @RegisterExtension final ScriptPlace place = new ScriptPlace();

  private WorkerCrashedException crash(String act) throws Exception {
    place.module(SOCKETS + "def work():\n    " + act + "\n    time.sleep(1000)\n");
    return (WorkerCrashedException) ScriptPlace.failure(place.start("work"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "os._exit(3) | ended with exit status 3 | 3",
        "ctypes.CDLL(None).exit(4) | ended with exit status 4 | 4",
        "os.kill(os.getpid(), signal.SIGKILL) | was killed by signal 9 (SIGKILL) | 137",
        "os.abort() | was killed by signal 6 (SIGABRT) | 134",
        "ctypes.string_at(0) | was killed by signal 11 (SIGSEGV) | 139",
        "os.closerange(3, 100); print('still there?') | closed its line, as os.closerange does | 240",
      })
  void theEndIsToldWithItsStatusOrSignal(String act, String how, int status) throws Exception {
    var crash = crash(act);

    assertThat(crash.how()).startsWith("the interpreter of arm " + how);
    assertThat(crash.status()).isEqualTo(status);
    place.host().exit().get(60, TimeUnit.SECONDS);
    assertThat(ScriptPlace.failure(place.start("work"))).isSameAs(crash);
  }

  @Test
  void theLastWordsAreWhereItStoodAndWhatItWrote() throws Exception {
    var crash = crash("os.write(2, b'out of luck\\n'); ctypes.string_at(0)");

    assertThat(crash.lastLines())
        .contains("out of luck", "Segmentation fault", "scripts.py\", line 19 in work")
        .doesNotContain("_script_worker.py");
  }

  @Test
  void anExitThatPythonRaisesIsAnOrdinaryFailure() throws Exception {
    place.module("import sys\ndef work(): sys.exit(5)\ndef one(): return 1");

    var raised = (ScriptException.Raised) ScriptPlace.failure(place.start("work"));

    assertThat(raised.type()).isEqualTo("SystemExit");
    assertThat(place.call("one")).isEqualTo(1L);
  }

  @Test
  void aProcessThatEndsBetweenOperationsIsMissedByTheNext() throws Exception {
    place.module("import os\ndef pid(): return os.getpid()");
    var process = ProcessHandle.of((Long) place.call("pid")).orElseThrow();

    process.destroyForcibly();
    place.host().exit().get(60, TimeUnit.SECONDS);

    var crash = (WorkerCrashedException) ScriptPlace.failure(place.start("pid"));
    assertThat(crash.how()).contains("the interpreter of arm was killed by signal 9");
  }

  private static ProcessSettings limited(double gigabytes, int files) {
    var limits =
        new ResourceLimits(
            OptionalDouble.of(gigabytes), OptionalInt.empty(), OptionalInt.of(files));
    return new ProcessSettings(limits, Map.of("HOW", "limited"));
  }

  @Test
  void aMemoryErrorIsAnOrdinaryFailureThatTellsTheLimit() throws Exception {
    place.module(SOCKETS + "def work(): held.append(bytearray(300 << 20))\n");
    place.host(limited(0.2, 100));

    var raised = (ScriptException.Raised) ScriptPlace.failure(place.start("work"));

    assertThat(raised.type()).isEqualTo("MemoryError");
    assertThat(raised.detail()).isEqualTo("its memory is limited to 0.2 GB");
    assertThat(place.call("one")).isEqualTo(1L);
  }

  @Test
  void filesAreLimitedAndTheEnvironmentIsAsItIsWished() throws Exception {
    place.module(
        SOCKETS
            + """
            def work():
                held.append(os.environ["HOW"])
                while True: held.append(open(os.devnull))
            def how(): return held[0]
            """);
    place.host(limited(0.5, 64));

    var raised = (ScriptException.Raised) ScriptPlace.failure(place.start("work"));

    assertThat(raised.detail()).contains("Too many open files", "limited to 64");
    assertThat(place.call("how")).isEqualTo("limited");
  }

  @Test
  void anArgumentBeyondTheMemoryIsRefusedAndTheNextIsTaken() throws Exception {
    place.module("def size(text): return len(text)");
    place.host(limited(0.1, 100));

    var raised =
        (ScriptException.Raised) ScriptPlace.failure(place.start("size", "x".repeat(60_000_000)));

    assertThat(raised.type()).isEqualTo("MemoryError");
    assertThat(place.call("size", "abc")).isEqualTo(3L);
  }

  @Test
  void limitsThatDoNotDoForTheStartAreTold() {
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> place.host(limited(0.01, 100)))
        .isInstanceOf(ScriptException.Unavailable.class)
        .hasMessageContaining("the interpreter of arm did not start")
        .hasMessageContaining("its limits may be too small to start with: memory 0.01 GB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tell(w.VALUE, length=2**32-1) | a frame of the kind 67 with 4294967295 bytes came from it",
        "tell(w.EXIT) | a frame of the kind 9 with 0 bytes came from it, which is none",
        "tell(255) | a frame of the kind -1 with 0 bytes came from it, which is none",
        "tell(w.VALUE, number=999) | it answered operation 999 with 67, which is none",
        "tell(65) | it answered operation 1 with 65, which is none",
        "tell(w.READY) | it said again that it is ready",
        "tell(72) | it tells what was not asked for",
        "told(w.SLOT, (5, 9999, 65536, False)) | it has made memory that cannot be had: java.nio.file.NoSuch",
        "told(w.SLOT, (5, 0, -1, False)) | it has made memory of -1 bytes",
        "told(w.SHARED, [7]) | it speaks of memory that there is not",
        "told(w.FREED, ['a']) | it speaks of memory without a number",
        "told(w.STANDS, ('a',)) | it tells what cannot be read",
        "told(w.ASKED, 5) | it asks for what is no row of values",
        "told(w.ASKED, (1, 2, 3)) | it tells what cannot be read",
        "tell(w.ASKED, b'junk') | a value came from it that cannot be read",
        "tell(70, b'junk') | a value came from it that cannot be read",
        "raw(b'x' * 100) | which is none",
      })
  void itIsKilledWhereItCannotBeUnderstood(String act, String words) throws Exception {
    var crash = crash(act);

    assertThat(crash).hasMessageContaining("the interpreter of arm ").hasMessageContaining(words);
    assertThat(crash.status()).isEqualTo(-1);
  }

  @Test
  void aResultThatIsNoneIsARefusedOne() throws Exception {
    place.module(SOCKETS + "def work():\n    tell(w.VALUE, b'junk')\n    os._exit(0)\n");

    assertThat(ScriptPlace.failure(place.start("work")))
        .hasMessageContaining("a value came from it that cannot be read");
  }

  /// What may be the beginning of a frame is waited for: so the process is ended.
  @Test
  void randomBytesNeverHarmThisProcess() throws Exception {
    place.module(
        SOCKETS
            + """
            def work(seed):
                random.seed(seed)
                raw(random.randbytes(100_000))
                os._exit(0)
            """);
    for (int seed = 0; seed < 10; seed++) {
      var crash = (WorkerCrashedException) ScriptPlace.failure(place.start("work", seed));

      assertThat(crash.how()).contains("the interpreter of arm");
      place.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"os._exit(1)", "time.sleep(1000)"})
  void whatItHasStartedEndsWithIt(String end) throws Exception {
    place.module(
        SOCKETS
            + "def start(): return subprocess.Popen(['sleep', '1000']).pid\n"
            + "def fork(): return os.fork() or time.sleep(1000)\n"
            + "def work(): "
            + end
            + "\n");
    var children = List.of((Long) place.call("start"), (Long) place.call("fork"));
    var running = place.start("work");

    place.host().kill();
    running.ended().get(60, TimeUnit.SECONDS);

    for (var child : children) {
      ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
    }
  }

  @Test
  void aForkedChildSaysNothingOnTheLines() throws Exception {
    place.module(
        SOCKETS
            + """
            from terrarium import bus
            def work(how):
                child = os.fork()
                if not child:
                    print("of the child", flush=True)
                    if how == 0: return "from the child"
                    if how == 1: raise ValueError("of the child")
                    try: bus.armed()
                    except RuntimeError as error: os._exit("forked child" in str(error) and 7)
                return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            """);

    assertThat(place.call("work", 0)).isEqualTo(0L);
    assertThat(place.call("work", 1)).isEqualTo(1L);
    assertThat(place.call("work", 2)).isEqualTo(7L);
    place.close();
    assertThat(place.printed()).contains("of the child", "ValueError: of the child");
  }
}
