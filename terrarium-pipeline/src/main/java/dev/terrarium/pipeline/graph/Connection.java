package dev.terrarium.pipeline.graph;

import dev.terrarium.message.NodeId;

/// What one node emits is what another takes.
public record Connection(NodeId from, NodeId to) {}
