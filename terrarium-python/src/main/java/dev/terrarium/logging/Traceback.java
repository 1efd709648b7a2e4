package dev.terrarium.logging;

/// What can be shown as Python prints it.
public interface Traceback {
  /// The text of a traceback, with its causes.
  String traceback();
}
