package dev.terrarium.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How long the sides take from the start of a process to its first result: one after the other, in
/// rounds.
final class PeerStarts {
  private final List<Peer> peers;
  private final Set<String> ready;
  private final Path folder;
  private final boolean quick;

  /// @param ready the sides that could be started at all
  PeerStarts(List<Peer> peers, Set<String> ready, Path folder, boolean quick) {
    this.peers = peers;
    this.ready = ready;
    this.folder = folder;
    this.quick = quick;
  }

  /// Adds the nanoseconds of each start, or why there are none.
  void measure(Map<String, List<Double>> rounds, Map<String, String> missing)
      throws IOException, InterruptedException {
    for (int i = -1; i < (quick ? 3 : 9); i++) {
      for (Peer peer : peers) {
        if (peer.startCommand().isEmpty() || !ready.contains(peer.id())) {
          missing.putIfAbsent(peer.id(), "");
          continue;
        }
        Optional<Double> took = toTheFirstResult(peer);
        if (took.isEmpty()) {
          missing.put(peer.id(), "it failed");
        } else if (i >= 0) {
          rounds.computeIfAbsent(peer.id(), _ -> new ArrayList<>()).add(took.get());
        }
      }
    }
  }

  private Optional<Double> toTheFirstResult(Peer peer) throws IOException, InterruptedException {
    ProcessBuilder builder =
        peer.starting()
            .redirectError(ProcessBuilder.Redirect.to(folder.resolve("start.log").toFile()));
    long begin = System.nanoTime();
    Process process = builder.start();
    process.getOutputStream().close();
    try (InputStream output = process.getInputStream()) {
      int first = output.read();
      double took = System.nanoTime() - begin;
      output.readAllBytes();
      int _ = process.waitFor();
      return first == '4' ? Optional.of(took) : Optional.empty();
    }
  }
}
