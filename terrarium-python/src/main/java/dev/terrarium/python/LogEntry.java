package dev.terrarium.python;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A log record of Java's, on its way to Python.
///
/// @param time when it was logged
/// @param level its level: `ERROR` becomes Python's 40, `WARNING` 30, `INFO` 20, `DEBUG` 10,
///   `TRACE` 5
/// @param logger its logger's name
/// @param message its text, with its parameters in place
/// @param thrown what it carries, whose stack trace becomes the text of the record's exception
/// @param context further fields, which become attributes of the record, and its `mdc`
public record LogEntry(
    Instant time,
    System.Logger.Level level,
    String logger,
    String message,
    @Nullable Throwable thrown,
    Map<String, String> context) {
  public LogEntry {
    context = Map.copyOf(context);
  }
}
