package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrarium.pipeline.MarshalException;
import dev.terrarium.pipeline.NodeException;
import dev.terrarium.pipeline.PipelineException;
import dev.terrarium.pipeline.run.Outcome;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Workers that find their sockets and write there what they like.
@Tag("native")
@Timeout(60)
class GarbageTest {
  /// `tell(kind, payload)` writes a frame of the request at work, `told` one with a pickle, `raw`
  /// any bytes.
  private static final String SOCKETS =
      """
      import gc, os, pickle, random, struct, sys, time
      from terrarium import _worker as w
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
      def request():
          return next(it for it in gc.get_objects() if type(it).__name__ == "_Worker")._interrupts.request
      def tell(kind, payload=b"", number=None, length=None):
          number = request() if number is None else number
          raw(struct.pack("<IBI", len(payload) if length is None else length, kind, number) + payload)
      def told(kind, value): tell(kind, pickle.dumps(value, 5))
      made = []
      def memory():
          if not made:
              made.append(os.memfd_create("terrarium"))
              os.ftruncate(made[0], 65536)
          return made[0]
      """;

  @RegisterExtension final WorkerPlace place = WorkerPlace.open();

  private Outcome run(String... nodes) {
    return place.pipeline(nodes).run(List.<Object>of(1L).iterator(), _ -> {});
  }

  private static PipelineException failure(Outcome outcome) {
    return ((Outcome.Failed) outcome).error();
  }

