package dev.terrarium.session;

import dev.terrarium.environment.Installation;
import dev.terrarium.python.Python;
import dev.terrarium.python.PythonException;
import dev.terrarium.python.PythonOptions;
import dev.terrarium.python.PythonUnavailableException;
import java.util.Optional;
import java.util.function.Consumer;

/// What came of starting a Python and calling it.
public sealed interface Trial {
  /// It runs.
  ///
  /// @param python the one that was started
  /// @param banner what it says of itself, `sys.version`
  /// @param startNanos time to start it
  /// @param callNanos median time of a call of `def f(x): return x` with a number, the GIL held
  /// @param numpy what came of importing NumPy: its version, or why there is none
  /// @param copy another `terrarium` package that Python's path holds; the built-in one wins
  record Worked(
      Installation python,
      String banner,
      long startNanos,
      long callNanos,
      String numpy,
      Optional<String> copy)
      implements Trial {}

  /// There is none, or it does not run.
  record Failed(String reason) implements Trial {}

  /// Starts `python` and calls it.
  static Trial run(Installation python, Consumer<String> output) {
    var options = PythonOptions.of(python).withStdout(output).withStderr(output);
    long begun = System.nanoTime();
    try (var started = Python.open(options)) {
      long startNanos = System.nanoTime() - begun;
      return started.call(gil ->
          new Worked(
              python,
              gil.importModule("sys").attr("version").str(),
              startNanos,
              Calls.median(gil),
              Imports.numpy(gil),
              Imports.otherCopy(gil)));
    } catch (PythonUnavailableException | IllegalStateException | PythonException failure) {
      return new Failed(String.valueOf(failure.getMessage()));
    }
  }
}
