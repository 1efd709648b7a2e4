package dev.terrarium.session;

import java.nio.file.Path;

/// The JDK that runs this process.
///
/// @param version such as `25.0.1+8-LTS`
/// @param vendor who built it
/// @param home where it lies
public record Jdk(String version, String vendor, Path home) {
  /// Looks at the one that runs.
  public static Jdk running() {
    return new Jdk(
        Runtime.version().toString(),
        System.getProperty("java.vendor", "unknown"),
        Path.of(System.getProperty("java.home", "")));
  }

  @Override
  public String toString() {
    return version + " (" + vendor + ")";
  }
}
