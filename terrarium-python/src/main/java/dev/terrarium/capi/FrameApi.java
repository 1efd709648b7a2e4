package dev.terrarium.capi;

import java.lang.invoke.MethodHandle;

/// `pyframe.h`: frames.
@SuppressWarnings("MemberName") // The names are C's.
public final class FrameApi {
  private static final MethodHandle GET_CODE = Binding.leaf("PyFrame_GetCode", 1);
  private static final MethodHandle GET_GLOBALS = Binding.leaf("PyFrame_GetGlobals", 1);

  private FrameApi() {}

  /// `PyCodeObject *PyFrame_GetCode(PyFrameObject *frame)`: new reference, never 0. Needs the GIL.
  public static long PyFrame_GetCode(long frame) {
    try {
      return (long) GET_CODE.invokeExact(frame, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }

  /// `PyObject *PyFrame_GetGlobals(PyFrameObject *frame)`: new reference, never 0; since 3.11.
  /// Needs the GIL.
  public static long PyFrame_GetGlobals(long frame) {
    try {
      return (long) GET_GLOBALS.invokeExact(frame, 0L, 0L, 0L);
    } catch (Throwable failure) {
      throw Binding.failed(failure);
    }
  }
}
