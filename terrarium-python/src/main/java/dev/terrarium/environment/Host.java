package dev.terrarium.environment;

import dev.terrarium.os.Glibc;
import dev.terrarium.os.Platform;
import java.util.Optional;
import java.util.function.Supplier;

/// The machine that a Python must fit.
///
/// @param platform its system and processor
/// @param glibc its C library, asked for only when something depends on it; empty if not glibc
record Host(Platform platform, Supplier<Optional<Glibc>> glibc) {
  static Host current() {
    return new Host(Platform.current(), Glibc::running);
  }

  @Override
  public String toString() {
    return platform + glibc.get().map(version -> ", glibc " + version).orElse("");
  }
}
