package dev.terrarium.cli.recording;

/// Something is wrong with a recording.
public final class RecordingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RecordingException(String message) {
    super(message);
  }

  /// Says that a file is something else.
  static RecordingException none(String file) {
    return new RecordingException(
        file
            + " is no recording: one is made by './terrarium run PIPELINE --record FILE', with the"
            + " run's own options.");
  }
}
