package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.terrarium.environment.EnvironmentException;
import dev.terrarium.worker.Place;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Workers of every Python that there is: one JVM can have them all, since it loads none.
@Tag("native")
@Timeout(60)
class EachPythonTest {
  private static final String NODES =
      """
      import asyncio, os, signal, sys, time
      def version(item): return "%d.%d" % sys.version_info[:2]
      def several(item):
          for i in range(item): yield {"i": i, "pair": (i, i == 9)}
      async def later(item):
          await asyncio.sleep(0)
          return item
      class Stream:
          is_streaming = True
          async def process(self, items):
              async for item in items: yield item * 2
          def flush(self): return "over"
      class Life:
          def __init__(self): self.seen = 0
          def process(self, item):
              self.seen += 1
              if item == "raise": raise KeyError("key")
              if item == "crash":
                  import ctypes
                  ctypes.string_at(0)
              if item == "hang":
                  while True: pass
              if item == "deaf":
                  while True:
                      try: time.sleep(1000)
                      except BaseException: pass
              if item == "child":
                  child = os.fork()
                  if not child: time.sleep(1000)
              return self.seen
          def snapshot(self): return self.seen
          def restore(self, seen): self.seen = seen
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"bundled", "3.10", "3.11", "3.12", "3.13"})
  void worksTheSame(String request) throws Exception {
    try {
      Place.python(request);
    } catch (EnvironmentException e) {
      abort("there is no CPython " + request);
    }
    var leftovers = Leftovers.now();
    try (var place = Place.ofVersion(folder, request)) {
      place.module(NODES);

      assertThat(place.outputs(List.of(1L), "@:version"))
          .containsExactly("bundled".equals(request) ? "3.14" : request);
      assertThat(place.outputs(List.of(2L), "@:several", "@:later"))
          .containsExactly(
              Map.of("i", 0L, "pair", List.of(0L, false)),
              Map.of("i", 1L, "pair", List.of(1L, false)));
      assertThat(place.outputs(List.of(1L, 2L), "@:Stream")).containsExactly(2L, 4L, "over");
      var lives =
          place.outputs(
              List.of("", "raise", "", "crash", "child", "deaf", "", "hang", "hang", "hang"),
              "@:Life | \"on_error\": \"data\", \"timeout_ms\": 1000");
      assertThat(lives.get(1).toString()).contains("KeyError", "'key'");
      assertThat(lives.get(2)).isEqualTo(3L);
      assertThat(lives.get(3).toString()).contains("SIGSEGV", "in process");
      assertThat(lives.get(5).toString()).contains("TimeoutError", "its worker process was killed");
      assertThat(lives.get(6)).isInstanceOf(Long.class);
      assertThat(lives.subList(7, 10)) // of which a machine may be too busy to end all in time
          .anySatisfy(late ->
              assertThat(late.toString()).contains("TimeoutError", "was ended by an interrupt"));
    }
    leftovers.requireNone();
  }
}
