package dev.terrarium.environment;

import dev.terrarium.os.Platform.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Looks at one prospect and says what it is.
final class Inspector {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ProbeCache cache;
  private final Path bundled;
  private final Probe probe;
  private final Host host;

  Inspector(SearchPath path, Host host) {
    this(path, host, PATIENCE);
  }

  Inspector(SearchPath path, Host host, Duration patience) {
    cache = new ProbeCache(path.cache());
    bundled = path.cache().toAbsolutePath().resolve("bundled");
    probe = new Probe(path.directory(), patience);
    this.host = host;
  }

  Candidate inspect(Prospect prospect) {
    Path path = prospect.path();
    if (!Files.isDirectory(path)) {
      return new Candidate(prospect.origin(), path, outcome(prospect.origin(), path));
    }
    Optional<Path> program = programIn(path);
    return program.isPresent()
        ? new Candidate(prospect.origin(), program.get(), outcome(prospect.origin(), program.get()))
        : refuse(
            prospect,
            "it holds no %s: name a virtual environment, an installation's folder or a program."
                .formatted(programs().getFirst()));
  }

  private Outcome outcome(Origin origin, Path program) {
    Optional<String> fault = fault(program);
    return fault.isPresent()
        ? new Outcome.Refused(fault.get())
        : switch (ask(program)) {
          case Probe.Result.Answered(Answer answer) ->
              trusting(Judge.judge(origin, program, answer));
          case Probe.Result.Failed(String reason) -> new Outcome.Refused(reason);
        };
  }

  /// The bundled OpenSSL knows the system's authorities by a variable, in what is built on it too.
  private Outcome trusting(Outcome outcome) {
    return outcome instanceof Outcome.Accepted(Installation python)
            && (python.basePrefix().startsWith(bundled)
                || EnvironmentRecord.of(python.basePrefix()).isPresent())
        ? new Outcome.Accepted(python.withVariables(Bundle.authorities()))
        : outcome;
  }

  private Probe.Result ask(Path program) {
    Optional<Answer> kept = cache.get(program);
    if (kept.isPresent()) {
      return new Probe.Result.Answered(kept.get());
    }
    Probe.Result result = probe.ask(program);
    if (result instanceof Probe.Result.Answered(Answer answer)) {
      Answer checked =
          answer
              .one("library")
              .flatMap(library -> LibraryFile.fault(Path.of(library), host))
              .map(fault -> answer.with("library_fault", fault))
              .orElse(answer);
      cache.put(program, checked);
      return new Probe.Result.Answered(checked);
    }
    return result;
  }

  /// Why a path is not a program that can be asked.
  private Optional<String> fault(Path path) {
    if (!Files.exists(path)) {
      return Optional.of(absent(path));
    }
    if (path.getFileName().toString().startsWith("libpython")) {
      return Optional.of("it is a library: name the program of that Python, such as bin/python3.");
    }
    if (!Files.isExecutable(path)) {
      return Optional.of("it is not executable: make it so (chmod +x), or name another.");
    }
    try {
      byte[] start = LibraryFile.start(path);
      if (host.platform().kernel() == Kernel.LINUX
          && ElfImage.isElf(start)
          && ElfImage.processor(start) != host.platform().processor()) {
        return Optional.of(
            "it is a program for another processor than this one, %s."
                .formatted(host.platform().processor().spoken()));
      }
      return Optional.empty();
    } catch (IOException failure) {
      return Optional.of("it cannot be read: " + Sentences.reason(failure) + ".");
    }
  }

  private static String absent(Path path) {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return "there is no such file or folder.";
    }
    try {
      return "it is a link to %s, which is gone: make the environment again, or remove it."
          .formatted(path.resolveSibling(Files.readSymbolicLink(path)));
    } catch (IOException _) {
      return "it is a link to something that is gone.";
    }
  }

  /// The program in a folder; the path itself if it is no folder or holds none.
  Path programOf(Path path) {
    return programIn(path).orElse(path);
  }

  private Optional<Path> programIn(Path folder) {
    return programs().stream()
        .map(folder::resolve)
        .filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))
        .findFirst();
  }

  private List<String> programs() {
    return host.platform().kernel() == Kernel.WINDOWS
        ? List.of("Scripts\\python.exe", "python.exe")
        : List.of("bin/python3", "bin/python");
  }

  private static Candidate refuse(Prospect prospect, String reason) {
    return new Candidate(prospect.origin(), prospect.path(), new Outcome.Refused(reason));
  }
}
