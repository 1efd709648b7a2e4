package dev.terrarium.bench;

import dev.terrarium.message.AudioFrame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// How fast are Python nodes that do some work: nested dicts and lists, text, sound in NumPy?
final class HowFastIsRealWork {
  private static final int ITEMS = 100;
  private static final int FRAME = 1_600;

  private HowFastIsRealWork() {}

  static void measure(Workbench bench, Scores scores) {
    scores.add(
        row(bench, "complex-order", "orders of nested dicts and lists × 100", "Order", orders()));
    scores.add(row(bench, "complex-text", "texts tidied × 100", "Words", texts()));
    String title = "root mean square of 100 frames of 1,600 samples, NumPy";
    if (!bench.hasNumpy()) {
      scores.without("complex-sound", title, "This Python has no NumPy.");
      return;
    }
    List<String> types = List.of("Loudness");
    List<AudioFrame> frames = Collections.nCopies(ITEMS, AudioFrame.silent(1, FRAME, 16_000));
    List<Double> expected = Collections.nCopies(ITEMS, 0.0);
    scores.add(
        Contest.ofRuns(
                "complex-sound",
                title,
                ITEMS,
                Workbench.batch(bench.chain(Workbench.python(types)), frames, expected))
            .beside(bench.soundLoop(types, FRAME, ITEMS, expected)));
  }

  /// What goes in, and what must come out.
  private record Pairs(List<Object> items, List<Object> expected) {}

  private static Contest row(Workbench bench, String id, String title, String type, Pairs pairs) {
    List<String> types = List.of(type);
    return Contest.ofRuns(
            id,
            title,
            ITEMS,
            Workbench.batch(bench.chain(Workbench.python(types)), pairs.items(), pairs.expected()))
        .beside(bench.loop("loop", types, pairs.items(), pairs.expected()));
  }

  private static Pairs orders() {
    Pairs pairs = new Pairs(new ArrayList<>(), new ArrayList<>());
    for (long i = 0; i < ITEMS; i++) {
      pairs
          .items()
          .add(
              Map.of(
                  "id",
                  i,
                  "customer",
                  Map.of("name", "ada lovelace", "tags", List.of("new", "abroad")),
                  "lines",
                  List.of(line("A-1", 2.5, 2 + i), line("B-2", 0.25, 4L), line("C-3", 10.0, 1L))));
      double first = 2.5 * (2 + i);
      pairs
          .expected()
          .add(
              Map.of(
                  "id",
                  i,
                  "customer",
                  Map.of("name", "Ada Lovelace", "tags", List.of("abroad", "new")),
                  "lines",
                  List.of(
                      Map.of("sku", "a-1", "price", first),
                      Map.of("sku", "b-2", "price", 1.0),
                      Map.of("sku", "c-3", "price", 10.0)),
                  "total",
                  first + 11));
    }
    return pairs;
  }

  private static Map<String, Object> line(String sku, double price, long count) {
    return Map.of("sku", sku, "price", price, "count", count);
  }

  private static Pairs texts() {
    Pairs pairs = new Pairs(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < ITEMS; i++) {
      pairs.items().add("  the QUICK brown fox no. %d  jumps over the lazy dog ".formatted(i));
      pairs.expected().add("11 The Quick Brown Fox No. %d Jumps Over The Lazy Dog".formatted(i));
    }
    return pairs;
  }
}
