package dev.terrarium.cli;

import java.lang.Thread.UncaughtExceptionHandler;

/// Tells what a thread throws that nobody waits for: as Java does, but for how Python took leave,
/// which is a sentence.
///
/// @param verbose whether a stack trace is wanted there too
record Uncaught(Terminal terminal, boolean verbose) implements UncaughtExceptionHandler {
  /// The thread on which Python's end is told, when the process exits.
  private static final String FAREWELL = "terrarium-farewell";

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    if (thread.getName().equals(FAREWELL) && !verbose) {
      terminal.say("terrarium: " + Sentences.message(thrown));
    } else {
      System.err.print("Exception in thread \"" + thread.getName() + "\" ");
      thrown.printStackTrace();
    }
  }
}
