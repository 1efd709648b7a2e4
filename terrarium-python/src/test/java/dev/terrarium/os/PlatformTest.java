package dev.terrarium.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrarium.os.Platform.Kernel;
import dev.terrarium.os.Platform.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64",
    "Linux, aarch64, linux-arm64",
    "Mac OS X, aarch64, macosx-arm64",
    "Mac OS X, x86_64, macosx-x86_64",
    "Windows 11, amd64, windows-x86_64",
    "FreeBSD, riscv64, unknown-unknown"
  })
  void carriesTheTagOfNativeArtifacts(String name, String architecture, String classifier) {
    assertThat(Platform.of(name, architecture).classifier()).isEqualTo(classifier);
  }

  @Test
  void saysProcessorsAsPeopleDo() {
    assertThat(Processor.X86_64.spoken()).isEqualTo("x86-64");
    assertThat(Processor.ARM64.spoken()).isEqualTo("arm64");
  }

  @Test
  void readsGlibcVersions() {
    assertThat(Glibc.of("2.36")).contains(new Glibc(2, 36));
    assertThat(Glibc.of("2.31.9000")).contains(new Glibc(2, 31));
    assertThat(Glibc.of("musl")).isEmpty();
    assertThat(new Glibc(2, 4)).isLessThan(new Glibc(2, 35));
  }

  @Test
  void asksTheRunningSystemForItsGlibc() {
    assumeTrue(Platform.current().kernel() == Kernel.LINUX, "only Linux has glibc");

    assertThat(Glibc.running())
        .hasValueSatisfying(version -> assertThat(version).isGreaterThan(new Glibc(2, 17)));
  }
}
