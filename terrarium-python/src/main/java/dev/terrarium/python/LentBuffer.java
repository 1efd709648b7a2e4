package dev.terrarium.python;

import java.lang.System.Logger.Level;
import java.nio.Buffer;

/// A buffer that Python uses, and whose owner is told when it does so no more.
record LentBuffer(Buffer buffer, Runnable whenReleased) implements JavaHandles.Released {
  private static final System.Logger LOGGER = System.getLogger("dev.terrarium.python");

  /// It is C that calls, to which nothing may be thrown.
  @Override
  public void released() {
    try {
      whenReleased.run();
    } catch (RuntimeException | Error failed) {
      LOGGER.log(Level.WARNING, "what was to be done when Python let memory go has failed", failed);
    }
  }
}
