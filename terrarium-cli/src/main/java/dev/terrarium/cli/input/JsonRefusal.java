package dev.terrarium.cli.input;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;

/// Well-formed JSON that is refused all the same.
final class JsonRefusal extends JsonProcessingException {
  private static final long serialVersionUID = 1L;

  JsonRefusal(String message, JsonLocation place) {
    super(message, place);
  }
}
