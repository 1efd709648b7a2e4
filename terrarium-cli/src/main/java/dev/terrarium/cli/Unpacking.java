package dev.terrarium.cli;

import dev.terrarium.environment.UnpackListener;

/// Tells how a Python is made ready.
///
/// @param terminal where it is told
record Unpacking(Terminal terminal) implements UnpackListener {
  private static final int WIDTH = 76;

  @Override
  public void unpacked(long bytesDone, long bytesTotal) {
    if (bytesDone >= bytesTotal) {
      terminal.eraseProgress();
    } else {
      terminal.progress(
          "unpacking the bundled Python, once: " + 100 * bytesDone / bytesTotal + " %");
    }
  }

  @Override
  public void notice(String sentence) {
    terminal.say("terrarium: " + sentence);
  }

  @Override
  public void progress(String words) {
    terminal.progress("  " + (words.length() <= WIDTH ? words : words.substring(0, WIDTH)));
  }
}
