package dev.terrarium.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Measures the bridges side by side.
///
/// Every side is a process that lives through the whole run. For each row all of them warm up; then
/// come rounds, and in each round every side does the row once, for some twenty milliseconds, one
/// after the other. What disturbs the machine for longer than a round disturbs all alike. A side's
/// figure is the median of its rounds, and what it is compared by is the median of the rounds' own
/// ratios to Terrarium.
final class PeersRun {
  private static final double SLICE_NANOS = 20e6;

  private final List<Peer> peers;
  private final Path folder;
  private final boolean quick;
  private final Map<String, PeerProcess> running = new LinkedHashMap<>();
  private final Map<String, String> versions = new LinkedHashMap<>();
  private final Map<String, String> gone = new LinkedHashMap<>();

  /// @param folder for what the processes write on standard error
  PeersRun(List<Peer> peers, Path folder, boolean quick) {
    this.peers = peers;
    this.folder = folder;
    this.quick = quick;
  }

  /// Measures these rows, and adds them to the results.
  void measure(List<PeerWork> works, Map<String, Object> document)
      throws IOException, InterruptedException {
    document.put(
        "load_before", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    List<Map<String, Object>> rows = new ArrayList<>();
    try {
      startAll();
      for (PeerWork work : works) {
        System.err.println(work.id() + " …");
        Map<String, List<Double>> rounds = new LinkedHashMap<>();
        Map<String, String> missing = new LinkedHashMap<>(gone);
        switch (work) {
          case START ->
              new PeerStarts(peers, running.keySet(), folder, quick).measure(rounds, missing);
          case START_CACHED ->
              new PeerStarts(cached(), running.keySet(), folder, quick).measure(rounds, missing);
          default -> row(work, rounds, missing);
        }
        rows.add(described(work, rounds, missing));
      }
    } finally {
      for (PeerProcess process : running.values()) {
        process.close();
      }
    }
    document.put("peers", described());
    document.put("rows", rows);
  }

  private void startAll() {
    for (Peer peer : peers) {
      try {
        PeerProcess process = PeerProcess.start(peer, folder.resolve(peer.id() + ".log"));
        running.put(peer.id(), process);
        versions.put(peer.id(), process.version());
      } catch (IOException reason) {
        gone.put(peer.id(), "not installed");
        System.err.println(peer.title() + " does not start: " + reason.getMessage());
      }
    }
  }

  private List<Map<String, Object>> described() {
    List<Map<String, Object>> described = new ArrayList<>();
    for (Peer peer : peers) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("id", peer.id());
      one.put("title", peer.title());
      one.put("version", versions.getOrDefault(peer.id(), "not installed"));
      described.add(one);
    }
    return described;
  }

  private void row(PeerWork work, Map<String, List<Double>> rounds, Map<String, String> missing) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Peer peer : peers) {
      PeerProcess process = running.get(peer.id());
      if (process == null) {
        continue;
      }
      try {
        counts.put(peer.id(), warm(process, work, quick ? 400 : peer.warmupMillis()));
        rounds.put(peer.id(), new ArrayList<>());
      } catch (IOException reason) {
        missing.put(peer.id(), String.valueOf(reason.getMessage()));
      }
    }
    for (int i = 0; i < (quick ? 8 : 25); i++) {
      for (Map.Entry<String, Integer> each : counts.entrySet()) {
        try {
          PeerProcess process = Objects.requireNonNull(running.get(each.getKey()));
          rounds
              .computeIfAbsent(each.getKey(), _ -> new ArrayList<>())
              .add(process.nanosEach(work, each.getValue()));
        } catch (IOException reason) {
          missing.put(each.getKey(), String.valueOf(reason.getMessage()));
        }
      }
    }
  }

  /// Runs a row until it is warm; returns how often it is done in a slice.
  private static int warm(PeerProcess process, PeerWork work, int millis) throws IOException {
    long end = System.nanoTime() + millis * 1_000_000L;
    int count = 1;
    double each = process.nanosEach(work, count);
    while (System.nanoTime() < end) {
      count = count(each);
      each = process.nanosEach(work, count);
    }
    return count(each);
  }

  private static int count(double nanosEach) {
    int count = (int) Math.clamp(SLICE_NANOS / nanosEach, 1, 2_000_000);
    return count > 1 ? count / 2 * 2 : count; // Two threads share it.
  }

  /// The sides whose process is a JVM of their own, each with a cache.
  private List<Peer> cached() throws IOException, InterruptedException {
    List<Peer> cached = new ArrayList<>();
    for (Peer peer : peers) {
      cached.add(peer.withCache(folder));
    }
    return cached;
  }

  private static Map<String, Object> described(
      PeerWork work, Map<String, List<Double>> rounds, Map<String, String> missing) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", work.id());
    row.put("title", work.title());
    List<Double> ours = rounds.getOrDefault("terrarium", List.of());
    Map<String, Object> figures = new LinkedHashMap<>();
    rounds.forEach((peer, values) -> {
      if (!values.isEmpty() && !missing.containsKey(peer)) {
        Map<String, Object> figure = new LinkedHashMap<>(Results.spread(spread(values)));
        if (values.size() == ours.size()) {
          figure.put("times", spread(ratios(values, ours)).p50());
        }
        figures.put(peer, figure);
      }
    });
    row.put("figures", figures);
    row.put("missing", missing);
    return row;
  }

  private static List<Double> ratios(List<Double> values, List<Double> ours) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      ratios.add(values.get(i) / ours.get(i));
    }
    return ratios;
  }

  private static Spread spread(List<Double> values) {
    return Spread.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
