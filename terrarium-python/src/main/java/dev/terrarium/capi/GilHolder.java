package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// Who holds the GIL, as another thread sees it without taking it.
///
/// No function of CPython's says so since 3.12, so its private state is read: at the offsets that
/// 3.13 and later publish for debuggers, at those of the headers for 3.12. Whether they fit is
/// decided by the first use, which must hold the GIL; where they do not, the holder is not known.
public final class GilHolder {
  private static final MethodHandle UNCHECKED_GET = Binding.leaf("_PyThreadState_UncheckedGet", 0);

  /// `xdebugpy`: how `_PyRuntime.debug_offsets` begins, by which 3.13 and later say what lies
  /// where.
  private static final long COOKIE = 0x79706775_62656478L;

  /// `PyInterpreterState._gil` of 3.12, and what it begins with.
  private static final long GIL_3_12 = 1040;

  private static final long GIL_HOLDER = 8;
  private static final long GIL_LOCKED = 16;

  /// The address of the holder's thread state and of the lock's word; 0 where not known.
  private static final long HOLDER;

  private static final long LOCKED;

  static {
    long interpreter = PyState.PyInterpreterState_Get();
    HOLDER = address(interpreter, GIL_3_12 + GIL_HOLDER, 8);
    LOCKED = address(interpreter, GIL_3_12 + GIL_LOCKED, 0);
  }

  /// Whether the holder can be told.
  public static final boolean IS_KNOWN = holder() == PyState.PyThreadState_Get();

  private GilHolder() {}

  /// The thread state that held the GIL just now, or 0 where nobody did or it is not known. No GIL.
  public static long holder() {
    if (!Version.atLeast(12)) {
      return uncheckedGet();
    }
    return LOCKED == 0 || Memory.getInt(LOCKED) == 0 ? 0 : Memory.getLong(HOLDER);
  }

  /// @param in3_12 the field's offset there
  /// @param after the place of the field's offset after that of the lock's, in later versions
  private static long address(long interpreter, long in3_12, long after) {
    if (!Version.atLeast(13)) {
      return interpreter + in3_12;
    }
    long offsets = Binding.object("_PyRuntime");
    long locked = Version.atLeast(14) ? 144 : 136;
    return Memory.getLong(offsets) == COOKIE
        ? interpreter + Memory.getLong(offsets + locked + after)
        : 0;
  }

  private static long uncheckedGet() {
    try {
      return (long) UNCHECKED_GET.invokeExact(0L, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
