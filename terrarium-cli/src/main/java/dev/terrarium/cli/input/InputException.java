package dev.terrarium.cli.input;

/// An input that is not what it should be; the message is one sentence for people.
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InputException(String message) {
    super(message);
  }

  InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
