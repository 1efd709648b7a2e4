package dev.terrarium.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrarium.os.Glibc;
import dev.terrarium.os.Platform;
import dev.terrarium.os.Platform.Kernel;
import dev.terrarium.os.Platform.Processor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFileTest {
  private static final Host LINUX = linux("2.36");

  @TempDir Path folder;

  private static Host linux(String glibc) {
    return new Host(new Platform(Kernel.LINUX, Processor.X86_64), () -> Glibc.of(glibc));
  }

  private Optional<String> fault(byte[] library, Host host) throws IOException {
    return LibraryFile.fault(Files.write(folder.resolve("libpython.so"), library), host);
  }

  @Test
  void findsNothingWrongWithALibraryThatDefinesTheApi() throws IOException {
    assertThat(fault(Libraries.defining("Py_IsInitialized", "2.35"), LINUX)).isEmpty();
  }

  @Test
  void refusesATextFile() throws IOException {
    assertThat(fault("not a library".getBytes(), LINUX).orElseThrow())
        .endsWith("libpython.so is not a shared library (not an ELF file).");
  }

  @Test
  void refusesALibraryThatDefinesOrOnlyUsesOtherThings() throws IOException {
    String reason = "libpython.so is not a libpython: it does not define Py_IsInitialized.";

    assertThat(fault(Libraries.defining("Py_IsInit", "2.4"), LINUX).orElseThrow()).endsWith(reason);
    assertThat(fault(Libraries.using("Py_IsInitialized"), LINUX).orElseThrow()).endsWith(reason);
  }

  @Test
  void refusesALibraryForAnotherProcessorAndNamesBoth() throws IOException {
    assertThat(fault(Libraries.forProcessor(Libraries.ARM64), LINUX).orElseThrow())
        .endsWith("is built for arm64, and this JVM runs on x86-64: install a Python for x86-64.");
    assertThat(fault(Libraries.forProcessor(Libraries.RISCV), LINUX).orElseThrow())
        .contains("is built for another processor");
  }

  @Test
  void refusesALibraryThatNeedsANewerGlibcAndNamesBoth() throws IOException {
    byte[] library = Libraries.defining("Py_IsInitialized", "2.35");

    assertThat(fault(library, linux("2.28")).orElseThrow())
        .contains("needs glibc 2.35, and this system has 2.28");
    assertThat(fault(library, linux("musl")).orElseThrow())
        .contains("needs glibc 2.35, and this system has another C library");
  }

  @Test
  void refusesALibraryThatIsCutShort() throws IOException {
    byte[] library = Libraries.defining("Py_IsInitialized", "2.35");

    for (int length = 20; length < library.length; length++) {
      assertThat(fault(Arrays.copyOf(library, length), LINUX)).as("cut to %d", length).isPresent();
    }
  }

  @Test
  void survivesAnyDamageToALibrary() throws IOException {
    Random random = new Random(20261121);
    for (int round = 0; round < 500; round++) {
      byte[] library = Libraries.defining("Py_IsInitialized", "2.35");
      for (int damage = 0; damage < 4; damage++) {
        library[random.nextInt(4, library.length)] = (byte) random.nextInt();
      }

      assertThatCode(() -> fault(library, LINUX)).doesNotThrowAnyException();
    }
  }

  @Test
  void knowsTheFormatsOfMacosAndWindowsByTheirHeaders() throws IOException {
    Host mac = new Host(new Platform(Kernel.MACOS, Processor.ARM64), Optional::empty);
    Host windows = new Host(new Platform(Kernel.WINDOWS, Processor.X86_64), Optional::empty);
    byte[] machO = {(byte) 0xcf, (byte) 0xfa, (byte) 0xed, (byte) 0xfe, 0x0c, 0, 0, 1};
    byte[] intel = {(byte) 0xcf, (byte) 0xfa, (byte) 0xed, (byte) 0xfe, 0x07, 0, 0, 1};
    byte[] dll = new byte[128];
    dll[0] = 'M';
    dll[1] = 'Z';
    dll[0x3c] = 64;
    dll[64] = 'P';
    dll[65] = 'E';
    dll[68] = 0x64;
    dll[69] = (byte) 0x86;

    assertThat(fault(machO, mac)).isEmpty();
    assertThat(fault(intel, mac).orElseThrow()).contains("is built for x86-64");
    assertThat(fault(dll, mac).orElseThrow()).endsWith("is not a Mach-O library.");
    assertThat(fault(dll, windows)).isEmpty();
    assertThat(fault(machO, windows).orElseThrow()).endsWith("is not a DLL.");
  }

  @Test
  void acceptsTheLibrariesOfThisMachine() throws IOException {
    Path system = Path.of("/usr/lib/x86_64-linux-gnu");
    assumeTrue(Files.isDirectory(system), "this is not a Debian for x86-64");
    try (Stream<Path> files = Files.list(system)) {
      Optional<Path> library =
          files.filter(file -> file.toString().matches(".*/libpython3.\\d+.so.1.0")).findFirst();
      assumeTrue(library.isPresent(), "no libpython is installed by the system");

      assertThat(LibraryFile.fault(library.get(), Host.current())).isEmpty();
    }
  }
}
