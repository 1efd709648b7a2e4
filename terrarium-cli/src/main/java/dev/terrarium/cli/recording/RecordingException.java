package dev.terrarium.cli.recording;

/// Something is wrong with a recording.
public final class RecordingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RecordingException(String message) {
    super(message);
  }
}
