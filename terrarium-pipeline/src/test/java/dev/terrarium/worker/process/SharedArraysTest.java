package dev.terrarium.worker.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.message.ForeignValue;
import dev.terrarium.message.NodeId;
import dev.terrarium.pipeline.Conduct;
import dev.terrarium.pipeline.Lookup;
import dev.terrarium.pipeline.NodeContext;
import dev.terrarium.pipeline.Parameters;
import dev.terrarium.pipeline.ProcessSettings;
import dev.terrarium.worker.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("native")
@Timeout(60)
class SharedArraysTest {
  private static final int LARGE = 200_000;

  @RegisterExtension final WorkerPlace place = WorkerPlace.open();

  @BeforeEach
  void open() {
    assumeThat(Place.python().numpy()).as("NumPy").isPresent();
  }

  private static AudioFrame ramp(int length, int begin) {
    var frame = AudioFrame.silent(2, length, 8000);
    for (int i = 0; i < 2 * length; i++) {
      frame.samples().put(i, begin + i);
    }
    return frame;
  }

  @ParameterizedTest
  @CsvSource({
    "process, process",
    "process, inline",
    "inline, process",
    "inline, thread",
  })
  void takesALargeArrayFromPlaceToPlace(String first, String second) throws Exception {
    place.module(
        """
        import numpy as np
        def double(sound): return sound[0] * 2, sound[1]
        def check(sound):
            samples, rate = sound
            samples += 1
            return [samples.shape, str(samples.dtype), float(samples[1, -1]), rate, type(sound).__name__]
        """);

    assertThat(
            place.outputs(
                List.of(ramp(LARGE, 0)),
                "@:double | \"isolation\": \"" + first + "\"",
                "@:check | \"isolation\": \"" + second + "\""))
        .containsExactly(
            List.of(
                List.of(2L, (long) LARGE), "float32", 2.0 * (2 * LARGE - 1) + 1, 8000L, "tuple"));
  }

  @Test
  void givesBackTheVeryMemoryThatItWasGiven() throws Exception {
    place.module(
        """
        def part(sound):
            samples, rate = sound
            samples[:, 0] = -1
            return samples[1:], rate
        """);
    var out = new ArrayList<AudioFrame>();
    var shared = new ArrayList<Integer>();

    process(
        List.of(ramp(LARGE, 5)),
        value -> {
          shared.add(((ProcessValue) value).slots().size());
          out.add(value.as(AudioFrame.class));
        },
        "part");

    assertThat(shared).containsExactly(1);
    var frame = out.getFirst();
    assertThat(frame.channels()).isEqualTo(1);
    assertThat(frame.samples().get(0)).isEqualTo(-1);
    assertThat(frame.samples().get(1)).isEqualTo(5 + LARGE + 1);
  }

  @Test
  void givesWhatPythonMadeHereInSharedMemory() throws Exception {
    place.module(
        """
        import numpy as np
        def make(_):
            ramp = np.arange(100_000, dtype="f8")
            return {"ramp": ramp, "turned": [ramp.reshape(2, -1).T], "small": ramp[:10]}
        def look(item):
            turned = item["turned"][0]
            return [type(each.base).__name__ for each in (item["ramp"], turned, item["small"])] + [
                item["ramp"][-1].item(), turned[1].tolist(), turned.flags.c_contiguous]
        """);

    assertThat(place.outputs(List.of(1L, 2L), "@:make | \"isolation\": \"inline\"", "@:look"))
        .containsOnly(
            List.of("_Lease", "_Lease", "bytearray", 99_999.0, List.of(1.0, 50_001.0), true));
  }

