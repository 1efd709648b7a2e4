package dev.terrarium.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One side of the comparison: how its process is started.
///
/// @param command serves rows
/// @param startCommand prints the first result and ends; empty for one that has no start of its own
/// @param environment variables that are set for it
/// @param warmupMillis how long a row runs before it is measured
record Peer(
    String id,
    String title,
    List<String> command,
    List<String> startCommand,
    Map<String, String> environment,
    int warmupMillis) {

  ProcessBuilder serving() {
    return builder(command);
  }

  ProcessBuilder starting() {
    return builder(startCommand);
  }

  /// The same with an AOT cache for its start, made now; without a start, where it is no JVM or
  /// takes no cache.
  Peer withCache(Path folder) throws IOException, InterruptedException {
    String cache = folder.resolve(id + ".aot").toString();
    if (startCommand.isEmpty() || !startCommand.getFirst().endsWith("java")) {
      return new Peer(id, title, command, List.of(), environment, warmupMillis);
    }
    Process training =
        builder(with("-XX:AOTCacheOutput=" + cache))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(id + ".training.log").toFile())
            .start();
    training.getOutputStream().close();
    int _ = training.waitFor();
    boolean made = Files.exists(Path.of(cache));
    List<String> start = made ? with("-XX:AOTCache=" + cache) : List.of();
    return new Peer(id, title, command, start, environment, warmupMillis);
  }

  private List<String> with(String option) {
    List<String> words = new ArrayList<>(startCommand);
    words.add(1, option);
    return words;
  }

  private ProcessBuilder builder(List<String> words) {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    return builder;
  }
}
