package dev.terrarium.environment;

import dev.terrarium.environment.Requirements.Sources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Reads `pyproject.toml` with an interpreter's own libraries: `tomllib`, and what pip carries.
///
/// What a file says is kept under its digest, so that it is read once.
final class ProjectReader {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Project project;
  private final Path folder;

  ProjectReader(Project project, Path cache) {
    this.project = project;
    folder = cache.resolve("projects");
  }

  /// What a file says.
  ///
  /// @param fitting of the versions that were asked about, those that it accepts
  /// @param pip what runs pip with the interpreter that read it
  record Reading(Requirements requirements, List<String> fitting, Path pip) {}

  /// Reads the file.
  ///
  /// @throws EnvironmentException if it is malformed, with every fault
  Reading read(Path executable, List<String> versions) {
    List<String> arguments = new ArrayList<>(List.of("read", project.pyproject().toString()));
    arguments.addAll(versions);
    Answer answer = ask(executable, arguments);
    List<String> faults = answer.all("fault");
    if (!faults.isEmpty()) {
      throw new EnvironmentException(
          "%s cannot be used:\n  %s".formatted(project.pyproject(), String.join("\n  ", faults)));
    }
    keep(answer);
    return new Reading(
        requirements(answer), answer.all("fits"), Path.of(answer.one("pip").orElseThrow()));
  }

  /// The requirements alone, from an earlier reading if there was one of the same text.
  Requirements requirements(Supplier<Path> executable) {
    return kept().orElseGet(() -> read(executable.get(), List.of()).requirements());
  }

  /// The lines of a lock that stand for what pip would install, as its report says.
  List<String> pins(Path executable, Path report) {
    return ask(executable, List.of("pins", report.toString())).all("pin");
  }

  private Answer ask(Path executable, List<String> arguments) {
    Probe probe = new Probe(project.folder(), PATIENCE);
    return switch (probe.ask(executable, "project.py", arguments.toArray(String[]::new))) {
      case Probe.Result.Answered(Answer answer) when answer.is("without_pip") ->
          throw new EnvironmentException(
              """
              %s has neither pip nor the module ensurepip, which environments are made with: \
              install it (Debian and Ubuntu: python3-venv), or name another Python with --python.\
              """
                  .formatted(executable));
      case Probe.Result.Answered(Answer answer) -> answer;
      case Probe.Result.Failed(String reason) ->
          throw new EnvironmentException(
              "%s cannot read %s: %s".formatted(executable, project.pyproject(), reason));
    };
  }

  private static Requirements requirements(Answer answer) {
    return new Requirements(
        answer.one("requires_python").orElse(""),
        answer.all("dependency"),
        answer.one("python"),
        new Sources(answer.all("find_links"), answer.is("no_index")));
  }

  private Path entry() throws IOException {
    String place = project.pyproject() + "\n" + Digests.of(project.pyproject());
    return folder.resolve(Digests.of(place.getBytes(StandardCharsets.UTF_8)));
  }

  private Optional<Requirements> kept() {
    try {
      Path entry = entry();
      return Files.exists(entry)
          ? Answer.in(Files.readString(entry)).map(ProjectReader::requirements)
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private void keep(Answer answer) {
    try {
      Files.createDirectories(folder);
      Path draft = Files.createTempFile(folder, "project", ".new");
      Files.writeString(draft, answer.text());
      Files.move(draft, entry(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException _) {
      // Reading it again next time costs a moment; nothing must fail for it.
    }
  }
}
