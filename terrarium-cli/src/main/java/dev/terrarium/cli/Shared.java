package dev.terrarium.cli;

import dev.terrarium.environment.SearchPath;
import dev.terrarium.environment.UnpackListener;
import dev.terrarium.pipeline.RunsOn;
import dev.terrarium.session.SessionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that all commands have.
final class Shared {
  private final Terminal terminal = Terminal.ofProcess();
  private final List<String> warnings = new CopyOnWriteArrayList<>();

  @Option(
      names = "--python",
      paramLabel = "PATH|VERSION|bundled",
      description = "The Python to use; doctor tells which it is otherwise, and why.")
  private @Nullable String python;

  @Option(
      names = "--json-errors",
      description = "Tell an error as one JSON object on standard error.")
  private boolean jsonErrors;

  @Option(names = "--verbose", description = "Add Java's stack trace to an error.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("unused") // for picocli alone
  private boolean help;

  /// How the command's thread is interrupted when the process is told to end.
  private volatile Function<Thread, RunsOn> interruption = Shared::interrupt;

  /// One for all sessions: a process has one Python, which is opened with the same options only.
  private final Consumer<String> pythonOutput = terminal::pass;

  private final LastWords lastWords = new LastWords();

  /// Returns what is still written when the process is ended with a run under way.
  LastWords lastWords() {
    return lastWords;
  }

  Terminal terminal() {
    return terminal;
  }

  Complaints complaints() {
    return new Complaints(terminal, jsonErrors, verbose, warnings);
  }

  /// Returns what a session needs, with these folders first on Python's path.
  SessionSettings settings(List<Path> pythonPath) {
    return new SessionSettings(search(), pythonPath, pythonOutput, new Unpacking(terminal));
  }

  /// Returns where to look for a Python.
  SearchPath search() {
    try {
      var path = SearchPath.ofProcess();
      return python == null ? path : path.withRequest(python, "--python");
    } catch (IllegalArgumentException wrong) {
      throw new CommandLineException("--python", Sentences.message(wrong));
    }
  }

  UnpackListener unpacking() {
    return new Unpacking(terminal);
  }

  /// Interrupts the command's thread in this way from now on.
  void interruptBy(Function<Thread, RunsOn> other) {
    interruption = other;
  }

  /// Interrupts the command's thread in the plain way from now on.
  void interruptByItself() {
    interruption = Shared::interrupt;
  }

  private static RunsOn interrupt(Thread thread) {
    thread.interrupt();
    return _ -> List.of();
  }

  /// Refuses an option that tells what it does in words.
  ///
  /// @throws CommandLineException where errors are told as JSON
  void requireWords(String option) {
    if (jsonErrors) {
      throw new CommandLineException(
          option, option + " tells what it does in words: leave --json-errors out.");
    }
  }

  /// Does the work of a command on a thread that is fit for Python, and tells what went wrong.
  int attempt(IntSupplier work) {
    if (jsonErrors) {
      terminal.silence();
    } else {
      terminal.adopt();
    }
    Thread.setDefaultUncaughtExceptionHandler(new Uncaught(terminal, verbose));
    return RunThread.run(
        thread -> interruption.apply(thread),
        new StopNotices(terminal, complaints()),
        lastWords,
        () -> {
          try {
            return work.getAsInt();
          } catch (ClosedOutputException nobodyReads) {
            return Thread.currentThread().isInterrupted() ? ExitCode.INTERRUPTED : ExitCode.DONE;
          } catch (Throwable thrown) {
            return Thread.currentThread().isInterrupted()
                ? ExitCode.INTERRUPTED
                : complaints().tell(Complaint.of(thrown));
          } finally {
            terminal.eraseProgress();
          }
        });
  }

  static List<Path> paths(List<String> names) {
    var paths = new ArrayList<Path>();
    for (var name : names) {
      var path = Path.of(name);
      if (!Files.isDirectory(path)) {
        throw new CommandLineException("--python-path", "There is no folder " + name + ".");
      }
      paths.add(path.toAbsolutePath().normalize());
    }
    return paths;
  }
}
