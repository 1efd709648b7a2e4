package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Workers that say more than anybody can hear.
@Tag("native")
@Timeout(60)
class FloodTest {
  private static final int LIMIT_MILLIS = 300;

  private static final String FLOODS =
      """
      import logging, os, sys, threading
      logger = logging.getLogger("terrarium.test.flood")
      def say(how):
          if how == "print": print("x" * 1000)
          if how == "stderr": sys.stderr.write("x" * 1000 + "\\n")
          if how == "log": logger.debug("x" * 1000)
          if how == "stdout of the system": os.write(1, b"x" * 1000)
          if how == "stderr of the system": os.write(2, b"x" * 1000)
      def flood(how):
          while True: say(how)
      class Ever:
          def process(self, how): flood(how)
      class Beside:
          def __init__(self, how): threading.Thread(target=flood, args=(how,), daemon=True).start()
          def process(self, item): return item
      """;

  @RegisterExtension final WorkerPlace place = WorkerPlace.open(_ -> {});

  @ParameterizedTest
  @ValueSource(strings = {"print", "stderr", "log", "stdout of the system", "stderr of the system"})
  void isHeldToItsDeadlineAlsoWhereItIsNeverSilent(String how) throws Exception {
    place.module(FLOODS);
    var pipeline =
        place.pipeline("@:Ever | \"on_error\": \"data\", \"timeout_ms\": " + LIMIT_MILLIS);
    long before = usedMemory();
    var out = new ArrayList<@Nullable Object>();

    pipeline.run(List.<Object>of(how).iterator(), out::add);

    assertThat(out).singleElement().asString().contains("TimeoutError");
    assertThat(usedMemory() - before).isLessThan(64L << 20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"print", "stderr", "log", "stdout of the system", "stderr of the system"})
  void goesOnWorkingBesideAFlood(String how) throws Exception {
    place.module(FLOODS);

    assertThat(place.outputs(List.of(1L, 2L, 3L), "@:Beside {\"how\": \"" + how + "\"}"))
        .containsExactly(1L, 2L, 3L);
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
