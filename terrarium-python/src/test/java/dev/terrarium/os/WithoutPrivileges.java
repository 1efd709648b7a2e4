package dev.terrarium.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;

/// A process that gives up what it may do, asks for what needs it, and prints the answers.
final class WithoutPrivileges {
  private static final long RLIMIT_MEMLOCK = 8;
  private static final long RLIMIT_RTPRIO = 14;
  private static final long NOBODY = 65534;

  private WithoutPrivileges() {}

  @SuppressWarnings("restricted")
  public static void main(String[] arguments) throws Throwable {
    BitSet all = Scheduling.processors();
    int last = all.length() - 1;
    Attempt.refused("nothing", 1, "Loaded while files may be read").words();
    ProcessorShield.raise(last).close();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocate(16, 8);
      limit.set(ValueLayout.JAVA_LONG, 0, 1 << 16);
      limit.set(ValueLayout.JAVA_LONG, 8, 1 << 16);
      var limits = Downcalls.libc("setrlimit");
      long memory = (long) limits.invokeExact(RLIMIT_MEMLOCK, limit.address(), 0L, 0L);
      limit.fill((byte) 0);
      long priority = (long) limits.invokeExact(RLIMIT_RTPRIO, limit.address(), 0L, 0L);
      long user = (long) Downcalls.libc("setuid").invokeExact(NOBODY, 0L, 0L, 0L);
      if ((int) memory != 0 || (int) priority != 0) {
        throw new AssertionError("its limits could not be lowered");
      }
      System.err.println((int) user == 0 ? "now nobody" : "nobody in particular already");
    }
    System.out.println(Scheduling.fifo(80).words());
    System.out.println(MemoryLock.hold().attempt().words());
    try (var shield = ProcessorShield.raise(last)) {
      System.out.println(shield.attempt().words());
      System.out.println(Scheduling.processors().get(last) == (all.cardinality() == 1));
    }
    System.out.println(Scheduling.processors().equals(all));
  }
}
