package dev.terrarium.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleCacheTest {
  @TempDir Path folder;
  private BundleFixture bundle;
  private SearchPath path;
  private final List<Long> progress = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

  private final UnpackListener listener =
      new UnpackListener() {
        @Override
        public void unpacked(long bytesDone, long bytesTotal) {
          progress.add(bytesDone);
        }

        @Override
        public void notice(String sentence) {
          notices.add(sentence);
        }
      };

  @BeforeEach
  void makeJars() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the fake Pythons are shell scripts");
    bundle = BundleFixture.in(folder.resolve("jars"));
    path = bundle.addedTo(FakePython.nowhere(folder));
  }

  private Installation choose() {
    return Environment.choose(path, listener, BundleFixture.HOST, bundle::pins);
  }

  private BundledFolder inspect() {
    return Environment.search(path, BundleFixture.HOST, bundle::pins).bundled().orElseThrow();
  }

  private List<String> cached() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("cache/bundled"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void unpacksWhatRunsAndLeavesOutWhatDoesNot() throws IOException {
    Installation python = choose();

    Path prefix = python.prefix();
    assertThat(python.executable()).isExecutable();
    assertThat(python.library()).hasSize(3 << 20);
    assertThat(prefix.resolve("lib/python3.14/os.py")).hasContent("# os");
    assertThat(prefix.resolve("lib/python3.14/site-packages/numpy/__init__.py")).exists();
    assertThat(prefix.resolve("lib/python3.14/site-packages/numpy.libs/libopenblas.so.0")).exists();
    try (Stream<Path> files = Files.walk(prefix)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .doesNotContain("idle3", "libjnipython.so", "test_os.py", "test_all.py", "Python.h");
    }
    assertThat(python.version()).isEqualTo(PythonVersion.of("3.14.3"));
    assertThat(python.numpy()).contains("2.4.2");
  }

  @Test
  void tellsItsProgressUpToTheEnd() {
    choose();

    assertThat(progress).hasSizeGreaterThan(2).isSorted();
    assertThat(progress.getFirst()).isLessThan(progress.getLast());
  }

  @Test
  void unpacksOnce() {
    Installation first = choose();
    progress.clear();

    Installation second = choose();

    assertThat(second).isEqualTo(first);
    assertThat(progress).isEmpty();
    assertThat(notices).isEmpty();
  }

  @Test
  void saysWhetherItIsUnpacked() {
    assertThat(inspect().state()).isEqualTo(BundledFolder.State.ABSENT);

    choose();

    assertThat(inspect().state()).isEqualTo(BundledFolder.State.COMPLETE);
  }

  @Test
  void namesTheFolderByItsContent() throws IOException {
    Path first = choose().prefix();
    bundle = BundleFixture.in(folder.resolve("jars"), "#!/bin/sh\ntrue\n");

    Path second = choose().prefix();

    assertThat(second).isNotEqualTo(first);
    assertThat(first).exists();
  }

  @Test
  void canBeReadByOthersThanItsMaker() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(choose().prefix())))
        .isEqualTo(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("cache/bundled"))));
  }

  @Test
  void unpacksAgainWhenAFileWasCutShort() throws IOException {
    Path os = choose().prefix().resolve("lib/python3.14/os.py");
    Files.writeString(os, "#");

    assertThat(inspect().detail()).isEqualTo("lib/python3.14/os.py has 1 bytes instead of 4");
    choose();

    assertThat(os).hasContent("# os");
    assertThat(notices)
        .containsExactly(
            "The bundled Python in %s was damaged (%s) and is unpacked again."
                .formatted(inspect().folder(), "lib/python3.14/os.py has 1 bytes instead of 4"));
  }

  @Test
  void unpacksAgainWhenAFileIsGone() throws IOException {
    Path empty = choose().prefix().resolve("lib/python3.14/empty.py");
    Files.delete(empty);

    assertThat(inspect().detail()).isEqualTo("lib/python3.14/empty.py is missing");
    choose();

    assertThat(empty).exists();
  }

  @Test
  void unpacksAgainWhenTheListOfFilesIsCutShort() throws IOException {
    Path list = choose().prefix().resolve(".terrarium-complete");
    String whole = Files.readString(list);
    for (int length = 0; length < whole.length() - 1; length += 7) {
      Files.writeString(list, whole.substring(0, length));
      assertThat(inspect().state()).isEqualTo(BundledFolder.State.DAMAGED);
    }

    choose();

    assertThat(list).hasContent(whole);
  }

  @Test
  void leavesNothingButTheFolderAndItsLock() throws IOException {
    Path prefix = choose().prefix();
    Files.delete(prefix.resolve("lib/python3.14/os.py"));
    choose();

    String name = prefix.getFileName().toString();
    assertThat(cached()).containsExactly(name, name + ".lock");
  }

  @Test
  void removesWhatAKilledProcessLeft() throws IOException {
    String name = inspect().folder().getFileName().toString();
    Files.createDirectories(folder.resolve("cache/bundled/" + name + ".draft-1/lib"));
    Files.createFile(folder.resolve("cache/bundled/" + name + ".draft-1/lib/half"));
    Files.createDirectories(folder.resolve("cache/bundled/other.draft-1"));

    choose();

    assertThat(cached()).containsExactly("other.draft-1", name, name + ".lock");
    assertThat(notices).singleElement().asString().contains("cut short left").contains(".draft-1");
  }

  @Test
  void refusesAJarThatIsNotThePinnedOne() throws IOException {
    Path numpy = bundle.jars().get(1);
    byte[] bytes = Files.readAllBytes(numpy);
    bytes[bytes.length / 2] ^= 1;
    Files.write(numpy, bytes);

    assertThatThrownBy(this::choose)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(numpy + " is not the file that this release of Terrarium pins")
        .hasMessageContaining("SHA-256");
    assertThat(cached()).containsExactly(inspect().folder().getFileName() + ".lock");
  }

  @Test
  void saysWhichFolderCannotBeWritten() throws IOException {
    Files.writeString(folder.resolve("cache"), "a file where the folder should be");

    assertThatThrownBy(this::choose)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageStartingWith("The bundled Python cannot be unpacked into " + folder)
        .hasMessageContaining(": Not a directory.")
        .hasMessageContaining("TERRARIUM_CACHE");
  }

  @Test
  void usesACompleteFolderThatCannotBeWritten() throws IOException {
    Installation first = choose();
    Path lock = folder.resolve("cache/bundled/" + first.prefix().getFileName() + ".lock");
    Files.delete(lock);
    Files.createDirectory(lock);

    assertThat(choose()).isEqualTo(first);
  }

  @Test
  void publishesNoPythonThatDoesNotRun() throws IOException {
    bundle =
        BundleFixture.in(
            folder.resolve("jars"), "#!/bin/sh\necho 'libm.so.6: not found'\nexit 127\n");

    assertThatThrownBy(this::choose)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(
            "the unpacked Python does not run (exit code 127; libm.so.6: not found)");
    assertThat(inspect().state()).isEqualTo(BundledFolder.State.ABSENT);
  }

  @Test
  void survivesManyThreadsAtOnce() {
    List<Installation> taken =
        Stream.generate(() -> 0).limit(8).parallel().map(_ -> choose()).distinct().toList();

    assertThat(taken).hasSize(1);
    assertThat(progress.stream().filter(done -> done.equals(progress.getLast()))).hasSize(1);
    assertThat(inspect().state()).isEqualTo(BundledFolder.State.COMPLETE);
  }
}
