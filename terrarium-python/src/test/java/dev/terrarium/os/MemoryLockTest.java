package dev.terrarium.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Memory that is kept for as long as somebody wants it.
class MemoryLockTest {
  private static boolean isKept() throws IOException {
    return MemoryLock.isLocked(Files.readString(Path.of("/proc/self/status")));
  }

  @Test
  void readsWhetherAProcessKeepsMemory() {
    assertThat(MemoryLock.isLocked("VmPeak:\t 4 kB\nVmLck:\t     128 kB\n")).isTrue();
    assertThat(MemoryLock.isLocked("VmLck:\t       0 kB\n")).isFalse();
    assertThat(MemoryLock.isLocked("")).isFalse();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void letsGoOfMemoryWithTheLastThatIsClosed() throws IOException {
    assumeTrue(!isKept(), "somebody else keeps memory of this process");
    MemoryLock first = MemoryLock.hold();
    MemoryLock second = MemoryLock.hold();
    assumeTrue(first.attempt().isGranted(), first.attempt().words());
    assertThat(isKept()).isTrue();

    first.close();
    first.close();
    assertThat(isKept()).isTrue();

    second.close();
    assertThat(isKept()).isFalse();
  }
}
