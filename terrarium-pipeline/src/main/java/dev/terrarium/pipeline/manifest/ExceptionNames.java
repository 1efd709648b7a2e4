package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.Retry;
import dev.terrarium.pipeline.Spelling;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The names of exceptions, as far as it is known without asking which there are.
///
/// A name that is not known may be one of the node's own, so that only what is surely, or almost
/// surely, a slip is told.
final class ExceptionNames {
  /// Those of CPython that stand for failures.
  private static final List<String> PYTHON =
      List.of(
          ("ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup"
                  + " BlockingIOError BrokenPipeError BufferError ChildProcessError"
                  + " ConnectionAbortedError ConnectionError ConnectionRefusedError"
                  + " ConnectionResetError EOFError Exception ExceptionGroup FileExistsError"
                  + " FileNotFoundError FloatingPointError ImportError IndentationError IndexError"
                  + " InterruptedError IsADirectoryError KeyError LookupError MemoryError"
                  + " ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError"
                  + " OverflowError PermissionError ProcessLookupError RecursionError"
                  + " ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError"
                  + " SystemError TabError TimeoutError TypeError UnboundLocalError"
                  + " UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError"
                  + " ValueError ZeroDivisionError")
              .split(" "));

  /// Further names of the same, which Python never says.
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "IOError", "OSError",
          "EnvironmentError", "OSError",
          "socket.error", "OSError",
          "socket.timeout", "TimeoutError",
          "asyncio.TimeoutError", "TimeoutError",
          "concurrent.futures.TimeoutError", "TimeoutError");

  private ExceptionNames() {}

  /// Says what is odd about a name, if something is.
  static Optional<String> doubt(String written) {
    var name = Retry.bare(written);
    var proper = OTHER_NAMES.get(name);
    if (proper != null) {
      return Optional.of(
          "matches nothing: Python's own name of '%s' is '%s'".formatted(name, proper));
    }
    if (name.startsWith("java.") && !isInJava(name)) {
      return Optional.of("matches nothing: Java has no class '" + name + "'");
    }
    var hint = PYTHON.contains(name) ? "" : Spelling.hint(name, PYTHON, 1);
    return hint.isEmpty()
        ? Optional.empty()
        : Optional.of("'" + name + "' is none of Python's exceptions" + hint);
  }

  private static boolean isInJava(String name) {
    try {
      Class.forName(name, false, ClassLoader.getPlatformClassLoader());
      return true;
    } catch (ClassNotFoundException _) {
      return false;
    }
  }
}
