package dev.terrarium.environment;

import dev.terrarium.os.Glibc;
import dev.terrarium.os.Platform.Processor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Judges a shared library by its bytes, so that nothing of it runs in this process.
final class LibraryFile {
  private static final int START = 4096;

  private LibraryFile() {}

  /// Why a file cannot be this host's libpython; empty if nothing speaks against it.
  static Optional<String> fault(Path file, Host host) {
    try {
      byte[] start = start(file);
      return switch (host.platform().kernel()) {
        case LINUX -> elf(file, start, host);
        case MACOS ->
            wrongProcessor(
                file, machO(start, host.platform().processor()), host, "a Mach-O library");
        case WINDOWS -> wrongProcessor(file, portableExecutable(start), host, "a DLL");
        case OTHER -> Optional.empty();
      };
    } catch (IOException failure) {
      return Optional.of(
          "its library " + file + " cannot be read: " + Sentences.reason(failure) + ".");
    }
  }

  /// The first bytes of a file, 4 KiB at most.
  static byte[] start(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(START);
    }
  }

  private static Optional<String> elf(Path file, byte[] start, Host host) throws IOException {
    if (!ElfImage.isElf(start)) {
      return Optional.of("its library " + file + " is not a shared library (not an ELF file).");
    }
    Optional<String> foreign =
        wrongProcessor(file, Optional.of(ElfImage.processor(start)), host, "an ELF file");
    if (foreign.isPresent()) {
      return foreign;
    }
    ElfImage image = ElfImage.read(file);
    if (!image.isSharedObject()) {
      return Optional.of("its library " + file + " is an ELF file but not a shared library.");
    }
    if (!image.defines("Py_IsInitialized")) {
      return Optional.of(
          "its library " + file + " is not a libpython: it does not define Py_IsInitialized.");
    }
    return image.glibc().flatMap(need -> glibcFault("its library " + file, need, host));
  }

  /// Why something that needs a glibc cannot be used on a host; empty if it can.
  static Optional<String> glibcFault(String what, Glibc need, Host host) {
    Optional<Glibc> running = host.glibc().get();
    if (running.isEmpty()) {
      return Optional.of(
          what + " needs glibc " + need + ", and this system has another C library.");
    }
    return running
        .filter(version -> version.compareTo(need) < 0)
        .map(version ->
            what
                + " needs glibc "
                + need
                + ", and this system has "
                + version
                + ": use a newer system, or a Python that was built on this one.");
  }

  private static Optional<String> wrongProcessor(
      Path file, Optional<Processor> processor, Host host, String kind) {
    if (processor.isEmpty()) {
      return Optional.of("its library " + file + " is not " + kind + ".");
    }
    return processor
        .filter(built -> built != host.platform().processor())
        .map(built ->
            "its library %s is built for %s, and this JVM runs on %s: install a Python for %s."
                .formatted(
                    file,
                    built == Processor.OTHER ? "another processor" : built.spoken(),
                    host.platform().processor().spoken(),
                    host.platform().processor().spoken()));
  }

  /// The processor of a Mach-O file; of a universal one, which carries several, the wanted one.
  private static Optional<Processor> machO(byte[] start, Processor wanted) {
    if (start.length < 8) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(start);
    if (bytes.getInt(0) == 0xcafebabe) {
      return Optional.of(universal(bytes, wanted));
    }
    return bytes.order(ByteOrder.LITTLE_ENDIAN).getInt(0) == 0xfeedfacf
        ? Optional.of(machine(bytes.getInt(4)))
        : Optional.empty();
  }

  private static Processor universal(ByteBuffer bytes, Processor wanted) {
    int count = Math.min(bytes.getInt(4), (bytes.limit() - 8) / 20);
    for (int index = 0; index < count; index++) {
      if (machine(bytes.getInt(8 + 20 * index)) == wanted) {
        return wanted;
      }
    }
    return Processor.OTHER;
  }

  private static Processor machine(int cpuType) {
    return switch (cpuType) {
      case 0x01000007 -> Processor.X86_64;
      case 0x0100000c -> Processor.ARM64;
      default -> Processor.OTHER;
    };
  }

  private static Optional<Processor> portableExecutable(byte[] start) {
    if (start.length < 64 || start[0] != 'M' || start[1] != 'Z') {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
    int at = bytes.getInt(0x3c);
    if (at < 0 || at > start.length - 6 || bytes.getInt(at) != 0x4550) {
      return Optional.empty();
    }
    return Optional.of(
        switch (bytes.getShort(at + 4) & 0xffff) {
          case 0x8664 -> Processor.X86_64;
          case 0xaa64 -> Processor.ARM64;
          default -> Processor.OTHER;
        });
  }
}
