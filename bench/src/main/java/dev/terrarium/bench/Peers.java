package dev.terrarium.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The sides of the comparison, as `bench/peers/install` left them in a folder.
final class Peers {
  /// What is slow to compile gets the time it needs.
  private static final int JIT_WARMUP = 6000;

  private static final int WARMUP = 1500;

  private final Path folder;
  private final Path java = Path.of(System.getProperty("java.home"), "bin", "java");

  Peers(Path folder) {
    this.folder = folder;
  }

  /// The folder that the script installs to when none is named.
  static Path usual() {
    return Path.of(System.getProperty("user.home"), ".cache", "terrarium", "peers");
  }

  /// The CPython that all share, but GraalPy.
  ///
  /// @throws IllegalArgumentException when nothing is installed
  Path python() {
    Path python = folder.resolve("venv/bin/python");
    if (!Files.isExecutable(python)) {
      throw new IllegalArgumentException(
          "No peers are installed in %s: run bench/peers/install first.".formatted(folder));
    }
    return python;
  }

  /// All sides; one whose files are not there fails when it is started, and is then said to be
  /// missing.
  ///
  /// @param floor the compiled C side, if there is one
  List<Peer> all(FloorBuild floor) throws IOException, InterruptedException {
    List<Peer> peers = new ArrayList<>();
    peers.add(own("terrarium", "Terrarium", "held"));
    peers.add(own("terrarium-attached", "Terrarium, attached each time", "attached"));
    peers.add(jep());
    peers.add(python("jpype", "JPype"));
    peers.add(
        java("py4j", "Py4J", List.of(), found("venv/share/py4j", ".jar"), "Py4jPeer", Map.of()));
    peers.add(graalpy());
    peers.add(python("cpython", "CPython alone"));
    if (floor instanceof FloorBuild.Built(Path library, String _)) {
      List<String> command = ours(FloorPeer.class, python().toString(), library.toString());
      peers.add(new Peer("c", "C", command, List.of(), Map.of(), WARMUP));
    }
    return peers;
  }

  private Peer own(String id, String title, String mode) {
    List<String> command = ours(OwnPeer.class, python().toString(), mode);
    List<String> start =
        mode.equals("held") ? ours(OwnPeer.class, python().toString(), "start") : List.of();
    return new Peer(id, title, command, start, Map.of(), WARMUP);
  }

  private List<String> ours(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(Measurement.arguments(Row.CALL));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private Peer python(String id, String title) {
    List<String> command = List.of(python().toString(), folder.resolve(id + "_peer.py").toString());
    Path home = Path.of(System.getProperty("java.home"));
    return peer(id, title, command, Map.of("JAVA_HOME", home.toString()), WARMUP);
  }

  private Peer jep() throws IOException, InterruptedException {
    String ask =
        "import sysconfig, os; v = sysconfig.get_config_var; print(sysconfig.get_path('platlib'));"
            + " print(os.path.join(v('LIBDIR') or '', v('INSTSONAME') or ''))";
    List<String> lines = Command.run(python().toString(), "-c", ask).text().lines().toList();
    String packages = lines.getFirst();
    Map<String, String> environment = Map.of("PYTHONPATH", packages, "LD_PRELOAD", lines.getLast());
    return java(
        "jep",
        "Jep",
        List.of("-Djava.library.path=" + packages + "/jep"),
        found(folder.relativize(Path.of(packages, "jep")).toString(), ".jar"),
        "JepPeer",
        environment);
  }

  private Peer graalpy() {
    String jars = folder.resolve("graalpy").toString();
    Peer peer =
        java(
            "graalpy",
            "GraalPy",
            List.of(
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:+EnableJVMCI",
                "--upgrade-module-path=" + jars),
            Optional.of(jars + "/*"),
            "GraalPyPeer",
            Map.of());
    return peer(peer.id(), peer.title(), peer.command(), peer.environment(), JIT_WARMUP);
  }

  private Peer java(
      String id,
      String title,
      List<String> options,
      Optional<String> jars,
      String main,
      Map<String, String> environment) {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    command.addAll(options);
    String own = folder.resolve(id + ".jar").toString();
    String path = jars.map(some -> own + File.pathSeparator + some).orElse(own);
    command.addAll(List.of("-cp", path, main, folder.toString()));
    return peer(id, title, command, environment, WARMUP);
  }

  private static Peer peer(
      String id,
      String title,
      List<String> command,
      Map<String, String> environment,
      int warmupMillis) {
    List<String> start = new ArrayList<>(command);
    start.add("start");
    return new Peer(id, title, command, start, environment, warmupMillis);
  }

  private Optional<String> found(String inside, String ending) throws IOException {
    Path where = folder.resolve(inside);
    if (!Files.isDirectory(where)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(where)) {
      return files.map(Path::toString).filter(file -> file.endsWith(ending)).findFirst();
    }
  }
}
