package dev.terrarium.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeCacheTest {
  @TempDir Path folder;
  private Path site;
  private FakePython python;

  @BeforeEach
  void makeAPython() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "the fake Pythons are shell scripts");
    site = Files.createDirectories(folder.resolve("lib/site-packages"));
    python = FakePython.saying(folder.resolve("bin/python3"), "site", site.toString());
  }

  private Outcome inspect(Path executable) {
    return new Inspector(FakePython.nowhere(folder), Host.current())
        .inspect(new Prospect(Origin.EXPLICIT, executable))
        .outcome();
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("cache/probes"))) {
      return files.toList();
    }
  }

  @Test
  void asksAnUnchangedPythonOnce() throws IOException {
    Outcome first = inspect(python.executable());
    Outcome second = inspect(python.executable());

    assertThat(second).isEqualTo(first);
    assertThat(python.timesAsked()).isEqualTo(1);
  }

  @Test
  void asksAgainWhenTheProgramChanged() throws IOException {
    inspect(python.executable());
    Files.setLastModifiedTime(
        python.executable(), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));

    inspect(python.executable());

    assertThat(python.timesAsked()).isEqualTo(2);
  }

  @Test
  void asksAgainWhenAPackageWasInstalled() throws IOException {
    Files.setLastModifiedTime(site, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    inspect(python.executable());
    Files.createDirectory(site.resolve("numpy"));

    inspect(python.executable());

    assertThat(python.timesAsked()).isEqualTo(2);
  }

  @Test
  void asksAgainWhenTheProgramBecameAVirtualEnvironment() throws IOException {
    inspect(python.executable());
    Files.writeString(folder.resolve("pyvenv.cfg"), "home = /usr/bin\n");

    inspect(python.executable());

    assertThat(python.timesAsked()).isEqualTo(2);
  }

  @Test
  void asksAgainWhenAnEntryIsBroken() throws IOException {
    inspect(python.executable());
    Path entry = entries().getFirst();
    String whole = Files.readString(entry);
    Files.writeString(entry, whole.substring(0, whole.length() / 2));

    inspect(python.executable());

    assertThat(python.timesAsked()).isEqualTo(2);
    assertThat(Files.readString(entry)).isEqualTo(whole);
  }

  @Test
  void asksAgainWhenAnEntryIsOfAnotherProgram() throws IOException {
    inspect(python.executable());
    Path entry = entries().getFirst();
    String whole = Files.readString(entry);
    Files.writeString(
        entry, whole.replace(python.executable().toString(), folder.resolve("other").toString()));

    inspect(python.executable());

    assertThat(python.timesAsked()).isEqualTo(2);
    assertThat(Files.readString(entry)).isEqualTo(whole);
  }

  @Test
  void asksAgainWhenAnEntryIsNotText() throws IOException {
    inspect(python.executable());
    Files.write(entries().getFirst(), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

    inspect(python.executable());

    assertThat(python.timesAsked()).isEqualTo(2);
  }

  @Test
  void tellsAVirtualEnvironmentFromItsBase() throws IOException {
    Path link = folder.resolve("venv/bin/python3");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, python.executable());
    inspect(python.executable());

    inspect(link);

    assertThat(entries()).hasSize(2);
  }

  @Test
  void tellsApartTheProjectsWhoseEnvironmentsLinkToOneFolder() throws IOException {
    Path shared = Files.createDirectories(folder.resolve("shared"));
    Files.createSymbolicLink(shared.resolve("python3"), python.executable());
    Path one = Files.createSymbolicLink(folder.resolve("one"), shared);
    Path other = Files.createSymbolicLink(folder.resolve("other"), shared);
    inspect(one.resolve("python3"));

    inspect(other.resolve("python3"));

    assertThat(entries()).hasSize(2);
  }

  @Test
  void keepsNoAnswerOfAShim() throws IOException {
    FakePython other = FakePython.saying(folder.resolve("other/python3"));
    FakePython shim =
        FakePython.saying(
            folder.resolve("shims/python3"), "executable", other.executable().toString());

    inspect(shim.executable());
    inspect(shim.executable());

    assertThat(shim.timesAsked()).isEqualTo(2);
  }

  @Test
  void keepsNoFailures() throws IOException {
    FakePython broken = FakePython.running(folder.resolve("broken/python3"), "exit 1");

    inspect(broken.executable());
    inspect(broken.executable());

    assertThat(broken.timesAsked()).isEqualTo(2);
  }

  @Test
  void asksEachTimeWhenTheCacheCannotBeWritten() throws IOException {
    Files.writeString(folder.resolve("cache"), "a file where the folder should be");

    Outcome first = inspect(python.executable());
    Outcome second = inspect(python.executable());

    assertThat(second).isEqualTo(first);
    assertThat(python.timesAsked()).isEqualTo(2);
  }
}
