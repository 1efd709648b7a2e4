package dev.terrarium.bench;

import dev.terrarium.environment.Installation;
import dev.terrarium.environment.Origin;

/// How another JVM is told to take the same interpreter.
final class Choice {
  private Choice() {}

  /// The value of `--python` that leads to this installation again.
  static String of(Installation installation) {
    return installation.origin() == Origin.BUNDLED
        ? "bundled"
        : installation.executable().toString();
  }
}
