package dev.terrarium.python;

import dev.terrarium.environment.Installation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// How an interpreter is started, as one immutable record.
///
/// @param installation the CPython to start
/// @param path folders put before everything else on `sys.path`, in order
/// @param output where `sys.stdout` and `sys.stderr` go
/// @param logging whether Python's `logging` goes to [System.Logger]
/// @param switchInterval how long a thread may keep the GIL while another waits for it
/// @param directReads whether built-in objects may be read without a call, once the interpreter has
///   been found to lay them out as expected
public record PythonOptions(
    Installation installation,
    List<Path> path,
    Output output,
    boolean logging,
    Duration switchInterval,
    boolean directReads) {

  /// Where text that Python prints goes.
  ///
  /// @param stdout takes it; empty leaves it to the process
  /// @param stderr takes it; empty leaves it to the process
  public record Output(Optional<Consumer<String>> stdout, Optional<Consumer<String>> stderr) {}

  public PythonOptions {
    var _ = Given.there(installation, "installation");
    var _ = Given.there(output, "output");
    path = List.copyOf(Given.there(path, "path"));
    if (Given.there(switchInterval, "switchInterval").isNegative() || switchInterval.isZero()) {
      throw new IllegalArgumentException("the switch interval must be positive: " + switchInterval);
    }
  }

  /// The usual options: nothing on the path, output left to the process, logging bridged, half a
  /// millisecond.
  public static PythonOptions of(Installation installation) {
    return new PythonOptions(
        installation,
        List.of(),
        new Output(Optional.empty(), Optional.empty()),
        true,
        Duration.ofNanos(500_000),
        true);
  }

  public PythonOptions withPath(List<Path> folders) {
    return new PythonOptions(installation, folders, output, logging, switchInterval, directReads);
  }

  public PythonOptions withStdout(Consumer<String> sink) {
    return withOutput(new Output(Optional.of(sink), output.stderr()));
  }

  public PythonOptions withStderr(Consumer<String> sink) {
    return withOutput(new Output(output.stdout(), Optional.of(sink)));
  }

  /// What other options have in another way, each with both values.
  String differences(PythonOptions other) {
    List<String> found = new ArrayList<>();
    noteInstallation(found, installation, other.installation);
    note(found, "path", path, other.path);
    noteSink(found, "stdout", output.stdout(), other.output.stdout());
    noteSink(found, "stderr", output.stderr(), other.output.stderr());
    note(found, "logging", logging, other.logging);
    note(found, "switchInterval", switchInterval, other.switchInterval);
    note(found, "directReads", directReads, other.directReads);
    return String.join("; ", found);
  }

  /// Of another Python its program tells all. Values of variables may be secrets.
  private static void noteInstallation(List<String> found, Installation runs, Installation asked) {
    note(found, "executable", runs.executable(), asked.executable());
    if (!found.isEmpty()) {
      return;
    }
    note(found, "origin", runs.origin(), asked.origin());
    note(found, "version", runs.version().text(), asked.version().text());
    note(found, "library", runs.library(), asked.library());
    note(found, "prefix", runs.prefix(), asked.prefix());
    note(found, "basePrefix", runs.basePrefix(), asked.basePrefix());
    note(found, "abi", runs.abi(), asked.abi());
    note(found, "numpy", runs.numpy(), asked.numpy());
    note(found, "sitePath", runs.sitePath(), asked.sitePath());
    note(found, "preload", runs.preload(), asked.preload());
    Set<String> names = new TreeSet<>(runs.variables().keySet());
    names.addAll(asked.variables().keySet());
    names.removeIf(name -> Objects.equals(runs.variables().get(name), asked.variables().get(name)));
    if (!names.isEmpty()) {
      found.add("its environment variables have other values of " + String.join(", ", names));
    }
  }

  private static void note(List<String> found, String option, Object runs, Object asked) {
    if (!runs.equals(asked)) {
      found.add("its %s is %s, and %s was asked for".formatted(option, runs, asked));
    }
  }

  /// Of what takes the output nothing can be told but whether it is there.
  private static void noteSink(
      List<String> found,
      String option,
      Optional<Consumer<String>> runs,
      Optional<Consumer<String>> asked) {
    if (!runs.equals(asked)) {
      String goes = runs.isPresent() ? "a consumer" : "the process";
      String wanted =
          asked.isEmpty() ? "the process" : runs.isPresent() ? "another consumer" : "a consumer";
      found.add("its %s goes to %s, and %s was asked for".formatted(option, goes, wanted));
    }
  }

  private PythonOptions withOutput(Output other) {
    return new PythonOptions(installation, path, other, logging, switchInterval, directReads);
  }

  public PythonOptions withLogging(boolean bridged) {
    return new PythonOptions(installation, path, output, bridged, switchInterval, directReads);
  }

  public PythonOptions withSwitchInterval(Duration interval) {
    return new PythonOptions(installation, path, output, logging, interval, directReads);
  }

  public PythonOptions withDirectReads(boolean allowed) {
    return new PythonOptions(installation, path, output, logging, switchInterval, allowed);
  }
}
