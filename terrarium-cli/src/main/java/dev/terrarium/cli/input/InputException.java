package dev.terrarium.cli.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.CharConversionException;
import java.io.IOException;

/// An input that is not what it should be; the message is one sentence for people.
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InputException(String message) {
    super(message);
  }

  InputException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Whether it could be read, and is something else than it should be.
  public boolean isOfTheText() {
    return !(getCause() instanceof IOException)
        || getCause() instanceof JsonProcessingException
        || getCause() instanceof CharConversionException;
  }
}
