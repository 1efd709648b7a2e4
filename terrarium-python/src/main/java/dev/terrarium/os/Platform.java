package dev.terrarium.os;

import java.util.Locale;

/// The operating system and processor that a process runs on.
public record Platform(Kernel kernel, Processor processor) {
  /// An operating system.
  public enum Kernel {
    LINUX("linux"),
    MACOS("macosx"),
    WINDOWS("windows"),
    OTHER("unknown");

    private final String tag;

    Kernel(String tag) {
      this.tag = tag;
    }
  }

  /// A processor architecture.
  public enum Processor {
    X86_64("x86_64"),
    ARM64("arm64"),
    OTHER("unknown");

    private final String tag;

    Processor(String tag) {
      this.tag = tag;
    }

    /// The name people know it by: `x86-64`, `arm64`.
    public String spoken() {
      return tag.replace('_', '-');
    }
  }

  /// The platform of this process.
  public static Platform current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static Platform of(String name, String architecture) {
    String system = name.toLowerCase(Locale.ROOT);
    Kernel kernel =
        system.startsWith("linux")
            ? Kernel.LINUX
            : system.startsWith("mac")
                ? Kernel.MACOS
                : system.startsWith("windows") ? Kernel.WINDOWS : Kernel.OTHER;
    Processor processor =
        switch (architecture) {
          case "amd64", "x86_64" -> Processor.X86_64;
          case "aarch64", "arm64" -> Processor.ARM64;
          default -> Processor.OTHER;
        };
    return new Platform(kernel, processor);
  }

  /// The tag that artifacts with native code carry, such as `linux-x86_64` or `macosx-arm64`.
  public String classifier() {
    return kernel.tag + "-" + processor.tag;
  }

  @Override
  public String toString() {
    return classifier();
  }
}
