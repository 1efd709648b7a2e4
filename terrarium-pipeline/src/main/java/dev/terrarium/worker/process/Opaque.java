package dev.terrarium.worker.process;

/// An object of which Java knows no more than its type.
///
/// @param type its name: bare for Python's own, dotted otherwise
record Opaque(String type) {}
