package dev.terrarium.environment;

import dev.terrarium.environment.Requirements.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// pip, that of the interpreter that the environment is built on; the environment itself has none.
///
/// @param base the interpreter to choose packages for
/// @param program what runs pip
/// @param wheels the wheels that were fetched before
/// @param reader reads pip's reports
/// @param offline whether it may use these wheels alone
/// @param runner runs it, and words what goes wrong
record Pip(
    Path base,
    PipProgram program,
    WheelCache wheels,
    ProjectReader reader,
    boolean offline,
    Runner runner)
    implements Installer {
  private static final List<String> ALWAYS =
      List.of("--no-input", "--progress-bar", "off", "--retries", "2", "--only-binary", ":all:");

  /// Runs pip.
  ///
  /// @param tool runs a program
  /// @param faults the words for what goes wrong
  record Runner(Tool tool, InstallFaults faults) {}

  @Override
  public String name() {
    return "pip";
  }

  @Override
  public Resolved resolve(Requirements requirements, Path draft) throws IOException {
    Path report = draft.resolve("report.json");
    List<String> command = command(base, "install");
    command.addAll(List.of("--dry-run", "--ignore-installed", "--report", report.toString()));
    command.addAll(Installer.options(requirements.sources()));
    if (offline && !requirements.sources().noIndex()) {
      command.add("--no-index");
      wheels.all().forEach(folder -> command.addAll(List.of("--find-links", folder.toString())));
    }
    command.addAll(requirements.dependencies());
    Tool.Ended ended = runner.tool().run(command);
    if (!ended.isDone()) {
      throw runner.faults().notLocked(ended);
    }
    return new Resolved(String.join("\n", reader.pins(base, report)), false);
  }

  @Override
  public void install(Path python, Path lock, Sources sources) throws IOException {
    String text = Files.readString(lock);
    if (!offline && !wheels.holdsAll(text)) {
      wheels.add(
          draft -> fetch(lock, sources, draft),
          () ->
              runner
                  .tool()
                  .listener()
                  .notice("Another process is fetching packages; waiting for it."));
    }
    List<String> command = command(python, "install");
    command.addAll(List.of("--no-deps", "--no-compile", "--no-warn-script-location"));
    command.addAll(List.of("--no-index", "--require-hashes", "--requirement", lock.toString()));
    wheels
        .holding(text)
        .forEach(folder -> command.addAll(List.of("--find-links", folder.toString())));
    sources.findLinks().stream()
        .filter(place -> !place.contains("://"))
        .forEach(place -> command.addAll(List.of("--find-links", place)));
    Tool.Ended ended = runner.tool().run(command);
    if (!ended.isDone()) {
      throw runner.faults().notInstalled(ended);
    }
  }

  private void fetch(Path lock, Sources sources, Path draft) throws IOException {
    List<String> command = command(base, "download");
    command.addAll(List.of("--no-deps", "--require-hashes", "--requirement", lock.toString()));
    command.addAll(List.of("--dest", draft.toString()));
    command.addAll(Installer.options(sources));
    wheels
        .holding(Files.readString(lock))
        .forEach(folder -> command.addAll(List.of("--find-links", folder.toString())));
    Tool.Ended ended = runner.tool().run(command);
    if (!ended.isDone()) {
      throw runner.faults().notInstalled(ended);
    }
  }

  private List<String> command(Path python, String verb) throws IOException {
    Path pip = program.ready(runner.tool().listener());
    List<String> command = new ArrayList<>(List.of(python.toString(), "-I", pip.toString(), verb));
    command.addAll(ALWAYS);
    return command;
  }
}
