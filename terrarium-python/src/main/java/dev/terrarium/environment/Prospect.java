package dev.terrarium.environment;

import java.nio.file.Path;

/// A place at which there may be a Python.
///
/// @param path an executable, or a folder that should hold one
record Prospect(Origin origin, Path path) {}
