package dev.terrarium.cli;

import dev.terrarium.cli.changes.Changes;
import dev.terrarium.cli.changes.SourceFiles;
import dev.terrarium.cli.input.InputException;
import dev.terrarium.environment.EnvironmentException;
import dev.terrarium.pipeline.ManifestException;
import dev.terrarium.pipeline.PipelineException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Runs a pipeline whenever a file that it is made of has changed, until it is interrupted.
///
/// What comes on standard input comes once, and so does its run.
final class RunsOnChange {
  private final Shared shared;
  private final PipelineRun.Files files;
  private final PipelineRun run;
  private final Notices notices;

  /// @param run one that reloads while it is under way
  RunsOnChange(Shared shared, PipelineRun.Files files, PipelineRun run) {
    this.shared = shared;
    this.files = files;
    this.run = run;
    this.notices = new Notices(shared.terminal());
  }

  /// Runs until it is interrupted, or standard input is over, and returns the exit code.
  int run() {
    shared.requireWords("--watch");
    var sources = run.sources();
    boolean isFirst = true;
    while (true) {
      var changes = new Changes(sources);
      int code = isFirst ? first() : further();
      isFirst = false;
      if (code == ExitCode.INTERRUPTED || files.input().equals(Optional.of("-"))) {
        return code;
      }
      shared.interruptByItself();
      notices.say(
          (code == ExitCode.DONE ? "done" : "failed") + "; waiting for changes, Ctrl-C ends");
      try {
        notices.say(names(changes.await()) + " changed: running again");
      } catch (InterruptedException ended) {
        return ExitCode.INTERRUPTED;
      }
    }
  }

  /// What can be mended in a file is told; what cannot ends the command.
  private int first() {
    try {
      return run.run();
    } catch (ManifestException | InputException wrong) {
      return shared.complaints().tell(Complaint.of(wrong));
    }
  }

  private int further() {
    try {
      return run.run();
    } catch (CommandLineException
        | EnvironmentException
        | InputException
        | PipelineException wrong) {
      if (Thread.currentThread().isInterrupted()) {
        throw wrong;
      }
      return shared.complaints().tell(Complaint.of(wrong));
    }
  }

  private static String names(Collection<Path> files) {
    return files.stream()
        .map(file -> String.valueOf(file.getFileName()))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /// Returns the files that a run is made of: the manifest, the input, and modules.
  static SourceFiles sources(PipelineRun.Files files, List<Path> folders) {
    var named = new ArrayList<Path>();
    named.add(Path.of(files.manifest()));
    files.input().flatMap(RunsOnChange::file).ifPresent(named::add);
    return new SourceFiles(folders, named);
  }

  private static Optional<Path> file(String input) {
    try {
      return Optional.of(Path.of(input)).filter(Files::isRegularFile);
    } catch (InvalidPathException text) {
      return Optional.empty();
    }
  }
}
