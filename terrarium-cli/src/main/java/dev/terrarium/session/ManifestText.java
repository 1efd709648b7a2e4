package dev.terrarium.session;

import dev.terrarium.pipeline.manifest.Notation;
import java.nio.file.Path;

/// A manifest as it was found.
///
/// @param text its content
/// @param notation how it is written down
/// @param folder what paths in it are relative to
public record ManifestText(String text, Notation notation, Path folder) {}
