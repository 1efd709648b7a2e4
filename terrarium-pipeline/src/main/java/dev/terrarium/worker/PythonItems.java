package dev.terrarium.worker;

import dev.terrarium.python.Gil;
import dev.terrarium.python.PyObject;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// Takes items from Python into a run and back, for programs that are Python's.
///
/// What is no number, text, boolean or None goes through a pipeline as the object it is, and comes
/// back as that where only Python nodes had it.
public interface PythonItems {
  /// Returns what takes items from the interpreter of this process, which runs.
  static PythonItems ofProcess() {
    return ServiceLoader.load(PythonItems.class).findFirst().orElseThrow();
  }

  /// Returns the items of a Python list, each valid until [#close] has been called with them.
  List<@Nullable Object> take(Gil gil, PyObject list);

  /// Returns one item, which the caller closes if it is a [dev.terrarium.message.ForeignValue].
  @Nullable Object takeOne(Gil gil, PyObject item);

  /// Keeps an output beyond the call that it came with, for [#give] and [#close], and lets the
  /// memory go that a worker process may need for others.
  @Nullable Object settled(@Nullable Object output);

  /// Lets items go.
  void close(List<?> items);

  /// Returns the Python object for what a pipeline gave, which is closed after that.
  ///
  /// @throws dev.terrarium.message.ConversionFault if it cannot be converted
  PyObject give(Gil gil, @Nullable Object output);
}
