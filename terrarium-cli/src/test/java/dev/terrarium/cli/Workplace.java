package dev.terrarium.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A folder with manifests and Python modules, and the program in a JVM of its own, as a user calls
/// it.
final class Workplace {
  private static final long PATIENCE_SECONDS = 300;
  private static final long POLL_NANOS = 5_000_000;

  private final Path folder;

  Workplace(Path folder) {
    this.folder = folder;
  }

  /// What came of a call.
  record Said(int exit, String output, String errors) {}

  Path folder() {
    return folder;
  }

  Workplace write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return this;
  }

  /// Writes `pipeline.json`: a chain of nodes of these types, named `a`, `b` and so on.
  Workplace chain(String... types) throws IOException {
    List<String> nodes = new ArrayList<>();
    List<String> connections = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      char id = (char) ('a' + i);
      nodes.add("{\"id\": \"%s\", \"node_type\": \"%s\"}".formatted(id, types[i]));
      if (i > 0) {
        connections.add("{\"from\": \"%s\", \"to\": \"%s\"}".formatted((char) (id - 1), id));
      }
    }
    return write("pipeline.json", manifest(nodes, connections));
  }

  /// A manifest of nodes such as `a PassThrough` or `a PassThrough "on_error": "skip"`, and
  /// connections such as `a > b`.
  static String graph(List<String> nodes, String... connections) {
    var written =
        nodes.stream()
            .map(node -> node.split(" ", 3))
            .map(parts ->
                "{\"id\": \"%s\", \"node_type\": \"%s\"%s}"
                    .formatted(parts[0], parts[1], parts.length == 3 ? ", " + parts[2] : ""))
            .toList();
    var joined =
        Stream.of(connections)
            .map(connection -> connection.split(" > ", 2))
            .map(ends -> "{\"from\": \"%s\", \"to\": \"%s\"}".formatted(ends[0], ends[1]))
            .toList();
    return manifest(written, joined);
  }

  static String manifest(List<String> nodes, List<String> connections) {
    return "{\"version\": \"v1\", \"metadata\": {\"name\": \"test\"}, \"nodes\": %s, \"connections\": %s}"
        .formatted(nodes, connections);
  }

  /// Calls the program and awaits its end, with nothing on standard input.
  Said call(String... arguments) throws IOException {
    var call = start(arguments);
    call.process().getOutputStream().close();
    return call.await();
  }

  /// Calls the program where no variable names a Python.
  Said callUnnamed(String... arguments) throws IOException {
    var call = start(Map.of(), arguments);
    call.process().getOutputStream().close();
    return call.await();
  }

  Call start(String... arguments) throws IOException {
    return start(Map.of("TERRARIUM_PYTHON", "bundled"), arguments);
  }

  /// Starts the program in a Java heap of this size, such as `64m`.
  Call startInHeap(String size, String... arguments) throws IOException {
    return start(
        Map.of("TERRARIUM_PYTHON", "bundled", "JDK_JAVA_OPTIONS", "-Xmx" + size), arguments);
  }

  /// Starts the program as one without privileges does, root or not.
  Call startUnprivileged(String... arguments) throws IOException {
    var setpriv = List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs");
    return start(setpriv, Map.of("TERRARIUM_PYTHON", "bundled"), arguments);
  }

  private Call start(Map<String, String> more, String... arguments) throws IOException {
    return start(List.of(), more, arguments);
  }

  private Call start(List<String> under, Map<String, String> more, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(under);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(arguments));
    if (System.getProperty("os.name").equals("Linux")) {
      // A background job of a shell, as a build may be, hands down that SIGINT is ignored.
      command.addAll(0, List.of("env", "--default-signal=INT"));
    }
    var errors = Files.createTempFile("terrarium", ".errors");
    var builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
    Map<String, String> variables = builder.environment();
    Stream.of("VIRTUAL_ENV", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS").forEach(variables::remove);
    variables.remove("TERRARIUM_PYTHON");
    variables.putAll(more);
    return new Call(builder.start(), errors);
  }

  List<String> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /// A call under way.
  record Call(Process process, Path errors) {
    void signal(String name) throws IOException {
      var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
      try {
        kill.waitFor();
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }

    /// Waits until the program has said a word on its standard error, or has ended.
    void awaitWord(String word) throws IOException {
      while (!Files.readString(errors).contains(word) && process.isAlive()) {
        LockSupport.parkNanos(POLL_NANOS); // Other tests run beside this one.
      }
    }

    Said await() {
      try {
        return ended(new String(process.getInputStream().readAllBytes(), UTF_8));
      } catch (IOException closed) {
        return ended("");
      }
    }

    /// Awaits the end, and reads no output.
    Said ended() {
      return ended("");
    }

    private Said ended(String output) {
      try {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("the program did not end");
        }
        var said = Files.readString(errors);
        Files.delete(errors);
        return new Said(process.exitValue(), output, said);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }
  }
}
