package dev.terrarium.cli;

import dev.terrarium.environment.UnpackListener;

/// Tells how the bundled Python is unpacked.
///
/// @param terminal where it is told
record Unpacking(Terminal terminal) implements UnpackListener {
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
}
