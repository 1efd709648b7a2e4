package dev.terrarium.worker.process;

import dev.terrarium.pipeline.ProcessSettings;
import java.util.Optional;

/// What names a type of nodes, and the processes that they run in.
///
/// @param text the program text that holds it, if a manifest does
/// @param name a name in that text, or `module:Class`
/// @param settings what its processes are started with
record Sought(Optional<String> text, String name, ProcessSettings settings) {}
