package dev.terrarium.pipeline;

import dev.terrarium.message.NodeId;

/// What a node knows about its place: its id and its parameters, defaults filled in.
public record NodeContext(NodeId id, Parameters parameters) {}
