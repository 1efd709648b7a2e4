package dev.terrarium.pipeline.sound;

import java.io.IOException;

/// A file of sound that is not what it should be; the message is one sentence for people, and says
/// at which byte.
public final class WavException extends IOException {
  private static final long serialVersionUID = 1L;

  WavException(String message) {
    super(message);
  }
}
