package dev.terrarium.worker.process;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.worker.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// How much memory is shared, as the system tells it.
@Tag("native")
@Timeout(60)
class SharedMemoryTest {
  private static final long MB = 1 << 20;
  private static final int LARGE = 32;

  private static final String NODES =
      """
      import os, signal, numpy
      held = []
      def shared():
          for line in open("/proc/self/status"):
              if line.startswith("RssShmem:"): return int(line.split()[1]) // 1024
      def slots(): return sum("memfd:terrarium" in line for line in open("/proc/self/maps"))
      def node(item):
          if not isinstance(item, str): return float(numpy.sum(item[0]))
          if item == "make": return numpy.ones(32 << 18, "float32")
          if item == "shared": return shared()
          if item == "slots": return slots()
          if item == "kill": os.kill(os.getpid(), signal.SIGKILL)
          return os.getpid()
      def fails(item):
          if isinstance(item, str): return slots()
          raise ValueError("no")
      def exhausts(item):
          if item == "fill":
              try:
                  while True: held.append(open(os.devnull))
              except OSError as error: return error.errno
          if item == "array": return numpy.ones(1 << 18, "float32")
          if item == "slots":
              held.clear()
              return slots()
          return float(numpy.sum(item[0]))
      def keeps(item):
          held.append(item)
          return shared()
      """;

  @RegisterExtension final WorkerPlace place = WorkerPlace.open();

  @BeforeEach
  void open() throws Exception {
    assumeThat(Place.python().numpy()).as("NumPy").isPresent();
    place.module(NODES);
  }

  private static AudioFrame frame(int megabytes) {
    return AudioFrame.silent(1, megabytes << 18, 8000);
  }

  private static List<Object> items(Object first, int others, String last) {
    var items = new ArrayList<Object>();
    items.add(first);
    items.addAll(Collections.nCopies(others, "pid"));
    items.add(last);
    return items;
  }

  /// What a process has in shared memory, in bytes.
  private static long shared(String process) throws IOException {
    return Files.readAllLines(Path.of("/proc", process, "status")).stream()
        .filter(line -> line.startsWith("RssShmem:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void isGivenBackWhenALargeArrayWasSentOnce() {
    var soon = place.outputs(items(frame(LARGE), 1, "shared"), "@:node");
    var later = place.outputs(items(frame(LARGE), 200, "shared"), "@:node");

    assertThat((Long) soon.getLast()).isGreaterThanOrEqualTo(LARGE);
    assertThat((Long) later.getLast()).isLessThan(2);
  }

  @Test
  void isGivenBackWhenALargeArrayCameOnce() throws Exception {
    long before = shared("self");

    var later = new ArrayList<@Nullable Object>();
    var grown = new ArrayList<Long>();
    place
        .pipeline("@:node")
        .run(
            items("make", 200, "shared").iterator(),
            value -> {
              later.add(value);
              grown.add(sharedHere() - before);
            });

    assertThat(grown.getFirst()).isGreaterThan((LARGE - 1) * MB);
    assertThat(grown.getLast()).isLessThan(2 * MB);
    assertThat((Long) later.getLast()).isLessThan(2);
  }

  private static long sharedHere() {
    try {
      return shared("self");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void isGivenBackWhenANodeIsClosed() throws Exception {
    long before = shared("self");

    var out = place.outputs(List.of(frame(LARGE), "make", "pid"), "@:node");

    assertThat(shared(out.getLast().toString())).isLessThan(2 * MB);
    assertThat(shared("self") - before).isLessThan(2 * MB);
  }

  @Test
  void isGivenBackWhenAWorkerCrashes() throws Exception {
    long before = shared("self");

    place.outputs(List.of(frame(LARGE), "make", "kill", "pid"), "@:node | \"on_error\": \"skip\"");

    assertThat(shared("self") - before).isLessThan(2 * MB);
  }

  @Test
  void isUsedAgainAlsoOfItemsThatWereSentInVain() {
    var items = new ArrayList<Object>(Collections.nCopies(100, frame(1)));
    items.add("slots");

    var out = place.outputs(items, "@:fails | \"on_error\": \"skip\"");

    assertThat((Long) out.getLast()).isLessThan(20);
  }

  @Test
  void doesNotLetASmallArrayHoldALargeSlot() {
    var items = new ArrayList<Object>(List.of(frame(LARGE)));
    items.addAll(Collections.nCopies(200, frame(1)));
    items.add("shared");

    assertThat((Long) place.outputs(items, "@:node").getLast()).isLessThan(LARGE);
  }

  /// One after the other, by a time limit: an item that is given before its turn has its memory
  /// then.
  @Test
  void arraysTravelWithoutItWhereTooManyFilesAreOpenToMakeSome() {
    var items = List.of("fill", "array", frame(1), "slots");

    var out =
        place.outputs(
            items, "@:exhausts | \"limits\": {\"open_files\": 50}, \"timeout_ms\": 60000");

    assertThat(out.getFirst()).isEqualTo(24L);
    assertThat(new ArrayList<>((List<?>) requireNonNull(out.get(1))))
        .hasSize(1 << 18)
        .first()
        .isEqualTo(1.0);
    assertThat(out.subList(2, 4)).containsExactly(0.0, 0L);
  }

  @Test
  void isBoundedByTheLimitOfMemory() {
    var frames = Collections.nCopies(40, frame(16));
    // What NumPy's libraries reserve for each thread is much, and how much hangs on the processor.
    var oneThread = "\"environment\": {\"OMP_NUM_THREADS\": \"1\"}";

    var out =
        place.outputs(
            frames,
            "@:keeps | \"on_error\": \"skip\", \"limits\": {\"memory_gb\": 0.4}, " + oneThread);

    assertThat(out).isNotEmpty();
    assertThat(out).allMatch(shared -> (Long) shared <= 410);
  }
}
