package dev.terrarium.os;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of the GNU C library.
public record Glibc(int major, int minor) implements Comparable<Glibc> {
  private static final Pattern SHAPE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(\\..*)?");

  private static final Comparator<Glibc> ORDER =
      Comparator.comparingInt(Glibc::major).thenComparingInt(Glibc::minor);

  /// Reads `2.36`; empty if the text is not a version.
  public static Optional<Glibc> of(String text) {
    Matcher shape = SHAPE.matcher(text);
    return shape.matches()
        ? Optional.of(new Glibc(Integer.parseInt(shape.group(1)), Integer.parseInt(shape.group(2))))
        : Optional.empty();
  }

  /// The one this process runs on; empty where the C library is another.
  @SuppressWarnings("restricted") // a downcall without arguments; the text it returns is static
  public static Optional<Glibc> running() {
    return Linker.nativeLinker()
        .defaultLookup()
        .find("gnu_get_libc_version")
        .flatMap(symbol -> {
          MethodHandle version = Downcalls.at(symbol.address(), Downcalls.LEAST);
          try {
            long text = (long) version.invokeExact(0L, 0L, 0L, 0L);
            return of(MemorySegment.ofAddress(text).reinterpret(64).getString(0));
          } catch (Throwable failure) {
            throw new AssertionError("gnu_get_libc_version failed", failure);
          }
        });
  }

  @Override
  public int compareTo(Glibc other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
