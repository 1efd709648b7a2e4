package dev.terrarium.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMemoryTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.write(folder.resolve("file"), new byte[64]);
  }

  @Test
  void whatIsWrittenStandsInTheFile() throws IOException {
    try (var arena = Arena.ofConfined()) {
      open().set(JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN), 8, 7);

      assertThat(Files.readAllBytes(file)[8]).isEqualTo((byte) 7);
      assertThat(mapped(arena).get(JAVA_LONG, 8)).isEqualTo(7);
    }
  }

  @Test
  void isOfTheClassThatOtherMemoryHas() throws IOException {
    try (var arena = Arena.ofConfined()) {
      assertThat(mapped(arena)).hasSameClassAs(arena.allocate(64));
      assertThat(toRead(arena)).hasSameClassAs(arena.allocate(64));
    }
  }

  @Test
  void memoryToReadIsNotWritten() throws IOException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment memory = toRead(arena);

      assertThat(memory.byteSize()).isEqualTo(64);
      assertThatIllegalArgumentException().isThrownBy(() -> memory.set(JAVA_BYTE, 0, (byte) 1));
    }
  }

  @Test
  void endsWhereTheFileDoes() throws IOException {
    try (var arena = Arena.ofConfined()) {
      MemorySegment memory = toRead(arena);

      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> memory.get(JAVA_BYTE, 64));
    }
  }

  @Test
  void isThereAsLongAsItsArena() throws IOException {
    MemorySegment memory;
    try (var arena = Arena.ofShared()) {
      memory = mapped(arena);
    }

    assertThatIllegalStateException().isThrownBy(() -> memory.get(JAVA_BYTE, 0));
  }

  /// Maps it for as long as somebody has it.
  private MemorySegment open() throws IOException {
    return mapped(Arena.ofAuto());
  }

  private MemorySegment mapped(Arena arena) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return FileMemory.map(channel, 64, arena);
    }
  }

  private MemorySegment toRead(Arena arena) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return FileMemory.mapToRead(channel, arena);
    }
  }
}
