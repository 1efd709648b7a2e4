package dev.terrarium.bench;

import dev.terrarium.message.AudioFrame;
import dev.terrarium.pipeline.run.Feed;
import dev.terrarium.pipeline.run.Pipeline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/// What does a value cost on its way from Java into a Python node and back, by its type?
final class HowFastIsTheSeam {
  private static final int MANY = 10_000;
  private static final int ITEMS = 100;
  private static final int FRAME = 1_000_000;
  private static final List<String> PASS = List.of("PassThrough");

  private final Workbench bench;
  private final Scores scores;
  private final Pipeline pass;

  private HowFastIsTheSeam(Workbench bench, Scores scores) {
    this.bench = bench;
    this.scores = scores;
    this.pass = bench.chain(Workbench.python(PASS));
  }

  static void measure(Workbench bench, Scores scores) {
    new HowFastIsTheSeam(bench, scores).measure();
  }

  private void measure() {
    scores.add(
        row("marshal-int", "an int", MANY, i -> 1_000 + i).promising(new Promise.AtMost(1_500)));
    scores.add(
        row("marshal-float", "a float", MANY, i -> i + 0.5).promising(new Promise.AtMost(1_500)));
    scores.add(
        row("marshal-str", "a str of 20", MANY, "item number %8d"::formatted)
            .promising(new Promise.AtMost(1_500)));
    scores.add(bytes());
    scores.add(row("marshal-list", "a list of 1,000 ints", ITEMS, HowFastIsTheSeam::list));
    scores.add(row("marshal-dict", "a dict of 10 str → float", ITEMS, HowFastIsTheSeam::dict));
    sound();
  }

  private Contest row(String id, String what, int count, LongFunction<Object> item) {
    List<Object> items = LongStream.range(0, count).mapToObj(item).toList();
    return Contest.ofItems(id, titled(what, count), count, Workbench.batch(pass, items, items))
        .beside(bench.loop("loop", PASS, items, items));
  }

  private static String titled(String what, int count) {
    return "%s into a Python node and back, each of %,d".formatted(what, count);
  }

  /// Arrays of bytes are equal by their elements.
  private Contest bytes() {
    List<byte[]> items =
        LongStream.range(0, ITEMS).mapToObj(i -> new byte[1_000 + (int) i]).toList();
    List<Integer> lengths = items.stream().map(item -> item.length).toList();
    return Contest.ofItems(
            "marshal-bytes",
            titled("1,000 bytes", ITEMS),
            ITEMS,
            Contender.of(() -> lengths(pass, items), lengths))
        .beside(bench.loop("loop", PASS, items, items));
  }

  private static List<Integer> lengths(Pipeline pipeline, List<byte[]> items) {
    List<Integer> lengths = new ArrayList<>();
    for (Object item : Workbench.run(pipeline, new Feed.Batch(items))) {
      lengths.add(item instanceof byte[] bytes ? bytes.length : -1);
    }
    return lengths;
  }

  private static List<Long> list(long number) {
    return LongStream.range(number + 1_000, number + 2_000).boxed().toList();
  }

  private static Map<String, Double> dict(long number) {
    Map<String, Double> dict = new LinkedHashMap<>();
    for (int i = 0; i < 10; i++) {
      dict.put("joint" + i, number + i / 8.0);
    }
    return dict;
  }

  private void sound() {
    String there = titled("1,000,000 float32 as sound,", ITEMS).replace(" and back", "");
    String back = titled("1,000,000 float32 as sound,", ITEMS);
    if (!bench.hasNumpy()) {
      scores.without("marshal-sound-in", there, "This Python has no NumPy.");
      scores.without("marshal-sound", back, "This Python has no NumPy.");
      return;
    }
    List<AudioFrame> frames = Collections.nCopies(ITEMS, AudioFrame.silent(1, FRAME, 16_000));
    List<Long> expected = Collections.nCopies(ITEMS, (long) FRAME);
    List<String> samples = List.of("Samples");
    scores.add(
        Contest.ofItems(
                "marshal-sound-in",
                there,
                ITEMS,
                Workbench.batch(bench.chain(Workbench.python(samples)), frames, expected))
            .beside(bench.soundLoop(samples, FRAME, ITEMS, expected)));
    Pipeline round = bench.chain(List.of(Workbench.python("PassThrough"), "Samples"));
    scores.add(
        Contest.ofItems("marshal-sound", back, ITEMS, Workbench.batch(round, frames, expected))
            .beside(bench.soundLoop(List.of("PassThrough", "Samples"), FRAME, ITEMS, expected))
            .promising(new Promise.AtMost(5_000)));
  }
}
