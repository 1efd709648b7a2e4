package dev.terrarium.python;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Tells Java's log what went wrong where no caller is to be told.
///
/// Loaded with the first notice: a logging framework is most of what a start would cost.
final class Notices {
  private static final Logger LOGGER = System.getLogger("dev.terrarium.python");

  private Notices() {}

  static void error(String what, Throwable thrown) {
    LOGGER.log(Level.ERROR, what, thrown);
  }

  static void warning(String what, Throwable thrown) {
    LOGGER.log(Level.WARNING, what, thrown);
  }

  static void debug(String what, Throwable thrown) {
    LOGGER.log(Level.DEBUG, what, thrown);
  }

  static void debug(String what) {
    LOGGER.log(Level.DEBUG, what);
  }
}