  /// The worker stays when it has told that, and answers nothing more.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tell(w.DONE, length=2**32-1) | a frame of the kind 65 with 4294967295 bytes came from it",
        "tell(w.DONE, length=2**30+1) | a frame of the kind 65 with 1073741825 bytes came from it",
        "tell(w.EXIT) | a frame of the kind 13 with 0 bytes came from it, which is none",
        "tell(255) | a frame of the kind -1 with 0 bytes came from it, which is none",
        "tell(w.DONE, number=999) | it answered request 999 instead of",
        "tell(w.DONE, number=2**32-1) | it answered request -1 instead of",
        "tell(w.READY) | it said again that it is ready",
        "tell(w.TAKE) | it asked for an item of a stream",
        "tell(w.DONE, number=0) | it answered request 0 instead of",
        "told(w.SLOT, (5, 9999, 65536, False)) | cannot be reached (java.nio.file.NoSuchFile",
        "told(w.SLOT, (5, 0, -1, False)) | it has made memory of -1 bytes",
        "told(w.STATELESS, (5,)) | it tells what cannot be read",
        "told(w.SLOT, (5, 0, 2**40, False)) | it has made memory of 1099511627776 bytes",
        "told(w.SLOT, (5, 0, 65536, False)) | cannot be reached (java.io.IOException",
        "told(w.SLOT, 'nothing') | it tells what is no row of values",
        "for i in range(1, 2100): told(w.SLOT, (i, memory(), 65536, False)) | it has made memory more than 2000 times",
        "told(w.SHARED, [7]) | it speaks of memory that there is not",
        "told(w.FREED, [7]) | it speaks of memory that there is not",
        "told(w.FREED, ['a']) | it speaks of memory without a number",
        "told(w.PRINTED, (1, 2)) | it tells what cannot be read: java.lang.ClassCastException",
        "told(w.PRINTED, ()) | it tells what cannot be read: java.lang.ArrayIndexOutOfBounds",
        "tell(w.PRINTED, b'junk') | a value came from it that cannot be read",
        "tell(w.PRINTED) | a value came from it that cannot be read",
        "told(w.PRINTED, (1, chr(0xd800))) | it tells what cannot be read: the text holds a lone",
        "told(w.LOGGED, (1,)) | it tells what cannot be read: java.lang.IndexOutOfBounds",
        "told(w.LOGGED, (10**30, '', '', '', [], '', {})) | it tells what cannot be read: java.lang.Class",
        "told(w.LOGGED, (10, '', '', '', [], '', {1: 2})) | it tells what cannot be read: java.lang.Class",
        "told(w.LOGGED, (10, '', '', '', [('', [None])], '', {})) | it tells what cannot be read: java.lang.Null",
        "tell(w.FAILED, b'junk') | a value came from it that cannot be read",
        "told(w.FAILED, ()) | it tells what cannot be read: java.lang.ArrayIndexOutOfBounds",
        "told(w.FAILED, ([], '', '', None, None, False)) | it tells what cannot be read: java.lang",
        "told(w.FAILED, ([chr(0xd800)], '', '', None, None, False)) | it tells what cannot be read:",
      })
  void isKilledWhereItCannotBeUnderstood(String act, String words) throws Exception {
    place.module(SOCKETS + "def node(item):\n    " + act + "\n    time.sleep(1000)\n");

    var error = (NodeException) failure(run("@:node"));

    assertThat(error.type()).isEqualTo("WorkerCrashed");
    assertThat(error)
        .hasMessageContaining("the worker process of node n0 ")
        .hasMessageContaining(words);
    assertThat(place.outputs(List.of(), "@:node")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "b'' | cannot be read: java.nio.BufferUnderflowException",
        "b'junk' | cannot be read: java.nio.BufferUnderflowException",
        "b'.' | cannot be read: it ends too early",
        "b'(.' | cannot be read: it ends too early",
        "b'](K\\x01.' | cannot be read: it ends too early",
        "b']' * 10**6 + b'a' * (10**6 - 1) + b'.' | is nested deeper than 1000 levels",
        "b']\\x94h\\x00a.' | is nested deeper than 1000 levels",
        "b'})' + b'\\x85' * 200000 + b'Ns.' | is nested deeper than 1000 levels",
        "b'X\\xff\\xff\\xff\\x7f.' | cannot be read: java.nio.BufferUnderflowException",
        "b'X\\xff\\xff\\xff\\xff.' | cannot be read: java.nio.BufferUnderflowException",
        "b'\\x8e' + b'\\xff' * 7 + b'\\x7f.' | cannot be read: java.nio.BufferUnderflowException",
        "b'\\x8b\\x00\\x00\\x00\\x80.' | cannot be read: java.nio.BufferUnderflowException",
        "b'h\\x00.' | cannot be read: java.lang.IndexOutOfBoundsException",
        "b'j\\xff\\xff\\xff\\xff.' | cannot be read: java.lang.IndexOutOfBoundsException",
        "b't.' | cannot be read: java.util.NoSuchElementException",
        "b'NNs.' | cannot be read: java.util.NoSuchElementException",
        "b'KKKKK0s.' | cannot be read: java.lang.ClassCastException",
        "b'}(K\\x01u.' | cannot be read: java.lang.IndexOutOfBoundsException",
        "b'cos\\nsystem\\n(S\"true\"\\ntR.' | cannot be read: it has the code 83",
        "b'cos\\nsystem\\n)R.' | os.system has no counterpart in Java",
        "b'cos' | cannot be read: java.lang.IndexOutOfBoundsException",
        "b'cterrarium._wire\\nnothing\\n)R.' | cannot be read: java.lang.IllegalArgumentException: there",
        "b'cterrarium._wire\\narray\\n)R.' | cannot be read: java.lang.ArrayIndexOutOfBounds",
      })
  void aValueThatIsNoneFailsWhereItIsTaken(String pickle, String words) throws Exception {
    place.module(SOCKETS + "def node(item):\n    tell(w.LAST, " + pickle + ")\n    os._exit(0)\n");

    var error = (MarshalException) failure(run("@:node", "Echo"));

    assertThat(error).hasMessageContaining("which node n0 gave").hasMessageContaining(words);
    assertThat(place.outputs(List.of(), "@:node")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "tuple", "key", "element"})
  void aValueThatHoldsItsPartsOverAndOverIsRefused(String kind) throws Exception {
    place.module(
        SOCKETS
            + """
            def node(kind):
                data = b"]\\x94" if kind == "list" else b")\\x94"
                for i in range(100):
                    again = b"h" + bytes([i])
                    data += (b"](" + again + again + b"e" if kind == "list" else again + again + b"\\x86") + b"\\x94"
                top = b"h" + bytes([100])
                data += b"0" * 101
                data += {"key": b"}" + top + b"Ns", "element": b"\\x8f(" + top + b"\\x90"}.get(kind, top)
                tell(w.LAST, data + b".")
                os._exit(0)
            """);

    var outcome = place.pipeline("@:node", "Echo").run(List.<Object>of(kind).iterator(), _ -> {});

    assertThat(failure(outcome))
        .isInstanceOf(MarshalException.class)
        .hasMessageContaining("the value has more than 67108864 elements");
  }

  @Test
  void bytesAtRandomEndInAClearErrorBeforeTheDeadline() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("GarbageTest.bytesAtRandom: seed " + seed);
    place.module(
        SOCKETS
            + """
            def node(seed):
                random.seed(seed)
                raw(random.choice([b"", struct.pack("<I", random.randrange(100))]) + random.randbytes(random.randrange(2000)))
                time.sleep(1000)
            """);
    var seeds = new Random(seed).longs(9).boxed().toList();

    var out = place.outputs(seeds, "@:node | \"on_error\": \"data\", \"timeout_ms\": 500");

    assertThat(out).hasSize(seeds.size());
    assertThat(out)
        .allSatisfy(each ->
            assertThat(each.toString())
                .containsAnyOf("cannot be understood", "so its worker process was killed"));
  }

  @Test
  void aFrameThatIsAnnouncedAndNeverComesTakesNoMemory() throws Exception {
    place.module(
        SOCKETS
            + """
            def node(item):
                tell(w.LAST, b"x", length=2**30)
                time.sleep(1000)
            """);
    long before = Runtime.getRuntime().totalMemory();

    var error = failure(run("@:node | \"timeout_ms\": 1000"));

    assertThat(error).hasMessageContaining("so its worker process was killed");
    assertThat(Runtime.getRuntime().totalMemory() - before).isLessThan(1L << 29);
  }

  @Test
  void anAnswerThatIsCutOffIsTheEndOfItsWorker() throws Exception {
    place.module(
        SOCKETS
            + """
            def node(item):
                tell(w.LAST, b"x", length=100)
                os._exit(0)
            """);

    assertThat(failure(run("@:node"))).hasMessageContaining("ended with exit status 0");
  }

  @Test
  void aNodeThatIsDescribedWithGarbageCannotBeLoaded() throws Exception {
    place.module(SOCKETS + "tell(w.DONE, b'junk')\ntime.sleep(1000)\n");
    assertThat(place.faults("@:node").getFirst())
        .contains("cannot be loaded", "it cannot be understood: a value came from it");

    place.module(SOCKETS + "told(w.DONE, ('', True, [5], False, False))\ntime.sleep(1000)\n");
    assertThat(place.faults("@:node").getFirst())
        .contains("cannot be loaded", "it cannot be understood: it tells what cannot be read");
  }

  @Test
  void aNodeThatIsOpenedWithGarbageFails() throws Exception {
    place.module(
        SOCKETS
            + """
            class Node:
                def __init__(self):
                    tell(w.DONE, b'junk')
                    time.sleep(1000)
                def process(self, item): return item
            """);

    assertThat(failure(run("@:Node")))
        .hasMessageContaining("it cannot be understood: a value came from it that cannot be read");
  }
}
