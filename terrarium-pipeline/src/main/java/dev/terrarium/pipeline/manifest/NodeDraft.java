package dev.terrarium.pipeline.manifest;

import dev.terrarium.message.NodeId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// As much of a node as could be read.
///
/// @param path the node's place in the document
/// @param runtime what is to run it, if the manifest insists
record NodeDraft(
    String path,
    Optional<NodeId> id,
    Optional<String> nodeType,
    Map<String, @Nullable Object> params,
    Capabilities capabilities,
    Optional<String> runtime) {}
