package dev.terrarium.worker.script;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request of Python code that is refused: `terrarium.bus.Refused` there, with the same code,
/// message and details.
public final class UpcallRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final transient Map<String, @Nullable Object> details;

  /// @param code the kind of refusal, such as `safety_disarmed`
  /// @param message what is refused, why, and what to do
  /// @param details what may cross to Python; may be empty
  public UpcallRefusal(String code, String message, Map<String, ?> details) {
    super(message);
    this.code = code;
    this.details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  /// Returns the kind of refusal.
  public String code() {
    return code;
  }

  /// Returns what Python code is told beside the message.
  public Map<String, @Nullable Object> details() {
    return details;
  }

  /// A refusal is an answer, of which nobody asks where it was given.
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
