package dev.terrarium.bench;

import dev.terrarium.environment.Installation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/// What lived before and after a million calls.
///
/// Flat means: not one reference more, less than one block of Python's allocator for each thousand
/// calls, and a resident set that grew by less than four bytes a call. A leak of one object per
/// call would be a thousand times the second.
///
/// @param calls that were made
/// @param blocks by which Python's allocator has handed out more
/// @param references by which the function that every call goes through has more
/// @param live references by which Java holds more
/// @param resident the resident set in bytes, before and after each tenth of the calls
record Soak(long calls, long blocks, long references, long live, List<Long> resident) {
  private static final long CALLS_FOR_A_BLOCK = 1000;
  private static final long BYTES_FOR_A_CALL = 4;
  private static final double MEBIBYTE = 1 << 20;

  /// Runs [IsMemoryFlat] in a JVM of its own.
  static Soak measure(Installation installation) throws IOException, InterruptedException {
    Properties found = Child.run(IsMemoryFlat.class, installation);
    List<Long> resident = new ArrayList<>();
    for (int step = 0; found.containsKey("rss." + step); step++) {
      resident.add(Long.parseLong(found.getProperty("rss." + step)));
    }
    return new Soak(
        Long.parseLong(found.getProperty("calls")),
        growth(found, "blocks"),
        growth(found, "references"),
        growth(found, "live"),
        resident);
  }

  private static long growth(Properties found, String name) {
    return Long.parseLong(found.getProperty(name + ".after"))
        - Long.parseLong(found.getProperty(name + ".before"));
  }

  boolean flat() {
    return references == 0
        && live == 0
        && blocks < calls / CALLS_FOR_A_BLOCK
        && grown() < calls * BYTES_FOR_A_CALL;
  }

  private long grown() {
    return resident.getLast() - resident.getFirst();
  }

  /// As a row of the table.
  Map<String, Object> row() {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", "soak");
    row.put("title", String.format(Locale.ROOT, "%,d calls: references, blocks, memory", calls));
    row.put("target", "flat");
    row.put("met", flat());
    row.put(
        "text",
        String.format(
            Locale.ROOT, "%+d, %+d, %+.1f MiB", references + live, blocks, grown() / MEBIBYTE));
    row.put("calls", calls);
    row.put("block_growth", blocks);
    row.put("reference_growth", references);
    row.put("live_growth", live);
    row.put("resident_bytes", resident);
    return row;
  }
}
