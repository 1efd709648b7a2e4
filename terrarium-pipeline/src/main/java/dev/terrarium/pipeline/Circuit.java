package dev.terrarium.pipeline;

import java.time.Duration;

/// When a node is spared further items.
///
/// @param failures items failed in a row after which the circuit opens, at least 1
/// @param reset how long it stays open before one item is tried
public record Circuit(int failures, Duration reset) {}
