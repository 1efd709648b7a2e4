package dev.terrarium.worker.process;

import dev.terrarium.environment.Installation;
import dev.terrarium.pipeline.ProcessSettings;
import dev.terrarium.pipeline.ResourceLimits;
import dev.terrarium.pipeline.UnavailableException;
import dev.terrarium.worker.HostProgram;
import dev.terrarium.worker.PythonSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// How worker processes are started.
///
/// @param python the interpreter that they are
/// @param wishes for all of them: what to import from, and who takes what they print
/// @param settings what else they are started with
/// @param host the Python program that they serve, if it is one
/// @param imports takes the files that they have imported, if somebody watches these
/// @param patience how long each may take to become ready
record Launch(
    Installation python,
    PythonSettings wishes,
    ProcessSettings settings,
    Optional<HostProgram> host,
    Optional<Consumer<List<String>>> imports,
    Duration patience) {
  /// How long a process may take to become ready.
  static final Duration PATIENCE = Duration.ofSeconds(60);

  /// How the names of folders begin that sockets lie in: with this JVM's process.
  static final String FOLDER = Stale.PREFIX + ProcessHandle.current().pid() + "-";

  /// The name of the socket in such a folder.
  static final String SOCKET = "s";

  private static final String PACKAGE = "/dev/terrarium/python/source";

  private static final String BOOT =
      "import sys; sys.path.insert(0, sys.argv[1]); from terrarium._worker import main; "
          + "n = 6 + int(sys.argv[5]); "
          + "main(sys.argv[2], sys.argv[6:n], sys.argv[n:], sys.argv[3], sys.argv[4] == '1')";

  private static final String BOOT_OF_SCRIPTS =
      "import sys; sys.path.insert(0, sys.argv[1]); from terrarium._script_worker import main; "
          + "n = 6 + int(sys.argv[5]); main(sys.argv[2], sys.argv[6:n], sys.argv[n:], sys.argv[3], sys.argv[4])";

  /// What a process is started for.
  sealed interface Purpose {
    /// Nodes, one at a time.
    record Nodes() implements Purpose {}

    /// The scripts of an owner.
    record Scripts(String owner) implements Purpose {}

    /// Returns how many sockets the process connects.
    default int lines() {
      return switch (this) {
        case Nodes _ -> 2;
        case Scripts _ -> 3;
      };
    }
  }

  /// Imports what the program imports, this package too.
  private static final String BOOT_OF_HOST =
      "import sys; n = 6 + int(sys.argv[5]); sys.path[:] = [*sys.argv[n:], sys.argv[1]]; "
          + "from terrarium._worker import main; "
          + "main(sys.argv[2], sys.argv[6:n], [], sys.argv[3], sys.argv[4] == '1', True)";

  /// Returns the same for a node that wants its own settings.
  Launch with(ProcessSettings wanted, Optional<Consumer<List<String>>> files) {
    return new Launch(python, wishes, wanted, host, files, patience);
  }

  Consumer<String> stdout() {
    return wishes.stdout();
  }

  Consumer<String> stderr() {
    return wishes.stderr();
  }

  /// Takes note of files that a process has imported.
  void imported(List<String> files) {
    imports.ifPresent(known -> known.accept(files));
  }

  /// The limits as the process reads them. That of processor time counts from when it is given its
  /// node, or, of scripts, from the start.
  private String limitsFromTheStart(Purpose purpose) {
    var limits =
        "%d,%d".formatted(limits().memoryBytes().orElse(0), limits().openFiles().orElse(0));
    return switch (purpose) {
      case Purpose.Nodes _ -> limits;
      case Purpose.Scripts _ -> limits + "," + limits().cpuSeconds().orElse(0);
    };
  }

  private static String boot(Purpose purpose, boolean isOfProgram) {
    return switch (purpose) {
      case Purpose.Nodes _ -> isOfProgram ? BOOT_OF_HOST : BOOT;
      case Purpose.Scripts _ -> BOOT_OF_SCRIPTS;
    };
  }

  /// Whether a worker is to tell what it imports; whose scripts a process runs.
  private String word(Purpose purpose) {
    return switch (purpose) {
      case Purpose.Nodes _ -> imports.isPresent() ? "1" : "0";
      case Purpose.Scripts(var owner) -> owner;
    };
  }

  /// Starts a process that will connect to a socket.
  Process start(Path socket, Purpose purpose) throws IOException {
    var program = host.map(known -> known.surroundings().get());
    var command = new ArrayList<>(List.of(python.executable().toString()));
    command.addAll(program.map(HostProgram.Surroundings::options).orElse(List.of("-I")));
    command.addAll(List.of("-c", boot(purpose, program.isPresent())));
    command.add(program.map(HostProgram.Surroundings::sources).orElseGet(Launch::sources));
    command.add(socket.toString());
    command.add(limitsFromTheStart(purpose));
    command.add(word(purpose));
    command.add(Integer.toString(wishes.path().size()));
    wishes.path().forEach(folder -> command.add(folder.toAbsolutePath().toString()));
    command.addAll(program.map(HostProgram.Surroundings::path).orElseGet(this::sitePath));
    var builder = new ProcessBuilder(command);
    adapt(builder.environment(), program);
    builder.environment().putAll(settings.environment());
    return builder.start();
  }

  private List<String> sitePath() {
    return python.sitePath().stream().map(Path::toString).toList();
  }

  /// A program of Python's may have changed its environment, and this JVM knows nothing of that.
  private void adapt(Map<String, String> environment, Optional<HostProgram.Surroundings> program) {
    if (program.isPresent()) {
      environment.clear();
      environment.putAll(program.get().variables());
    } else {
      environment.keySet().removeIf(name -> name.startsWith("PYTHON"));
      python.variables().forEach(environment::putIfAbsent);
    }
  }

  /// The folder, maybe in a jar, that the Python package lies in, beside the class that describes
  /// an interpreter.
  private static String sources() {
    CodeSource code = Installation.class.getProtectionDomain().getCodeSource();
    if (code == null || !"file".equals(code.getLocation().getProtocol())) {
      throw new UnavailableException(
          "A worker process imports the Python package from the jar terrarium-python, which lies"
              + " in no file here",
          new IllegalStateException(String.valueOf(code)));
    }
    return Path.of(URI.create(code.getLocation().toString())) + PACKAGE;
  }

  ResourceLimits limits() {
    return settings.limits();
  }

  /// Says which Python it is, for messages.
  String describe() {
    return "Python " + python.version().text() + " at " + python.executable();
  }

  /// Makes a folder that none but this user can enter, short enough for the path of a socket.
  static Path privateFolder() throws IOException {
    var folder = Files.createTempDirectory(FOLDER);
    if (folder.toString().length() > 80) {
      Files.delete(folder);
      folder = Files.createTempDirectory(Path.of("/tmp"), FOLDER);
    }
    Stale.sweepOnce(folder);
    return folder;
  }
}
