package dev.terrarium.environment;

import dev.terrarium.os.Glibc;
import dev.terrarium.os.Platform.Processor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A 64-bit little-endian ELF file, read without loading it.
///
/// Only the header, the section table, the dynamic symbols and their names are read, each with its
/// bounds checked against the file: a file of any content gives an exception at worst.
final class ElfImage {
  private static final int DYNAMIC_SYMBOLS = 11;
  private static final int SHARED_OBJECT = 3;
  private static final Pattern GLIBC = Pattern.compile("GLIBC_(\\d+\\.\\d+)");

  private final ByteBuffer header;
  private final ByteBuffer symbols;
  private final String names;

  private ElfImage(ByteBuffer header, ByteBuffer symbols, String names) {
    this.header = header;
    this.symbols = symbols;
    this.names = names;
  }

  static boolean isElf(byte[] start) {
    return start.length >= 4
        && start[0] == 0x7f
        && start[1] == 'E'
        && start[2] == 'L'
        && start[3] == 'F';
  }

  /// The processor in an ELF file's first 20 bytes.
  static Processor processor(byte[] start) {
    if (start.length < 20 || start[4] != 2 || start[5] != 1) {
      return Processor.OTHER;
    }
    return switch ((start[18] & 0xff) | (start[19] & 0xff) << 8) {
      case 62 -> Processor.X86_64;
      case 183 -> Processor.ARM64;
      default -> Processor.OTHER;
    };
  }

  /// Reads a file that begins as a 64-bit little-endian ELF file does.
  ///
  /// @throws IOException if it is cut short or contradicts itself
  static ElfImage read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer header = slice(channel, 0, 64);
      long table = header.getLong(0x28);
      int size = header.getShort(0x3a) & 0xffff;
      int count = header.getShort(0x3c) & 0xffff;
      if (size < 64) {
        throw new IOException("its section table is malformed");
      }
      ByteBuffer sections = slice(channel, table, (long) size * count);
      for (int index = 0; index < count; index++) {
        int at = index * size;
        if (sections.getInt(at + 4) == DYNAMIC_SYMBOLS) {
          int linked = sections.getInt(at + 0x28);
          if (linked < 0 || linked >= count) {
            throw new IOException("its symbol table names no strings");
          }
          ByteBuffer symbols = section(channel, sections, at);
          ByteBuffer strings = section(channel, sections, linked * size);
          return new ElfImage(
              header, symbols, StandardCharsets.ISO_8859_1.decode(strings).toString());
        }
      }
      return new ElfImage(header, ByteBuffer.allocate(0), "");
    }
  }

  boolean isSharedObject() {
    return header.getShort(0x10) == SHARED_OBJECT;
  }

  /// Whether it defines, and does not merely use, a dynamic symbol of this name.
  boolean defines(String symbol) {
    for (int at = 0; at + 24 <= symbols.limit(); at += 24) {
      int name = symbols.getInt(at);
      boolean defined = symbols.getShort(at + 6) != 0;
      if (defined
          && name >= 0
          && names.startsWith(symbol, name)
          && name + symbol.length() < names.length()
          && names.charAt(name + symbol.length()) == '\0') {
        return true;
      }
    }
    return false;
  }

  /// The newest glibc whose symbols it asks for.
  Optional<Glibc> glibc() {
    Matcher needs = GLIBC.matcher(names);
    Optional<Glibc> newest = Optional.empty();
    while (needs.find()) {
      Optional<Glibc> need = Glibc.of(needs.group(1));
      if (need.isPresent() && (newest.isEmpty() || newest.get().compareTo(need.get()) < 0)) {
        newest = need;
      }
    }
    return newest;
  }

  private static ByteBuffer section(FileChannel channel, ByteBuffer sections, int at)
      throws IOException {
    return slice(channel, sections.getLong(at + 0x18), sections.getLong(at + 0x20));
  }

  private static ByteBuffer slice(FileChannel channel, long offset, long length)
      throws IOException {
    if (offset < 0 || length < 0 || offset > channel.size() - length) {
      throw new EOFException("it is cut short");
    }
    if (length > 64 << 20) {
      throw new IOException("one of its tables is larger than 64 MiB");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, offset + bytes.position()) < 0) {
        throw new EOFException("it is cut short");
      }
    }
    return bytes.flip();
  }
}