  @Test
  void takesTwoArraysInOneSlotToAnotherWorkerAndUsesItAgain() throws Exception {
    place.module(
        """
        def split(sound): return sound[0][:1], sound[0][1:]
        def add(parts):
            with open("/proc/self/maps") as maps:
                slots = sum("memfd:terrarium" in line for line in maps)
            return [float(part[0, 1]) for part in parts] + [slots]
        """);
    var items = new ArrayList<AudioFrame>();
    for (int i = 0; i < 100; i++) {
      items.add(ramp(LARGE / 4, i));
    }

    var out = place.outputs(items, "@:split", "@:add");

    for (int i = 0; i < out.size(); i++) {
      var told = (List<?>) out.get(i);
      assertThat(told.get(0)).isEqualTo(i + 1.0);
      assertThat(told.get(1)).isEqualTo(i + 1.0 + LARGE / 4);
      assertThat((Long) told.get(2)).isLessThan(20);
    }
    assertThat(out).hasSize(100);
  }

  @Test
  void usesTheSameMemoryAgain() throws Exception {
    place.module(
        """
        import os
        def double(sound): return sound[0] * 2, sound[1]
        """);
    var numbers = new ArrayList<Integer>();
    var items = new ArrayList<AudioFrame>();
    for (int i = 0; i < 100; i++) {
      items.add(ramp(LARGE / 4, i));
    }

    process(
        items,
        value -> {
          numbers.add(((ProcessValue) value).slots().getFirst().number());
          assertThat(value.as(AudioFrame.class).samples().get(1)).isEqualTo(2 * numbers.size());
        },
        "double");

    assertThat(numbers).hasSize(100);
    assertThat(numbers.stream().collect(Collectors.toSet())).hasSizeLessThan(10);
  }

  @Test
  void keepsAnArrayAsLongAsAShareOfItLives() throws Exception {
    place.module("def double(sound): return sound[0] * 2, sound[1]");
    var kept = new ArrayList<ForeignValue>();
    var items = List.of(ramp(LARGE, 1), ramp(LARGE, 2), ramp(LARGE, 3));

    process(items, value -> kept.add(value.share()), "double");

    for (int i = 0; i < kept.size(); i++) {
      assertThat(kept.get(i).as(AudioFrame.class).samples().get(0)).isEqualTo(2 * (i + 1));
      kept.get(i).close();
    }
  }

  @Test
  void goesOnWhereMoreArraysAreKeptThanThereMayBeSlots() throws Exception {
    place.module(
        """
        import numpy
        def node(item): return numpy.full((1, 1 << 14), item, "float32"), 8000
        """);
    var kept = new ArrayList<ForeignValue>();

    process(LongStream.range(0, 1_100).boxed().toList(), value -> kept.add(value.share()), "node");

    assertThat(kept.stream().flatMap(value -> ((ProcessValue) value).slots().stream()).distinct())
        .hasSizeBetween(100, Slots.MOST);
    for (int i = 0; i < kept.size(); i++) {
      assertThat(kept.get(i).as(AudioFrame.class).samples().get(0)).isEqualTo(i);
      kept.get(i).close();
    }
  }

  @Test
  void leavesNothingWhereAWorkerCrashesWithArraysInItsHands() throws Exception {
    place.module(
        """
        import os, signal
        held = []
        def node(sound):
            held.append(sound)
            if len(held) == 3: os.kill(os.getpid(), signal.SIGKILL)
            return sound
        """);
    var items = new ArrayList<AudioFrame>();
    for (int i = 0; i < 8; i++) {
      items.add(ramp(LARGE, i));
    }

    var out = place.outputs(items, "@:node | \"on_error\": \"skip\"", "ExtractAudioDataNode");

    assertThat(out).hasSize(6);
  }

  private interface Taker {
    void take(ForeignValue value);
  }

  private void process(List<?> items, Taker taker, String function) throws Exception {
    var type =
        switch (place
            .catalog()
            .findApart(place.name() + ":" + function, "n0", ProcessSettings.PLAIN)) {
          case Lookup.Found(var found) -> found;
          case Lookup.Broken(var reason, _) -> throw new AssertionError(reason);
          case Lookup.Unknown _ -> throw new AssertionError("unknown");
        };
    var node =
        type.create(new NodeContext(new NodeId("n"), new Parameters(Map.of()), Conduct.PLAIN));
    try {
      node.open();
      for (var item : items) {
        node.process(
            item, value -> taker.take((ForeignValue) java.util.Objects.requireNonNull(value)));
      }
    } finally {
      node.close();
    }
  }
}
