package dev.terrarium.pipeline;

import dev.terrarium.message.NodeId;

/// What a node knows about its place.
///
/// @param parameters its parameters, defaults filled in
/// @param conduct how it is run
public record NodeContext(NodeId id, Parameters parameters, Conduct conduct) {}
