package dev.terrarium.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrarium.os.Glibc;
import dev.terrarium.os.Platform;
import dev.terrarium.os.Platform.Kernel;
import dev.terrarium.os.Platform.Processor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectorTest {
  private static final Host HOST =
      new Host(new Platform(Kernel.LINUX, Processor.X86_64), () -> Glibc.of("2.36"));

  @TempDir Path folder;
  private Path python;
  private Path library;

  @BeforeEach
  void needsAShell() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the fake Pythons are shell scripts");
    python = folder.resolve("bin/python3");
    library =
        Libraries.write(
            folder.resolve("lib/libpython3.12.so.1.0"),
            Libraries.defining("Py_IsInitialized", "2.35"));
  }

  private Outcome inspect(Path path) {
    return inspect(path, Duration.ofSeconds(30));
  }

  private Outcome inspect(Path path, Duration patience) {
    return new Inspector(FakePython.nowhere(folder), HOST, patience)
        .inspect(new Prospect(Origin.EXPLICIT, path))
        .outcome();
  }

  private static String reason(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Refused(String reason) -> reason;
      case Outcome.Accepted accepted -> throw new AssertionError("was accepted: " + accepted);
    };
  }

  private String reasonWhenSaying(String... keysAndValues) throws IOException {
    FakePython.saying(python, keysAndValues);
    return reason(inspect(python));
  }

  @Test
  void describesAPythonThatCanBeEmbedded() throws IOException {
    FakePython.saying(python, "library", library.toString(), "numpy", "2.1.0");

    Outcome outcome = inspect(python);

    assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
    Installation installation = ((Outcome.Accepted) outcome).installation();
    assertThat(installation.version()).isEqualTo(PythonVersion.of("3.12.1"));
    assertThat(installation.executable()).isEqualTo(python);
    assertThat(installation.library()).isEqualTo(library);
    assertThat(installation.numpy()).contains("2.1.0");
    assertThat(installation.isVirtual()).isFalse();
  }

  @Test
  void findsTheProgramInAFolder() throws IOException {
    FakePython.saying(python, "library", library.toString());

    assertThat(inspect(folder)).isInstanceOf(Outcome.Accepted.class);
  }

  @Test
  void refusesAFolderWithoutAProgram() {
    assertThat(reason(inspect(folder.resolve("lib"))))
        .isEqualTo(
            "it holds no bin/python3: name a virtual environment, an installation's folder or a program.");
  }

  @Test
  void refusesWhatIsNotThere() {
    assertThat(reason(inspect(folder.resolve("nothing"))))
        .isEqualTo("there is no such file or folder.");
  }

  @Test
  void refusesAnEnvironmentWhoseBaseIsGone() throws IOException {
    Files.createDirectories(folder.resolve("venv/bin"));
    Files.createSymbolicLink(folder.resolve("venv/bin/python3"), Path.of("/gone/bin/python3"));

    assertThat(reason(inspect(folder.resolve("venv"))))
        .isEqualTo(
            "it is a link to /gone/bin/python3, which is gone: make the environment again, or remove it.");
  }

  @Test
  void refusesAFileThatIsNotExecutable() throws IOException {
    Files.createDirectories(python.getParent());
    Files.writeString(python, "text");

    assertThat(reason(inspect(python))).startsWith("it is not executable");
  }

  @Test
  void refusesALibraryNamedInsteadOfAProgram() {
    assertThat(reason(inspect(library)))
        .isEqualTo("it is a library: name the program of that Python, such as bin/python3.");
  }

  @Test
  void refusesAProgramForAnotherProcessorWithoutRunningIt() throws IOException {
    FakePython fake = FakePython.saying(python);
    Files.write(python, Libraries.forProcessor(Libraries.ARM64));

    assertThat(reason(inspect(python)))
        .isEqualTo("it is a program for another processor than this one, x86-64.");
    assertThat(fake.timesAsked()).isZero();
  }

  @Test
  void refusesAStaticBuildAndSaysHowToGetASharedOne() throws IOException {
    assertThat(reasonWhenSaying("shared", "0"))
        .startsWith("it is Python 3.12.1 built without a shared library")
        .contains("--enable-shared");
  }

  @Test
  void refusesAPythonWhoseLibraryIsNotInstalledAndSaysWhereItLooked() throws IOException {
    assertThat(reasonWhenSaying("library_name", "libpython3.12.so.1.0", "looked", "/usr/lib"))
        .startsWith("its shared library libpython3.12.so.1.0 is in none of /usr/lib: install it");
  }

  @Test
  void refusesALibraryThatIsNotOne() throws IOException {
    Files.writeString(library, "text");

    assertThat(reasonWhenSaying("library", library.toString()))
        .isEqualTo("its library " + library + " is not a shared library (not an ELF file).");
  }

  @Test
  void refusesALibraryThatTheLinkerRefusesInTheLinkersWords() throws IOException {
    assertThat(
            reasonWhenSaying("library", library.toString(), "load_error", "libm.so.6: cannot open"))
        .isEqualTo("its shared library cannot be loaded: libm.so.6: cannot open.");
  }

  @Test
  void refusesOldPythons() throws IOException {
    assertThat(reasonWhenSaying("version", "3.7.16"))
        .isEqualTo("it is Python 3.7.16; Terrarium needs CPython 3.10 or later.");
  }

  @Test
  void refusesPythonTwoByItsComplaint() throws IOException {
    FakePython.running(python, "echo 'Unknown option: -I' >&2; exit 2");

    assertThat(reason(inspect(python)))
        .isEqualTo("it is older than Python 3.4; Terrarium needs CPython 3.10 or later.");
  }

  @Test
  void refusesOtherImplementations() throws IOException {
    assertThat(reasonWhenSaying("implementation", "pypy"))
        .isEqualTo("it is pypy, not CPython; Terrarium needs CPython 3.10 or later.");
  }

  @Test
  void refusesFreeThreadedAndDebugBuilds() throws IOException {
    assertThat(reasonWhenSaying("free_threaded", "1")).startsWith("it is a free-threaded build");
    Files.delete(python);
    Files.walk(folder.resolve("cache")).filter(Files::isRegularFile).forEach(InspectorTest::delete);
    assertThat(reasonWhenSaying("debug", "1")).startsWith("it is a debug build");
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @Test
  void refusesAProgramThatCrashesWhenAsked() throws IOException {
    FakePython.running(python, "echo 'about to fall' >&2; kill -SEGV $$");

    assertThat(reason(inspect(python)))
        .isEqualTo(
            "it crashed when it was asked what it is (exit code 139); it said: about to fall");
  }

  @Test
  void refusesAProgramThatPrintsSomethingElse() throws IOException {
    FakePython.running(python, "echo Hello, world");

    assertThat(reason(inspect(python)))
        .isEqualTo("it does not answer as a Python does (exit code 0); it said: Hello, world");
  }

  @Test
  void refusesAProgramWhoseAnswerIsIncomplete() throws IOException {
    assertThat(reasonWhenSaying("version", "")).startsWith("its answer about itself is incomplete");
  }

  @Test
  void stopsAProgramThatDoesNotAnswerInTime() throws IOException {
    FakePython.running(python, "exec tail -f /dev/null");

    assertThat(reason(inspect(python, Duration.ofMillis(300))))
        .startsWith("it did not say what it is within");
  }
}
