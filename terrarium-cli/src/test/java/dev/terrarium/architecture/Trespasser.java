package dev.terrarium.architecture;

import dev.terrarium.environment.Installation;
import java.lang.foreign.MemorySegment;

/// Breaks the laws on purpose, so that each can show that it would notice.
final class Trespasser {
  private Trespasser() {}

  static long trespass(Installation foreign) {
    System.out.println(System.getenv("HOME") + foreign);
    return MemorySegment.ofAddress(1).reinterpret(1).byteSize();
  }
}
