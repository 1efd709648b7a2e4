package dev.terrarium.broker;

import dev.terrarium.worker.script.Decoder;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the interpreter is to do.
///
/// @param <R> what comes of it
/// @param kind what it is to the broker
/// @param name what it is called in messages, such as `detector.find`
/// @param function the function of `terrarium._scripts`
/// @param arguments makes what that takes, as it crosses, when the operation begins
/// @param decoder makes the result
record Work<R extends @Nullable Object>(
    OperationKind kind,
    String name,
    String function,
    Supplier<? extends List<? extends @Nullable Object>> arguments,
    Decoder<R> decoder) {}
