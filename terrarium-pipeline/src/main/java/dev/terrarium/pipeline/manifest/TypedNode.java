package dev.terrarium.pipeline.manifest;

import dev.terrarium.pipeline.NodeType;

/// A node of a manifest and the type that its `node_type` names.
public record TypedNode(NodeSpec spec, NodeType type) {}
