package dev.terrarium.worker.inline;

import dev.terrarium.python.PyRef;

/// What one call of a Python node gave.
sealed interface Outputs {
  /// Nothing.
  record None() implements Outputs {}

  /// One value.
  record One(PythonValue value) implements Outputs {}

  /// Values to be asked for, one by one.
  record Later(PyRef iterator) implements Outputs {}
}
