package dev.terrarium.logging;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A record of Python's `logging`.
///
/// @param level its level
/// @param levelName what Python calls that level
/// @param logger its logger's name
/// @param message its text, with its arguments in place
/// @param thrown the exception that it carries, if there is one
/// @param fields what `extra` and log contexts add to it
public record PythonRecord(
    int level,
    String levelName,
    String logger,
    String message,
    @Nullable Throwable thrown,
    Map<String, String> fields) {}
