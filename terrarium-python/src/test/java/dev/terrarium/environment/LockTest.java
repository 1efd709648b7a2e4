package dev.terrarium.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Lock files as they are written, and as people leave them.
class LockTest {
  private static final String HASH = "--hash=sha256:" + "0123456789abcdef".repeat(4);

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("terrarium.lock");
  }

  private Lock reading(String pins) throws IOException {
    new Lock("3.14", Lock.ANY_PLATFORM, ">=3.11", List.of("six"), pins).write(file);
    return Lock.read(file);
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    Lock lock =
        reading(
            "six==1.17.0 \\\n    %s \\\n    %s\ncolorama==0.4.6 ; sys_platform == 'win32' \\\n    %s\n"
                .formatted(HASH, HASH, HASH));

    assertThat(lock.packages()).containsExactly("six==1.17.0", "colorama==0.4.6");
    assertThat(lock.python()).isEqualTo("3.14");
    assertThat(lock.requiresPython()).isEqualTo(">=3.11");
    assertThat(lock.dependencies()).containsExactly("six");
  }

  @Test
  void isTheSameWithTheLineEndsOfWindows() throws IOException {
    Lock lock = reading("six==1.17.0 \\\n    " + HASH);
    Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));

    assertThat(Lock.read(file).digest()).isEqualTo(lock.digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "six==1.17.0",
        "six --hash=sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "six==1.17.0 --hash=sha256:00",
        "six==1.17.0 --hash=md5:0123456789abcdef0123456789abcdef",
        "-r other.txt",
        "--index-url http://127.0.0.1/",
        "six @ https://127.0.0.1/six-1.17.0-py2.py3-none-any.whl"
      })
  void refusesWhatIsNoPackageWithItsHashes(String line) {
    assertThatThrownBy(() -> reading(line))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(
            "terrarium.lock holds '" + line.substring(0, Math.min(60, line.length())))
        .hasMessageContaining("is no package with its version and SHA-256 hashes")
        .hasMessageContaining("`terrarium env lock`");
  }

  @Test
  void refusesWhatIsNotUtf8() throws IOException {
    Files.write(file, new byte[] {-1, -2});

    assertThatThrownBy(() -> Lock.read(file))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("terrarium.lock is not UTF-8");
  }
}
