package dev.terrarium.pipeline.manifest;

import org.jspecify.annotations.Nullable;

/// A whole document.
///
/// @param value null, Boolean, Long, BigInteger, Double, String, List or Map
record Document(@Nullable Object value) {}
