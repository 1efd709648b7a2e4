package dev.terrarium.worker;

import java.util.function.Consumer;

/// Has Python nodes made anew when their files change, while they are at work.
///
/// Whoever opens a catalog with this tells it of changes:
/// [dev.terrarium.pipeline.NodeCatalog#reload]. Between two items a node becomes one of the new
/// source; where that fails, the old one works on.
///
/// @param notices takes what came of it, as sentences, on any thread
public record Reloading(Consumer<String> notices) {}
