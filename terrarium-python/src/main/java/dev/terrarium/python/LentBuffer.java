package dev.terrarium.python;

import java.nio.Buffer;

/// A buffer that Python uses, and whose owner is told when it does so no more.
record LentBuffer(Buffer buffer, Runnable whenReleased) implements JavaHandles.Released {
  /// It is C that calls, to which nothing may be thrown.
  @Override
  public void released() {
    try {
      whenReleased.run();
    } catch (RuntimeException | Error failed) {
      Notices.warning("what was to be done when Python let memory go has failed", failed);
    }
  }
}
