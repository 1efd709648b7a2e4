package dev.terrarium.environment;

import java.nio.file.Path;

/// One Python that was looked at, and what came of it.
///
/// @param origin the place it came from
/// @param path the executable or folder that was looked at, as it was found
/// @param outcome accepted with its description, or refused with the reason
public record Candidate(Origin origin, Path path, Outcome outcome) {}
