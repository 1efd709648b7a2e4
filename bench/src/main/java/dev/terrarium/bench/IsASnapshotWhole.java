package dev.terrarium.bench;

import dev.terrarium.control.loop.BoardWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Is each copy that a Python process takes of a board of one state, however fast that is written?
final class IsASnapshotWhole {
  private static final int SECONDS = 10;

  private IsASnapshotWhole() {}

  static void measure(LoopBench bench, LoopRows rows) {
    int seconds = Math.min(SECONDS, bench.seconds());
    rows.add(
        "board",
        "Terrarium",
        "%d s of a board written at 1, 10 and 100 kHz, beside a Python process that reads it"
            .formatted(seconds),
        () -> row(bench, seconds));
  }

  private static Map<String, Object> row(LoopBench bench, int seconds)
      throws IOException, InterruptedException {
    Path board = bench.shared().resolve("numbers");
    try (LoopProcess writer =
            LoopProcess.start(
                List.of(),
                LoopFlags.CHOSEN,
                BoardWriter.class,
                List.of(board.toString(), String.valueOf(seconds)));
        LoopProcess reader = LoopProcess.start(bench.python("board_reader.py", board.toString()))) {
      Map<String, String> written = writer.end();
      return row(reader.end(), written);
    }
  }

  private static Map<String, Object> row(Map<String, String> read, Map<String, String> written)
      throws IOException {
    double mixed = HowLongIsACycle.number(read, "mixed");
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("target", "no mixed snapshot");
    row.put("met", mixed == 0);
    row.put(
        "text",
        "%.0f mixed of %s; %s given up, as they were written meanwhile, of which %s were mixed"
            .formatted(
                mixed,
                Numbers.rate(HowLongIsACycle.number(read, "whole")).strip(),
                read.get("refused"),
                read.get("torn")));
    row.put("reader", read);
    row.put("writer", written);
    return row;
  }
}
