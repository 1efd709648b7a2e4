package dev.terrarium.environment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Small ELF files, laid out as the linker does and of no use for anything but to be read.
final class Libraries {
  static final int X86_64 = 62;
  static final int ARM64 = 183;
  static final int RISCV = 243;

  private Libraries() {}

  /// A shared library for x86-64 that defines one symbol, and needs a glibc.
  static byte[] defining(String symbol, String glibc) {
    return elf(X86_64, symbol, "GLIBC_" + glibc, 1);
  }

  /// One that uses the symbol and does not define it.
  static byte[] using(String symbol) {
    return elf(X86_64, symbol, "GLIBC_2.4", 0);
  }

  static byte[] forProcessor(int machine) {
    return elf(machine, "Py_IsInitialized", "GLIBC_2.4", 1);
  }

  static Path write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  private static byte[] elf(int machine, String symbol, String need, int section) {
    byte[] names = ("\0" + symbol + "\0" + need + "\0").getBytes(StandardCharsets.ISO_8859_1);
    int symbols = 64;
    int strings = symbols + 48;
    int table = strings + names.length;
    ByteBuffer elf = ByteBuffer.allocate(table + 3 * 64).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    elf.putShort(0x10, (short) 3).putShort(0x12, (short) machine);
    elf.putLong(0x28, table).putShort(0x3a, (short) 64).putShort(0x3c, (short) 3);
    elf.putInt(symbols + 24, 1).putShort(symbols + 24 + 6, (short) section);
    elf.put(strings, names);
    elf.putInt(table + 64 + 4, 11).putLong(table + 64 + 0x18, symbols);
    elf.putLong(table + 64 + 0x20, 48).putInt(table + 64 + 0x28, 2);
    elf.putInt(table + 128 + 4, 3).putLong(table + 128 + 0x18, strings);
    elf.putLong(table + 128 + 0x20, names.length);
    return elf.array();
  }
}
