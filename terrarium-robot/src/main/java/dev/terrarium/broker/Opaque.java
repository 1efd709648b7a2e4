package dev.terrarium.broker;

import dev.terrarium.message.ForeignValue;
import java.util.concurrent.atomic.AtomicBoolean;

/// A Python value that stays in its interpreter, to be an argument of later calls of the same
/// broker.
///
/// It is kept there until it is closed, or its process ends. Safe to use from any thread.
public final class Opaque implements AutoCloseable {
  private final ForeignValue value;
  private final String type;
  private final AtomicBoolean closed = new AtomicBoolean();

  /// @param value a share of its own
  Opaque(ForeignValue value) {
    this.value = value;
    this.type = value.typeName();
  }

  /// Returns the Python type's name, such as `Detector`.
  public String typeName() {
    return type;
  }

  /// Returns the value, to be handed to an interpreter.
  ///
  /// @throws IllegalStateException if the handle is closed
  ForeignValue value() {
    if (closed.get()) {
      throw new IllegalStateException(
          "This handle of a Python " + type + " is closed; nothing can be done with it any more");
    }
    return value;
  }

  /// Lets the value go; a second time does nothing.
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      value.close();
    }
  }

  @Override
  public String toString() {
    return "Opaque[" + type + (closed.get() ? ", closed]" : "]");
  }
}
