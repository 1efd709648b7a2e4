package dev.terrarium.bench;

import dev.terrarium.environment.Environment;
import dev.terrarium.environment.Installation;
import dev.terrarium.environment.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `./terrarium bench peers`: Terrarium beside the other bridges, in one run.
final class Comparison {
  /// The name on the command line.
  static final String NAME = "peers";

  private final Peers peers;
  private final boolean quick;

  /// @param folder what `bench/peers/install` made
  Comparison(Path folder, boolean quick) {
    this.peers = new Peers(folder);
    this.quick = quick;
  }

  /// Measures the rows of these names, or all.
  ///
  /// @param temporary a folder for what is compiled and logged
  Map<String, Object> measure(List<String> names, String command, Path temporary)
      throws IOException, InterruptedException {
    List<PeerWork> works = works(names);
    Installation installation =
        Environment.choose(
            SearchPath.ofProcess().withRequest(peers.python().toString(), "--peers"));
    FloorBuild floor = new FloorCompiler(temporary).build(installation);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("command", command);
    document.putAll(Surroundings.describe(installation, floor));
    Path logs = Files.createDirectory(temporary.resolve("logs"));
    new PeersRun(peers.all(floor), logs, quick).measure(works, document);
    return document;
  }

  private static List<PeerWork> works(List<String> names) {
    List<PeerWork> works =
        Arrays.stream(PeerWork.values())
            .filter(work -> names.isEmpty() || names.contains(work.id()))
            .toList();
    if (!names.isEmpty() && works.size() < names.size()) {
      throw new IllegalArgumentException(
          "The rows of the comparison are "
              + Arrays.stream(PeerWork.values()).map(PeerWork::id).collect(Collectors.joining(", "))
              + "; asked for were "
              + String.join(", ", names)
              + ".");
    }
    return works;
  }
}
