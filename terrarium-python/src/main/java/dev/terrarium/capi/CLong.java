package dev.terrarium.capi;

import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/// C's `long` on this platform; known before any libpython is open.
public final class CLong {
  /// `sizeof(long)`.
  public static final long SIZE =
      Linker.nativeLinker()
          .canonicalLayouts()
          .getOrDefault("long", ValueLayout.JAVA_LONG)
          .byteSize();

  private CLong() {}
}
