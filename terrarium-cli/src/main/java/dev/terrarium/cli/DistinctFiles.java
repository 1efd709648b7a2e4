package dev.terrarium.cli;

import dev.terrarium.pipeline.ErrorPolicy;
import dev.terrarium.pipeline.manifest.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keeps a run from writing over one of its own files.
final class DistinctFiles {
  private record Named(String option, String name) {
    @Override
    public String toString() {
      return option + " " + name;
    }
  }

  private DistinctFiles() {}

  /// @throws CommandLineException if a file to be written is another file of the run
  static void require(PipelineRun.Files files) {
    List<Named> others = new ArrayList<>();
    others.add(new Named("the manifest", files.manifest()));
    files
        .input()
        .filter(input -> !input.equals("-"))
        .ifPresent(input -> others.add(new Named("--input", input)));
    files.output().ifPresent(output -> others.add(distinct("--output", output, others)));
    files.report().ifPresent(report -> others.add(distinct("--report", report, others)));
    files.watch().metrics().ifPresent(file -> others.add(distinct("--metrics", file, others)));
    files.watch().recording().ifPresent(file -> others.add(distinct("--record", file, others)));
    files.watch().profile().ifPresent(file -> others.add(distinct("--profile", file, others)));
  }

  /// @param what the file that is read is called, such as `the manifest`
  /// @throws CommandLineException if the file to be written is the one that is read
  static void require(String option, String output, String what, String read) {
    distinct(option, output, List.of(new Named(what, read)));
  }

  /// Keeps failed items out of the other files of the run: what is read would otherwise grow as it
  /// is.
  ///
  /// @throws CommandLineException if a file of dead letters is another file of the run
  static void requireOfDeadLetters(PipelineRun.Files files, Manifest manifest) {
    List<Named> others = new ArrayList<>();
    others.add(new Named("the manifest", files.manifest()));
    files.input().ifPresent(input -> others.add(new Named("--input", input)));
    files.output().ifPresent(output -> others.add(new Named("--output", output)));
    files.report().ifPresent(report -> others.add(new Named("--report", report)));
    files.watch().metrics().ifPresent(file -> others.add(new Named("--metrics", file)));
    files.watch().recording().ifPresent(file -> others.add(new Named("--record", file)));
    files.watch().profile().ifPresent(file -> others.add(new Named("--profile", file)));
    for (var node : manifest.nodes()) {
      if (node.conduct().onError()
          instanceof ErrorPolicy.DeadLetter(ErrorPolicy.Target.File(var name))) {
        distinct("the dead letters of node " + node.id() + ",", name, others);
      }
    }
  }

  private static Named distinct(String option, String name, List<Named> others) {
    var named = new Named(option, name);
    for (var other : others) {
      if (isSame(name, other.name())) {
        throw new CommandLineException(
            option, named + " is the same file as " + other + ": name another one.");
      }
    }
    return named;
  }

  private static boolean isSame(String one, String other) {
    try {
      var first = place(one);
      var second = place(other);
      return (first.isPresent() && first.equals(second))
          || (bothExist(one, other) && Files.isSameFile(Path.of(one), Path.of(other)));
    } catch (IOException | InvalidPathException notToBeCompared) {
      return false;
    }
  }

  /// Devices and pipes can be written any number of times.
  private static boolean bothExist(String one, String other) {
    return Files.isRegularFile(Path.of(one)) && Files.isRegularFile(Path.of(other));
  }

  /// Where a file will be that is not there yet.
  private static Optional<Path> place(String name) throws IOException {
    var path = Path.of(name).toAbsolutePath();
    var parent = path.getParent();
    return parent == null || Files.exists(path) || !Files.isDirectory(parent)
        ? Optional.empty()
        : Optional.of(parent.toRealPath().resolve(path.getFileName()));
  }
}
