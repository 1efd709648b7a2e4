package dev.terrarium.pipeline.data;

import org.jspecify.annotations.Nullable;

/// One item, which may be null.
public record Item(@Nullable Object value) {}
