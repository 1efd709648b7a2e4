package dev.terrarium.worker.process;

import java.util.Optional;

/// What names a type of nodes.
///
/// @param text the program text that holds it, if a manifest does
/// @param name a name in that text, or `module:Class`
record Sought(Optional<String> text, String name) {}
