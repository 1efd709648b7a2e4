package dev.terrarium.python;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A context manager that was entered: closing it exits.
///
/// ```java
/// try (PyContext open = gil.importModule("io").callMethod("StringIO", "text").enter()) {
///   String line = open.value().callMethod("readline").str();
/// }
/// ```
///
/// Java's `try` does not tell [#close] of an exception, so the manager is told that all went well.
/// Where that matters, a transaction that rolls back or a lock that is poisoned, use
/// [PyObject#with].
public final class PyContext implements AutoCloseable {
  private final PyObject value;
  private final PyObject exit;
  private boolean exited;

  PyContext(PyObject value, PyObject exit) {
    this.value = value;
    this.exit = exit;
  }

  /// Enters a context manager.
  static PyContext enter(PyObject manager) {
    PyObject entered =
        manager.gil().importModule("terrarium._contexts").attr("enter").call(manager);
    return new PyContext(entered.item(0), entered.item(1));
  }

  /// Runs work inside a context manager.
  static <R> Optional<R> within(
      PyObject manager, Function<? super PyObject, ? extends @Nullable R> work) {
    AtomicReference<@Nullable R> result = new AtomicReference<>();
    JavaFunction body =
        arguments -> {
          result.set(work.apply(arguments.get(0)));
          return null;
        };
    boolean ended =
        manager
            .gil()
            .importModule("terrarium._contexts")
            .attr("within")
            .call(boolean.class, manager, body);
    return ended ? Optional.ofNullable(result.get()) : Optional.empty();
  }

  /// What entering gave, the thing behind `as` in Python's `with`.
  public PyObject value() {
    return value;
  }

  /// Exits without an exception. Doing so again does nothing.
  ///
  /// @throws PythonException when exiting raised
  @Override
  public void close() {
    if (!exited) {
      exited = true;
      exit.call().close();
    }
  }

  /// Whether it was exited. Needs no GIL.
  @Override
  public String toString() {
    return exited ? "PyContext[exited]" : "PyContext[entered]";
  }
}
